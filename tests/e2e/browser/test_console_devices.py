"""Devices in a real browser: taken in, set up, judged, steered; and the systems that get pictures by RTSP."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from console_page import faults_of, new_page
from playwright.sync_api import Browser, Locator, Page, expect
from running import Running, free_port, running, until

from toancanh.simulation.devices import Make, SimulatedDevices, simulated_devices
from toancanh.simulation.devices.head import Position

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(180)]

PASSWORD = "nguoi-lam-thu-nghiem"
ROLES = {"tech": "technician", "auditor": "auditor", "duty": "operator", "viewer": "viewer"}
ONVIF_PORT = 8000  # one of those at which a scan knocks
DENIED = "Bạn không có quyền"


@dataclass(frozen=True, kw_only=True)
class Yard:
    """A platform and three devices: one that turns was taken in, of two others nobody knows yet. The first of those is
    a camera of the inventory, by its address; the other claims the serial number of the one that turns.
    """

    platform: Running
    devices: SimulatedDevices
    tokens: dict[str, str]
    device_id: str
    camera_id: str
    known_id: str

    def address(self, number: int) -> str:
        """As lists show it."""
        return f"{self.devices[number].host}:{self.devices[number].http_port}"

    @property
    def position(self) -> Position:
        """Where the head of the one that turns stands."""
        position = self.devices.state(1).channels[1].position
        assert position is not None
        return position


@pytest.fixture(scope="module")
def yard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Yard]:
    with (
        simulated_devices(
            3, make=(Make.EXACT, Make.HIKVISION, Make.DAHUA), ptz={1}, faults={3: "same-serial:1"}, port=ONVIF_PORT
        ) as devices,
        running(
            tmp_path_factory.mktemp("devices"),
            *(f"--allow-outbound={one}" for one in devices.outbound),
            TOANCANH_RTSP_PORT=str(free_port()),
        ) as platform,
    ):  # fmt: skip
        call, owner_id = platform.call, platform.organisation_id
        place = {"owner_id": owner_id, "lat": 20.98, "lon": 105.84}
        site = call("POST", "/sites", {"code": "LD", "name": "Linh Đàm", **place})
        call("POST", "/devices/networks", {"name": "Mạng quay quét", "cidr": "127.77.0.0/31", "owner_id": owner_id})
        facts = devices[1]
        log_in = {"username": facts.username, "password": facts.password}
        job = call("POST", "/devices/jobs/onboard", {
            "owner_id": owner_id, "addresses": [f"{facts.host}:{facts.http_port}"], "site_id": site["id"],
            "code_prefix": "PTZ-", **log_in,
        })  # fmt: skip
        known_id = platform.add_camera("GT-0500", devices.stream_url(2), **log_in)
        tokens = {"admin": platform.token}
        for name, role in ROLES.items():
            user = call("POST", "/users", {"username": name, "password": PASSWORD, "role": role})
            tokens[name] = platform.sign_in(name, PASSWORD)
            if name == "duty":
                now = datetime.now(UTC)
                turn = {"from": (now - timedelta(hours=1)).isoformat(), "to": (now + timedelta(hours=7)).isoformat()}
                call("POST", "/duties", {"user_id": user["id"], "role": role, **turn})
        until(lambda: call("GET", f"/devices/jobs/{job['id']}")["state"] == "done", 40, "the first is not taken in")
        [device] = call("GET", "/devices")["items"]
        yield Yard(
            platform=platform, devices=devices, tokens=tokens, device_id=device["id"],
            camera_id=device["channels"][0]["camera_id"], known_id=known_id,
        )  # fmt: skip


def opened(browser: Browser, yard: Yard, who: str, path: str) -> Page:
    page = new_page(browser, yard.platform.url, token=yard.tokens[who])
    page.goto(path)
    return page


@pytest.fixture
def admin(browser: Browser, yard: Yard) -> Iterator[Page]:
    """The administrator's page, in Vietnamese, at a desk."""
    page = new_page(browser, yard.platform.url, token=yard.platform.token)
    faults = faults_of(page)
    yield page
    page.context.close()
    assert not faults


def card(within: Page | Locator, name: str) -> Locator:
    return within.get_by_role("region", name=name, exact=True)


