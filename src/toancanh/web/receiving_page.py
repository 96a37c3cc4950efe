"""What the page of a receiver says, in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from toancanh.evidence.exports import ExportForm
from toancanh.evidence.handover.letter import time_told
from toancanh.web.public_page import public_page

if TYPE_CHECKING:
    from toancanh.evidence.handover.service import Opened

WORDS = {
    "vi": {
        "title": "Nhận dữ liệu hình ảnh",
        "from": "Bàn giao từ {site}",
        "code": "Mã mở",
        "codeWhat": "Mã gồm 10 ký tự, người giao báo riêng cho bạn, không gửi cùng đường dẫn này.",
        "open": "Mở",
        "wrong": "Không mở được. Mã sai, hoặc đường dẫn đã hết hạn, bị khóa hay bị thu hồi. Hãy hỏi lại người giao.",
        "slow": "Đã thử quá nhiều lần. Hãy đợi {seconds} giây rồi thử lại.",
        "recorded": "Mỗi lần mở, xem và tải đều được ghi lại, kèm địa chỉ mạng của bạn.",
        "for": "Bàn giao cho {name}",
        "download": "Tải gói chứng cứ ({size})",
        "statement": "Tải giấy xác nhận bàn giao đã ký số",
        "until": "Mở được đến {until}, {left} lần nữa sau lần này.",
        "check": "Kiểm tra gói đã tải",
        "checkWhat": "Lấy verify.py tại trang {trust} và đối chiếu các mã sau với biên bản bàn giao.",
        "sha": "SHA-256 của gói",
        "root": "Vân tay chứng thư gốc",
        "view": "Xem trên trang này",
        "viewWhat": "Bản xem được mã hóa lại và mang tên bạn khắp hình. Chỉ gói tải về mới là chứng cứ.",
        "only": "Đường dẫn này chỉ để xem: hình mang tên bạn khắp khung. Cần gói chứng cứ thì hỏi người giao.",
        "still": "Bản này đã làm mờ phần chuyển động. "
        "Người, xe đứng yên lâu không bị làm mờ: xem kỹ trước khi đưa cho người khác.",
        "piece": "Đoạn",
        "back": "Đoạn trước",
        "forth": "Đoạn sau",
    },
    "en": {
        "title": "Receive recorded pictures",
        "from": "Handed over by {site}",
        "code": "Pass code",
        "codeWhat": "10 characters. Whoever gave you this link tells you the code on another way.",
        "open": "Open",
        "wrong": "Not opened. The code is wrong, or the link is over, locked or withdrawn. Ask who gave it to you.",
        "slow": "Too many attempts. Wait {seconds} s and try again.",
        "recorded": "Each opening, viewing and download is on record, with your network address.",
        "for": "Handed over to {name}",
        "download": "Download the package ({size})",
        "statement": "Download the signed hand-over statement",
        "until": "Opens until {until}, {left} more times after this one.",
        "check": "Check what you downloaded",
        "checkWhat": "Take verify.py from the page {trust} and hold these against the hand-over letter.",
        "sha": "SHA-256 of the package",
        "root": "Fingerprint of the root certificate",
        "view": "Look at it here",
        "viewWhat": "This copy is encoded anew and carries your name all over. Only the package is evidence.",
        "only": "This link is to look at only: the pictures carry your name all over. "
        "Ask who gave it to you for the package.",
        "still": "What moves was pixelated in this copy. "
        "People and vehicles that stand still were not: look through it before you pass it on.",
        "piece": "Part",
        "back": "Part before",
        "forth": "Next part",
    },
}

PLAYER = """\
"use strict";
for (const video of document.querySelectorAll("video[data-base]")) {
  const parts = Number(video.dataset.parts), status = video.nextElementSibling;
  let part = 0;
  const show = (play) => {
    video.src = video.dataset.base + part + ".mp4";
    status.querySelector("span").textContent = (part + 1) + " / " + parts;
    if (play) void video.play();
  };
  video.addEventListener("ended", () => { if (part + 1 < parts) { part += 1; show(true); } });
  const [back, forth] = status.querySelectorAll("button");
  back.addEventListener("click", () => { if (part > 0) { part -= 1; show(true); } });
  forth.addEventListener("click", () => { if (part + 1 < parts) { part += 1; show(true); } });
}
"""

_TRUST = '<a href="/trust?lang={language}" target="_blank" rel="noreferrer">/trust</a>'


def form_page(site: str, language: str, wrong: str = "") -> str:
    """Asks for the code; tells nothing."""
    words = WORDS[language]
    alert = f'<p role="alert">{wrong}</p>' if wrong else ""
    return _page(
        site,
        language,
        f'<h1>{words["title"]}</h1><form method="post" action="?lang={language}">{alert}'
        f'<label for="code">{words["code"]}</label>'
        f'<input id="code" name="code" required maxlength="20" autocomplete="one-time-code" spellcheck="false" '
        f'autocapitalize="characters" autofocus aria-describedby="what">'
        f'<p class="dim" id="what">{words["codeWhat"]}</p>'
        f'<button class="go">{words["open"]}</button></form><p class="dim">{words["recorded"]}</p>',
    )


def page_of(
    site: str, language: str, found: Opened, clips: Sequence[tuple[str, str, int]], token: str, fingerprint: str
) -> str:
    """The open package. ``clips``: title, address of its parts, how many."""
    words, one, to = WORDS[language], found.handover, found.handover.to
    name = escape(" · ".join(filter(None, (to.name, to.organisation))))
    left = max(0, one.most_openings - one.openings)
    until = words["until"].format(until=time_told(one.until_us), left=left)
    fetch = (
        f'<p>{words["only"]}</p>' if one.only_view else
        f'<a class="go" href="/handover/{token}/package" download>'
        f"{words['download'].format(size=_size(one.package_bytes))}</a>"
    )  # fmt: skip
    still = f'<p role="note">{words["still"]}</p>' if found.package.job.wanted.form is ExportForm.REDACTED else ""
    check = "" if one.only_view else (
        f"<section><h2>{words['check']}</h2><p>{words['checkWhat'].format(trust=_TRUST.format(language=language))}</p><dl>"
        f"<dt>{words['sha']}</dt><dd><code>{one.package_sha256}</code></dd>"
        f"<dt>{words['root']}</dt><dd><code>{fingerprint}</code></dd></dl></section>"
    )  # fmt: skip
    videos = "".join(f'<h3 class="dim">{title}</h3>{_video(words, base, parts)}' for title, base, parts in clips)
    return _page(
        site,
        language,
        f"<h1>{words['for'].format(name=name)}</h1><section>{still}{fetch}"
        f'<a href="/handover/{token}/statement.json" download>{words["statement"]}</a>'
        f'<p class="dim">{until} {words["recorded"]}</p></section>'
        f'{check}<section><h2>{words["view"]}</h2><p class="dim">{words["viewWhat"]}</p>{videos}</section>'
        '<script src="/handover-player.js" defer></script>',
    )


def _video(words: dict[str, str], base: str, parts: int) -> str:
    """With `PLAYER`'s buttons where it comes in several parts."""
    shown = f'<video controls playsinline preload="none" src="{base}0.mp4"'
    if parts == 1:
        return f"{shown}></video>"
    return (
        f'{shown} data-base="{base}" data-parts="{parts}"></video><div class="parts">'
        f'<button type="button" aria-label="{words["back"]}">&#9664;</button>'
        f'<button type="button" aria-label="{words["forth"]}">&#9654;</button>'
        f"{words['piece']} <span>1 / {parts}</span></div>"
    )


def _page(site: str, language: str, body: str) -> str:
    words = WORDS[language]
    return public_page(language, title=words["title"], above=words["from"].format(site=site), body=body)


def _size(size_bytes: int) -> str:
    return f"{size_bytes / 1e9:.2f} GB" if size_bytes >= 1e9 else f"{size_bytes / 1e6:.1f} MB"
