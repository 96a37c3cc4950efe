"""The verifier for browsers is one file that asks nobody, with the words of the other one."""

from verifier_page import PAGE, rendered

from toancanh.evidence.verifier import digests


def test_the_page_is_as_generated_and_published() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == rendered(page), "run: python -m tests.rules.verifier_page"
    assert set(digests()) == {"verify.py", "verify.html"}