def test_devices_are_found_matched_tested_and_set_up_in_one_flow(yard: Yard, admin: Page) -> None:
    admin.goto("/devices")
    admin.get_by_role("link", name="Tiếp nhận thiết bị").click()
    admin.get_by_role("button", name="Nêu tên mạng").click()
    dialog = admin.get_by_role("dialog")
    dialog.get_by_label("Tên", exact=True).fill("Mạng Linh Đàm")
    dialog.get_by_label("Dải địa chỉ").fill("127.77.0.2/31")
    dialog.get_by_role("button", name="Nêu tên").click()
    expect(admin.get_by_role("checkbox", name="Mạng Linh Đàm")).to_be_checked()
    admin.get_by_role("checkbox", name="Mạng quay quét").uncheck()
    start = admin.get_by_role("button", name="Bắt đầu")
    admin.get_by_label("Mật khẩu", exact=True).fill(yard.devices[2].password)
    admin.get_by_role("combobox", name="Điểm").fill("linh dam")
    admin.get_by_role("option", name="Linh Đàm").click()
    admin.get_by_label("Đầu mã camera mới").fill("LD-")
    admin.get_by_role("switch", name="Cài đặt theo mẫu").check()
    expect(admin.get_by_role("complementary", name="Việc sẽ làm")).to_contain_text("Dò 1 mạng")
    start.click()

    matched, twin = (admin.locator("tr[data-row]", has_text=yard.address(number)) for number in (2, 3))
    expect(matched).to_contain_text("Xong", timeout=40_000)
    expect(twin).to_contain_text("Chờ bạn quyết định", timeout=40_000)
    matched.click()
    report = admin.get_by_role("dialog")
    expect(card(report, "Camera")).to_contain_text("GT-0500")
    expect(card(report, "Camera")).to_contain_text("theo địa chỉ")
    expect(card(report, "Thử hình")).to_contain_text("H.264 · 640×360 · 15 hình/s")
    expect(card(report, "Cài đặt")).to_contain_text("4,0\u00a0Mbit/s")
    report.get_by_role("button", name="Đóng").click()

    twin.click()
    expect(report).to_contain_text("Thiết bị khác có cùng số sê-ri")
    report.get_by_role("button", name="Là thiết bị riêng").click()
    expect(card(report, "Camera")).to_contain_text("tạo mới", timeout=40_000)
    report.get_by_role("link", name="Mở thiết bị").click()
    card(admin, "Kênh").get_by_role("link", name=re.compile("^LD-")).click()
    expect(admin.locator("figure[data-mode='live']")).to_have_attribute("data-phase", "live", timeout=30_000)


def test_a_device_is_read_set_and_listened_to_on_its_page(yard: Yard, admin: Page) -> None:
    admin.goto(f"/watch/{yard.camera_id}")
    admin.get_by_role("complementary", name="Tình trạng và hồ sơ").get_by_role("link", name="Exact E-100").click()
    expect(admin).to_have_url(re.compile(f"/devices/{yard.device_id}$"))
    expect(card(admin, "Kênh")).to_contain_text("quay quét được")

    clock = card(admin, "Đồng hồ")
    clock.get_by_role("button", name="Đặt giờ").click()
    admin.get_by_role("combobox", name="Máy chủ thời gian").fill("127.77.0.1")
    admin.keyboard.press("Enter")
    admin.get_by_role("button", name="Đặt máy chủ thời gian").click()
    expect(admin.get_by_role("dialog").get_by_role("status")).to_contain_text("127.77.0.1")
    assert yard.devices.state(1).ntp == ("127.77.0.1",)
    admin.get_by_role("dialog").get_by_role("button", name="Đóng").last.click()
    admin.get_by_role("button", name="Đọc lại").click()
    expect(clock).to_contain_text("127.77.0.1")

    admin.get_by_role("button", name="Mở cài đặt").click()
    picture = card(admin, "Hình của camera")
    picture.get_by_role("combobox", name="Ngày và đêm").click()
    admin.get_by_role("option", name="Luôn ban ngày").click()
    picture.get_by_role("button", name="Cài vào thiết bị").click()
    until(lambda: yard.devices.state(1).channels[1].imaging["IrCutFilter"] == "ON", 10, "the device was not told")

    events = card(admin, "Sự kiện từ thiết bị")
    events.get_by_role("button", name="Nghe sự kiện").click()
    expect(events).to_contain_text("Đang nghe", timeout=20_000)
    yard.devices.emit(1, "tns1:VideoSource/MotionAlarm")
    expect(events.get_by_role("listitem")).to_contain_text("Chuyển động", timeout=20_000)


