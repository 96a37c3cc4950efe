"""An entry of the record as a sentence for people."""

from __future__ import annotations

from toancanh.governance.record.query import RecordedAct

# action: (Vietnamese, English); what is refused gets its own beginning
_ACTS: dict[str, tuple[str, str]] = {
    "platform.setup": ("thiết lập hệ thống", "set the platform up"),
    "session.open": ("đăng nhập", "signed in"),
    "session.close": ("đăng xuất", "signed out"),
    "session.step_up": ("xác thực bổ sung bằng yếu tố thứ hai", "gave a second factor"),
    "factor.add": ("đăng ký yếu tố thứ hai", "enrolled a second factor"),
    "factor.rename": ("đổi tên yếu tố thứ hai", "renamed a second factor"),
    "factor.remove": ("gỡ yếu tố thứ hai của mình", "removed an own second factor"),
    "factor.recovery_codes": ("tạo lại mã khôi phục", "made new recovery codes"),
    "factor.reset_seen": ("xác nhận đã biết việc đặt lại yếu tố thứ hai", "acknowledged a reset of second factors"),
    "user.factors_reset": ("đặt lại yếu tố thứ hai của một tài khoản", "reset an account's second factors"),
    "organisation.read": ("xem tổ chức", "read an organisation"),
    "organisation.create": ("tạo tổ chức", "created an organisation"),
    "organisation.update": ("sửa tổ chức", "changed an organisation"),
    "organisation.delete": ("xóa tổ chức", "deleted an organisation"),
    "organisation.write": ("sửa tổ chức", "changed an organisation"),
    "organisation.move": ("chuyển hoặc xóa tổ chức", "moved or deleted an organisation"),
    "user.read": ("xem tài khoản", "read an account"),
    "user.create": ("tạo tài khoản", "created an account"),
    "user.update": ("sửa tài khoản", "changed an account"),
    "user.delete": ("xóa tài khoản", "deleted an account"),
    "user.write": ("sửa tài khoản", "changed an account"),
    "user.password": ("đổi mật khẩu", "changed a password"),
    "role.grant": ("trao hoặc thu hồi vai trò", "gave or took a role"),
    "audit.read": ("xem nhật ký", "read the record"),
    "wall.layout_create": ("lưu bố cục tường hình", "saved a layout of a wall"),
    "wall.layout_update": ("sửa bố cục tường hình", "changed a layout of a wall"),
    "wall.layout_delete": ("xóa bố cục tường hình", "deleted a layout of a wall"),
    "wall.node_invite": ("mời một màn hình tường", "invited a screen as a wall node"),
    "wall.node_enrol": ("nhận một màn hình tường", "enrolled a screen as a wall node"),
    "wall.node_put": ("đưa bố cục lên màn hình tường", "put a layout on a wall node"),
    "wall.node_revoke": ("thu hồi một màn hình tường", "revoked a wall node"),
    "metrics.read": ("xem số liệu hệ thống", "read the platform's figures"),
    "alarm.read": ("xem cảnh báo hệ thống", "read the platform's alarms"),
    "archive.read": ("xem nơi lưu trữ", "read where the archive lies"),
    "archive.write": ("thay đổi nơi lưu trữ", "changed where the archive lies"),
    "archive.pool_add": ("thêm ổ lưu trữ", "added a disk to the archive"),
    "archive.pool_drain": ("rút hoặc dùng lại ổ lưu trữ", "drained a disk of the archive, or used it again"),
    "archive.pool_remove": ("gỡ ổ lưu trữ", "took a disk from the archive"),
    "archive.cold_set": ("thiết lập kho lạnh", "set the cold store"),
    "archive.cold_forget": ("bỏ kho lạnh", "forgot the cold store"),
    "audit.erase": ("xóa tên khỏi nhật ký", "erased names from the record"),
    "audit.person": ("trả lời người được ghi hình", "answered a person who was recorded"),
    "person.request": ("nhận yêu cầu của người được ghi hình", "received the request of a person who was recorded"),
    "person.answer": ("trả lời người được ghi hình", "answered a person who was recorded"),
    "checkpoint.make": ("chốt nhật ký", "made a checkpoint of the record"),
    "checkpoint.hand_over": ("giao điểm chốt nhật ký", "handed over checkpoints of the record"),
    "record.erase": ("xóa thông tin cá nhân khỏi nhật ký", "erased personal data from the record"),
    "site.read": ("xem điểm quản lý", "read a site"),
    "site.create": ("tạo điểm quản lý", "created a site"),
    "site.update": ("sửa điểm quản lý", "changed a site"),
    "site.delete": ("xóa điểm quản lý", "deleted a site"),
    "site.write": ("sửa điểm quản lý", "changed a site"),
    "camera.read": ("xem thông tin camera", "read a camera's data"),
    "camera.create": ("thêm camera", "added a camera"),
    "camera.update": ("sửa camera", "changed a camera"),
    "camera.delete": ("xóa camera", "deleted a camera"),
    "camera.write": ("sửa camera", "changed a camera"),
    "camera.apply": ("cập nhật hồ sơ nhiều camera", "took declarations into the inventory"),
    "camera.verify": ("xác minh hồ sơ camera", "verified a camera's dossier"),
    "camera.merge": ("gộp camera trùng", "merged cameras"),
    "camera.split": ("tách lại camera đã gộp", "split merged cameras"),
    "document.add": ("thêm tài liệu vào hồ sơ camera", "added a document to a camera's dossier"),
    "document.open": ("mở tài liệu trong hồ sơ camera", "opened a document of a camera's dossier"),
    "document.remove": ("gỡ tài liệu khỏi hồ sơ camera", "removed a document from a camera's dossier"),
    "pole.read": ("xem cột", "read a pole"),
    "pole.create": ("tạo cột", "created a pole"),
    "pole.update": ("sửa cột", "changed a pole"),
    "pole.delete": ("xóa cột", "deleted a pole"),
    "camera.probe": ("thử kết nối camera", "tested a connection to a camera"),
    "media.live": ("xem trực tiếp camera", "watched a camera live"),
    "media.playback": ("xem lại camera", "played a camera's recordings back"),
    "media.snapshot": ("xem ảnh chụp của camera", "saw snapshots of a camera"),
    "media.export": ("tải hình của camera", "downloaded a camera's recordings"),
    "media.unmask": ("xem hình không che của camera", "saw a camera without its masks"),
    "mask.read": ("xem vùng che của camera", "read a camera's masks"),
    "mask.write": ("vẽ vùng che của camera", "drew a camera's masks"),
    "media.live.end": ("kết thúc xem trực tiếp camera", "stopped watching a camera live"),
    "media.live.fetched": ("đã xem trực tiếp camera", "has watched a camera live"),
    "media.playback.fetched": ("đã tải để xem lại camera", "has fetched recordings of a camera to play back"),
    "media.snapshot.fetched": ("đã nhận ảnh chụp của camera", "has fetched snapshots of a camera"),
    "media.export.fetched": ("đã tải về hình của camera", "has downloaded recordings of a camera"),
    "media.export.opened": ("lấy gói chứng cứ của camera", "fetched a package of evidence of a camera"),
    "media.export.done": ("đã tạo xong gói chứng cứ của camera", "finished a package of evidence of a camera"),
    "media.export.failed": ("không tạo được gói chứng cứ của camera", "could not make a package of a camera"),
    "media.export.paused": ("dừng tạo gói chứng cứ của camera", "paused a package of evidence of a camera"),
    "media.export.cancelled": ("hủy gói chứng cứ của camera", "cancelled a package of evidence of a camera"),
    "media.export.expired": ("xóa gói chứng cứ của camera", "deleted a package of evidence of a camera"),
    "evidence.key": ("tạo khóa chứng cứ", "made an evidence key"),
    "evidence.revoke": ("thu hồi khóa chứng cứ", "revoked an evidence key"),
    "evidence.seal": ("niêm phong những gì đã ghi", "sealed what was recorded"),
    "share.read": ("đọc hồ sơ chia sẻ camera", "read the papers of a share"),
    "share.preview": ("xem trước đề nghị chia sẻ camera", "looked at whom a request for cameras would go to"),
    "share.request": ("đề nghị chia sẻ camera", "asked for another agency's cameras"),
    "share.ask": ("đề nghị chia sẻ camera", "asked for another agency's cameras"),
    "share.answer": ("trả lời đề nghị chia sẻ camera", "answered a request for cameras"),
    "share.agree": ("đồng ý chia sẻ camera", "agreed to share cameras"),
    "share.refuse": ("từ chối chia sẻ camera", "refused to share cameras"),
    "share.withdraw": ("thu hồi chia sẻ camera", "withdrew a share of cameras"),
    "share.cancel": ("thôi nhận chia sẻ camera", "gave up a share of cameras"),
    "share.use": ("xem việc sử dụng camera chia sẻ", "looked at the use of shared cameras"),
    "media.thumbnails": ("xem một trang ảnh thu nhỏ", "saw a page of thumbnails"),
    "case.read": ("xem vụ việc", "read a case"),
    "case.write": ("mở hoặc sửa vụ việc", "opened or changed a case"),
    "hold.place": ("giữ hình cho vụ việc", "held footage for a case"),
    "hold.release": ("bỏ giữ hình", "released held footage"),
    "hold.read": ("xem hình đang giữ", "read what is held"),
    "hold.write": ("giữ hoặc bỏ giữ hình", "held or released footage"),
    "footage.delete": ("xóa hình theo thời hạn lưu", "deleted footage by retention"),
    "quota.set": ("đặt hạn mức lưu trữ", "set a quota of storage"),
    "footage.thin": ("bỏ bớt khung hình theo thời hạn lưu", "thinned footage by retention"),
    "case.open": ("mở vụ việc", "opened the case"),
    "case.change": ("sửa vụ việc", "changed the case"),
    "case.close": ("đóng vụ việc", "closed the case"),
    "case.reopen": ("mở lại vụ việc", "opened the case again:"),
    "duty.read": ("xem lịch trực", "read the duty roster"),
    "duty.write": ("sửa lịch trực", "changed the duty roster"),
    "duty.add": ("xếp một ca trực", "put a turn on the duty roster"),
    "duty.remove": ("bỏ một ca trực", "took a turn off the duty roster"),
    "purpose.choose": ("chọn mục đích xem hình", "chose what to look at pictures for"),
    "approval.ask": ("xin người thứ hai duyệt", "asked for a second person's approval"),
    "approval.answer": ("trả lời một đề nghị duyệt", "answered a request for approval"),
    "approval.yes": ("duyệt một đề nghị", "approved a request"),
    "approval.no": ("từ chối một đề nghị", "refused a request"),
    "approval.withdraw": ("rút một đề nghị hoặc phê duyệt", "withdrew a request or an approval"),
    "regulation.ship": ("nhận quy chế đi kèm phần mềm", "took the regulation that came with the software"),
    "regulation.read": ("đọc quy chế", "read the regulation"),
    "regulation.propose": ("đề xuất quy chế mới", "proposed a regulation"),
    "regulation.approve": ("đồng ý với quy chế được đề xuất", "agreed to a proposed regulation"),
    "regulation.refuse": ("bác đề xuất quy chế", "ended a proposed regulation"),
    "regulation.switch": ("đặt thời điểm quy chế có hiệu lực", "set when a regulation takes effect"),
    "regulation.call_off": ("hủy thời điểm quy chế có hiệu lực", "called off when a regulation takes effect"),
    "regulation.roll_back": ("quay về quy chế trước", "rolled the regulation back"),
    "backup.make": ("tạo bản sao lưu", "made a backup"),
    "backup.restore": ("khôi phục từ bản sao lưu", "restored from a backup"),
    "keys.rotate": ("đổi khóa mã hóa", "rotated the encryption keys"),
}
_OUTCOMES = {
    "deny": ("{who} bị từ chối: {what}", "{who} was refused: {what}"),
    "needs": ("{who} chưa đủ điều kiện: {what}", "{who} lacks a condition: {what}"),
}
_ALLOWED = ("{who} {what}", "{who} {what}")
_ERASED = ("(đã xóa)", "(erased)")


def text_vi(act: RecordedAct) -> str:
    """In Vietnamese."""
    return _text(act, 0)


def text_en(act: RecordedAct) -> str:
    """In English."""
    return _text(act, 1)


def _text(act: RecordedAct, language: int) -> str:
    what = _ACTS.get(act.action, (act.action, act.action))[language]
    who = act.personal.get("username") or _ERASED[language]
    seconds = act.details.get("seconds")
    about = act.personal.get("about") or act.details.get("code") or ""
    if about:
        what = f"{what} {about}"
    if isinstance(seconds, int | float):
        what = f"{what} ({seconds:.0f} {('giây', 's')[language]})"
    return _OUTCOMES.get(act.outcome, _ALLOWED)[language].format(who=who, what=what)
