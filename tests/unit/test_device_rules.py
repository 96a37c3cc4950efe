import pytest

from toancanh.devices import EncoderWanted, Encoding, VideoEncoding
from toancanh.devices.model import NamedNetwork, home_of, plain_mac, plain_serial, read_cidr, require_inside
from toancanh.devices.onboarding.addresses import read_address
from toancanh.devices.onboarding.matching import By, Said, match_camera
from toancanh.devices.onboarding.model import Halt, ItemReason, Template
from toancanh.devices.onboarding.template import compared, wanted_of
from toancanh.devices.posture.model import (
    Excepted,
    LoginKnown,
    PostureCheck,
    PostureSeverity,
    PostureVerdict,
    built_on,
    groups,
    judge,
    worst_of,
)
from toancanh.kernel import Denied, Invalid
from toancanh.registry.dossier.model import CameraFacts, Lifecycle

NOW_US = 1_795_000_000_000_000  # 18/11/2026


def network(cidr: str) -> NamedNetwork:
    return NamedNetwork(
        id=cidr, name=cidr, cidr=cidr, owner_id="o", site_id=None, note="", protected=False, created_at_us=0
    )


def camera(code: str, **more: object) -> CameraFacts:
    values: dict[str, object] = {
        "camera_id": code, "code": code, "name": code, "owner_id": "o", "unit_id": None, "site_id": None,
        "pole_id": None, "protected": False, "lifecycle": Lifecycle.OPERATING, "kind": None, "purpose": None,
        "lat": 21.0, "lon": 105.8, "azimuth_deg": None, "height_m": None, "tilt_deg": None, "hfov_deg": None,
        "width_px": None, "height_px": None, "maker": "", "model": "", "serial": "", "mac": "",
        "network_address": "", "network": "",
    }  # fmt: skip
    return CameraFacts(**{**values, **more})  # type: ignore[arg-type]