def test_posture_leads_to_a_device_and_an_exception_has_who_answers_for_it(yard: Yard, admin: Page) -> None:
    admin.goto("/devices/posture")
    admin.get_by_role("button", name="Hình đi qua RTSP không mã hóa").click()
    expect(admin).to_have_url(re.compile("check=plain_rtsp"))
    admin.locator("tr[data-row]", has_text=yard.address(1)).click()
    row = card(admin, "An toàn thiết bị").get_by_role("listitem").filter(has_text="Hình đi qua RTSP")
    expect(row).to_contain_text("chưa đạt")
    row.get_by_role("button", name="Đặt ngoại lệ").click()
    dialog = admin.get_by_role("dialog")
    dialog.get_by_label("Người chịu trách nhiệm").fill("Tổ kỹ thuật")
    dialog.get_by_label("Lý do").fill("Chờ phần sụn có RTSPS")
    dialog.get_by_role("button", name="Đặt ngoại lệ").click()
    expect(row.first).to_contain_text("có ngoại lệ")
    admin.goto("/devices/posture")
    expect(card(admin, "Ngoại lệ")).to_contain_text("Tổ kỹ thuật: Chờ phần sụn có RTSPS")
    assert [one["outcome"] for one in yard.platform.record("device.exception_make")] == ["allow"]


def test_who_may_not_manage_devices_sees_no_way_to(yard: Yard, browser: Browser) -> None:
    auditor = opened(browser, yard, "auditor", "/devices")
    auditor.locator("tr[data-row]", has_text=yard.address(1)).click()
    expect(card(auditor, "An toàn thiết bị")).to_contain_text("chưa đạt")
    for word in ("Đọc lại", "Đặt ngoại lệ", "Đặt giờ", "Nghe sự kiện", "Nhập đăng nhập", "Mở cài đặt", "Đổi camera"):
        expect(auditor.get_by_role("button", name=word)).to_have_count(0)
    auditor.goto("/devices/onboard")
    expect(auditor.get_by_role("alert")).to_contain_text(DENIED)
    auditor.goto("/devices/networks")
    expect(auditor.locator("tr[data-row]", has_text="Mạng quay quét")).to_be_visible()
    expect(auditor.get_by_role("button", name=re.compile("Nêu tên|Bỏ"))).to_have_count(0)
    auditor.context.close()

    tech = opened(browser, yard, "tech", "/devices/networks")  # sets devices up, names no networks
    expect(tech.get_by_role("link", name="Tiếp nhận thiết bị")).to_be_visible()
    expect(tech.get_by_role("button", name=re.compile("Nêu tên|Bỏ"))).to_have_count(0)
    tech.context.close()

    viewer = opened(browser, yard, "viewer", "/devices")
    expect(viewer.get_by_role("alert")).to_contain_text(DENIED)
    viewer.goto("/devices/networks")  # not that there are none
    expect(viewer.get_by_role("alert")).to_contain_text(DENIED)
    viewer.goto(f"/watch/{yard.camera_id}")
    details = viewer.get_by_role("complementary", name="Tình trạng và hồ sơ")
    expect(details).to_contain_text("Chủ quản")
    expect(details.get_by_role("link", name="Exact E-100")).to_have_count(0)
    viewer.context.close()


