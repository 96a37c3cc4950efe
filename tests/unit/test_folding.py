import pytest

from toancanh.kernel import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ngã tư  Sở", "nga tu so"),
        ("ĐƯỜNG Đê La Thành", "duong de la thanh"),
        ("Nga\u0303 tu\u031b So\u031b\u0309", "nga tu so"),  # the same, decomposed
        ("HK-0123", "hk-0123"),
        ("  \t ", ""),
        ("ﬁ Straße", "fi strasse"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(folded) == folded