def said(**more: object) -> Said:
    return Said(**{"host": "10.0.0.5", "port": 80, "serial": "DS-1", "macs": (), **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["10.0.0.1/24", "0.0.0.0/8", "10.0.0.0/8", "224.0.0.0/24", "camera", "", "10.0.0.0/33"]
)
def test_a_network_is_a_small_range_written_right(text: str) -> None:
    with pytest.raises(Invalid):
        read_cidr(text)


def test_the_smallest_network_is_home_and_outside_is_refused() -> None:
    networks = [network("10.0.0.0/16"), network("10.0.3.0/24")]
    assert home_of("10.0.3.9", networks) == networks[1]
    assert home_of("::ffff:10.0.1.9", networks) == networks[0]
    for outside in ("10.1.0.1", "camera.lan", "fe80::1"):
        with pytest.raises(Denied):
            require_inside(outside, networks)


@pytest.mark.parametrize(
    "text", ["http://admin:secret@10.0.0.1", "rtsp://10.0.0.1", "camera.lan", "10.0.0.1:0", "10.0.0.1:99999", "x" * 300]
)
def test_an_address_that_cannot_be_used_is_not_repeated(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_address(text)
    assert "secret" not in caught.value.detail


def test_addresses_as_people_write_them() -> None:
    plain, secure = read_address("10.0.0.1:8000"), read_address("https://[2001:db8::5]/onvif/x")
    assert (plain.host, plain.port, plain.tls, plain.path) == ("10.0.0.1", 8000, False, "/onvif/device_service")
    assert (secure.host, secure.port, secure.tls, secure.path) == ("2001:db8::5", 443, True, "/onvif/x")


def test_serials_and_macs_that_name_nothing_match_nothing() -> None:
    assert [plain_serial(one) for one in ("DS-2cd 01", "0000000", "x", "")] == ["ds2cd01", "", "", ""]
    assert [plain_mac(one) for one in ("44:19:b6:00:00:01", "00:00:00:00:00:00", "zz")] == ["4419B6000001", "", ""]


def test_a_serial_number_decides_before_an_address() -> None:
    known = [camera("by-address", network_address="10.0.0.5"), camera("by-serial", serial="DS-0001")]
    match = match_camera(said(serial="ds 0001"), known)
    assert (match.camera_id, match.by) == ("by-serial", By.SERIAL)
    assert match_camera(said(serial="", macs=("44:19:b6:00:00:01",)), [camera("m", mac="4419B6000001")]).by is By.MAC
    assert match_camera(said(serial=""), known[:1]).by is By.ADDRESS
    assert match_camera(said(), []).camera_id is None


@pytest.mark.parametrize(
    ("known", "reason"),
    [
        ([camera("a", serial="DS-0001"), camera("b", serial="ds0001")], ItemReason.SAME_SERIAL),
        ([camera("a", serial="DS-0001"), camera("b", mac="4419B6000001")], ItemReason.SEVERAL_CAMERAS),
        (
            [camera("a", network_address="10.0.0.5"), camera("b", network_address="10.0.0.5")],
            ItemReason.SEVERAL_CAMERAS,
        ),
        ([camera("a", network_address="10.0.0.5", serial="DS-0002")], ItemReason.SERIAL_DIFFERS),
    ],
)
def test_what_speaks_against_itself_is_asked_of_a_person(known: list[CameraFacts], reason: ItemReason) -> None:
    with pytest.raises(Halt) as caught:
        match_camera(said(serial="DS-0001", macs=("44:19:b6:00:00:01",)), known)
    assert (caught.value.reason, caught.value.asks) == (reason, True)
    assert [one["code"] for one in caught.value.report["candidates"]] == [one.code for one in known]  # type: ignore[attr-defined]


def test_a_template_asks_in_frames_and_reads_back_within_reason() -> None:
    now = Encoding(encoding=VideoEncoding.H264, width=1920, height=1080, fps=25.0)
    wanted = wanted_of(Template(main_gop_s=2, main_bitrate_bps=4_000_000), is_sub=False, now=now)
    assert wanted == EncoderWanted(gop=50, bitrate_bps=4_000_000)
    got = Encoding(encoding=VideoEncoding.H264, width=1920, height=1080, fps=25.0, bitrate_bps=2_000_000, gop=50)
    settings = compared(wanted, got, stream="main", channel=1, why="too much")
    assert [(one.what, one.took, one.why) for one in settings] == [
        ("main.bitrate_bps", False, "too much"),
        ("main.gop", True, ""),
    ]
    assert wanted_of(Template(), is_sub=False, now=now) is None


FACTS = {
    "identity": {"firmware": "V5.5.82 build 190909"},
    "time": {"reported_us": 0, "read_at_us": NOW_US, "from_ntp": False},
    "protocols": [{"name": "HTTP", "enabled": True}, {"name": "TELNET", "enabled": True}],
    "channels": [{"profiles": [{"stream_address": "rtsp://10.0.0.5/1"}]}],
    "oddities": [{"kind": "answers_without_login"}],
}


def test_posture_names_what_fails_and_what_is_unknown() -> None:
    login = LoginKnown(factory=True, shared_with=3)
    found = {one.check: one for one in judge(FACTS, login, tls=False, in_clear=True, now_us=NOW_US)}
    assert {one.verdict for one in found.values()} == {PostureVerdict.FAILS}
    assert found.keys() == set(PostureCheck)
    assert found[PostureCheck.OTHER_SERVICES].said == "TELNET"
    unread = judge({}, None, tls=True, now_us=NOW_US)
    ours = PostureCheck.PASSWORD_IN_CLEAR  # known from what people decided, whatever was read
    assert {one.check for one in unread if one.verdict is not PostureVerdict.UNKNOWN} == {ours}
    assert worst_of(unread) is PostureSeverity.NONE
    assert {check for one in groups() for check in one.checks} == set(PostureCheck)
    assert len([one for one in groups() if one.certainty != "ours"]) == 11


def test_an_exception_covers_its_check_until_it_ends() -> None:
    login = LoginKnown(factory=True, shared_with=0)
    excepted = [Excepted(check=PostureCheck.PASSWORD_FACTORY, responsible="P. Kỹ thuật", until_us=NOW_US + 1)]
    verdicts = [
        next(one.verdict for one in judge({}, login, tls=True, now_us=at_us, excepted=excepted))
        for at_us in (NOW_US, NOW_US + 1)
    ]
    assert verdicts == [PostureVerdict.EXCEPTED, PostureVerdict.FAILS]


@pytest.mark.parametrize(
    ("firmware", "day"),
    [
        ("V5.5.82 build 190909", "2019-09-09"),
        ("2.800.0000016.0.R, Build Date: 2020-06-05", "2020-06-05"),
        ("1.20180712.7", "2018-07-12"),
        ("V5.5.82 build 991399", None),
        ("2.4", None),
    ],
)
def test_the_day_in_a_firmware(firmware: str, day: str | None) -> None:
    built = built_on(firmware)
    assert (built.date().isoformat() if built else None) == day