def test_who_steers_is_shown_to_all_and_who_is_on_duty_takes_over(yard: Yard, browser: Browser, admin: Page) -> None:
    path = f"/watch/{yard.camera_id}"
    admin.goto(path)
    admin.get_by_role("button", name="Lái camera").click(timeout=30_000)
    panel = admin.get_by_role("group", name="Lái camera")
    panel.get_by_role("button", name="Sang phải").hover()
    admin.mouse.down()
    until(lambda: yard.position.pan > 0.02, 10, "the head does not turn")
    admin.mouse.up()
    expect(panel).to_contain_text("Bạn đang lái")

    viewer = opened(browser, yard, "viewer", path)
    expect(viewer.locator("[data-ptz-holder='administrator']")).to_contain_text("đang lái", timeout=30_000)
    expect(viewer.get_by_role("button", name="Lái camera")).to_have_count(0)

    duty = opened(browser, yard, "duty", path)
    duty.get_by_role("button", name="Lái camera").click(timeout=30_000)
    panel_of_duty = duty.get_by_role("group", name="Lái camera")
    expect(panel_of_duty).to_contain_text("Bạn được ưu tiên hơn")
    expect(panel_of_duty.get_by_role("button", name="Sang trái")).to_be_disabled()
    panel_of_duty.get_by_role("button", name="Giành quyền lái").click()
    duty.get_by_role("dialog").get_by_role("button", name="Giành quyền lái").click()
    expect(panel_of_duty).to_contain_text("Bạn đang lái")
    expect(panel).to_contain_text("Người này được ưu tiên bằng hoặc hơn bạn")
    expect(panel.get_by_role("button", name="Giành quyền lái")).to_have_count(0)
    expect(viewer.locator("[data-ptz-holder='on_duty']")).to_be_visible()

    pan = yard.position.pan
    picture = duty.locator("[data-ptz-aim]")
    box = picture.bounding_box()
    assert box is not None
    picture.click(position={"x": box["width"] * 0.3, "y": box["height"] * 0.5})
    until(lambda: yard.position.pan < pan - 0.01, 10, "what was clicked does not come to the centre")
    panel_of_duty.get_by_role("button", name="Thôi lái").click()
    expect(viewer.locator("[data-ptz-holder]")).to_have_count(0)
    for page in (viewer, duty):
        page.context.close()
    taken = yard.platform.record("camera.steer_take_over")
    assert [(one["from_priority"], one["outcome"]) for one in taken] == [("administrator", "allow")]


def test_another_system_is_given_pictures_and_loses_them(yard: Yard, browser: Browser, admin: Page) -> None:
    admin.goto("/consumers")
    admin.get_by_role("button", name="Cấp hình cho một hệ thống").first.click()
    dialog = admin.get_by_role("dialog")
    dialog.get_by_label("Tên hệ thống").fill("Trung tâm giao thông")
    dialog.get_by_role("combobox", name="Camera").fill("gt-0500")
    admin.get_by_role("option", name="GT-0500").click()
    dialog.get_by_label("Căn cứ pháp lý").fill("Quyết định 12")
    dialog.get_by_role("button", name="Tạo tài khoản và mật khẩu").click()
    expect(dialog).to_contain_text("Mật khẩu chỉ hiện lần này")
    username = dialog.get_by_label("Tên đăng nhập").input_value()
    password = dialog.get_by_label("Mật khẩu", exact=True).input_value()
    address = dialog.locator("code").first.inner_text()
    assert password not in address
    dialog.get_by_role("button", name="Tôi đã giữ").click()

    until(lambda: yard.platform.state(yard.known_id) == "online", 40, "the camera is away")
    url = address.replace("://", f"://{username}:{password}@")
    command = ("ffmpeg", "-v", "quiet", "-rtsp_transport", "tcp", "-i", url, "-c", "copy", "-f", "null", "-")
    client = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    try:
        system = admin.locator(f"[data-consumer='{username}']")
        expect(system).to_contain_text("1 lượt đang xem", timeout=20_000)
        assert client.poll() is None
        system.get_by_role("button", name="Thu hồi").click()
        expect(dialog).to_contain_text("1 lượt đang xem kết thúc")
        dialog.get_by_role("button", name="Thu hồi").click()
        client.wait(10)
    finally:
        client.kill()
        client.wait()
    expect(system).to_contain_text("Đã thu hồi")
    expect(system.locator("code")).to_have_count(0)


def test_who_may_not_make_accounts_gives_no_pictures_away(yard: Yard, browser: Browser) -> None:
    given = [{"camera_id": yard.camera_id, "streams": ["main"]}]
    call = yard.platform.call
    system = call("POST", "/consumers", {
        "name": "Máy phân tích", "organisation_id": yard.platform.organisation_id, "legal_basis": "Quyết định 13",
        "cameras": given,
    })  # fmt: skip
    auditor = opened(browser, yard, "auditor", "/consumers")
    expect(auditor.locator(f"[data-consumer='{system['consumer']['username']}']")).to_contain_text("Quyết định 13")
    expect(auditor.get_by_role("button", name=re.compile("Cấp hình|Sửa|Mật khẩu mới|Thu hồi"))).to_have_count(0)
    auditor.context.close()
    viewer = opened(browser, yard, "viewer", "/consumers")
    expect(viewer.get_by_role("alert")).to_contain_text(DENIED)
    viewer.context.close()
