"""What the page of a receiver says, in Vietnamese and English."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from toancanh.kernel import format_rfc3339

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
        "until": "Mở được đến {until} (giờ UTC), {left} lần nữa sau lần này.",
        "check": "Kiểm tra gói đã tải",
        "checkWhat": "Lấy verify.py tại trang {trust} và đối chiếu các mã sau với biên bản bàn giao.",
        "sha": "SHA-256 của gói",
        "root": "Vân tay chứng thư gốc",
        "view": "Xem trên trang này",
        "viewWhat": "Bản xem được mã hóa lại và mang tên bạn trên hình. Chỉ gói tải về mới là chứng cứ.",
        "piece": "Đoạn",
        "other": "English",
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
        "until": "Opens until {until} (UTC), {left} more times after this one.",
        "check": "Check what you downloaded",
        "checkWhat": "Take verify.py from the page {trust} and hold these against the hand-over letter.",
        "sha": "SHA-256 of the package",
        "root": "Fingerprint of the root certificate",
        "view": "Look at it here",
        "viewWhat": "This copy is encoded anew and carries your name in its pictures. Only the package is evidence.",
        "piece": "Part",
        "other": "Tiếng Việt",
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

_STYLE = """
:root { color-scheme: light dark; --ink: #14181d; --dim: #56606b; --paper: #f6f7f8; --card: #fff; --line: #d3d8de; --acc: #0b5cad }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebee; --dim: #a3adb8; --paper: #101418; --card: #181d23; --line: #333b44; --acc: #6fb1ff } }
* { box-sizing: border-box }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper) }
main { max-width: 720px; margin: 0 auto; padding: 32px 16px 64px; display: grid; gap: 16px }
header { display: flex; justify-content: space-between; gap: 16px; align-items: baseline; color: var(--dim) }
h1 { font-size: 22px; line-height: 1.25; margin: 0 } h2 { font-size: 16px; margin: 0 0 8px } p { margin: 0 }
section, form { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 16px; display: grid; gap: 12px }
label { font-weight: 600 } a { color: var(--acc) } .dim { color: var(--dim); font-size: 13px }
input { font: 20px/1 ui-monospace, monospace; letter-spacing: .12em; padding: 12px; border: 1px solid var(--line); border-radius: 4px; background: var(--paper); color: var(--ink); width: 100%; text-transform: uppercase }
.go { font: inherit; font-weight: 600; padding: 11px 16px; border: 0; border-radius: 4px; background: var(--acc); color: var(--card); text-decoration: none; text-align: center; cursor: pointer; justify-self: start }
:focus-visible { outline: 2px solid var(--acc); outline-offset: 2px }
[role=alert] { border-left: 3px solid #c62f2f; padding-left: 12px }
code { font: 12.5px/1.4 ui-monospace, monospace; overflow-wrap: anywhere } dt { font-weight: 600 } dd { margin: 0 0 8px }
video { width: 100%; background: #000; border-radius: 4px; aspect-ratio: 16/9 }
.parts { display: flex; gap: 8px; align-items: center } .parts button { font: inherit; padding: 6px 14px; border: 1px solid var(--line); border-radius: 4px; background: none; color: inherit; cursor: pointer }
"""  # noqa: E501  # CSS


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
    until = format_rfc3339(one.until_us - one.until_us % 1_000_000)
    trust = '<a href="/trust" target="_blank" rel="noreferrer">/trust</a>'
    videos = "".join(
        f'<h3 class="dim">{title}</h3><video controls playsinline preload="none" src="{base}0.mp4" data-base="{base}" '
        f'data-parts="{parts}"></video><div class="parts"><button type="button" aria-label="-1">&#9664;</button>'
        f'<button type="button" aria-label="+1">&#9654;</button>{words["piece"]} <span>1 / {parts}</span></div>'
        for title, base, parts in clips
    )
    return _page(
        site,
        language,
        f"<h1>{words['for'].format(name=name)}</h1><section>"
        f'<a class="go" href="/handover/{token}/package" download>'
        f"{words['download'].format(size=_size(one.package_bytes))}</a>"
        f'<a href="/handover/{token}/statement.json" download>{words["statement"]}</a>'
        f'<p class="dim">{words["until"].format(until=until, left=left)} {words["recorded"]}</p></section>'
        f"<section><h2>{words['check']}</h2><p>{words['checkWhat'].format(trust=trust)}</p><dl>"
        f"<dt>{words['sha']}</dt><dd><code>{one.package_sha256}</code></dd>"
        f"<dt>{words['root']}</dt><dd><code>{fingerprint}</code></dd></dl></section>"
        f'<section><h2>{words["view"]}</h2><p class="dim">{words["viewWhat"]}</p>{videos}</section>'
        '<script src="/handover-player.js" defer></script>',
    )


def _page(site: str, language: str, body: str) -> str:
    words, other = WORDS[language], "vi" if language == "en" else "en"
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{words["title"]}</title>'
        f"<style>{_STYLE}</style></head><body><main><header><span>{words['from'].format(site=escape(site))}</span>"
        f'<a href="?lang={other}" lang="{other}">{words["other"]}</a></header>{body}</main></body></html>\n'
    )


def _size(size_bytes: int) -> str:
    return f"{size_bytes / 1e9:.2f} GB" if size_bytes >= 1e9 else f"{size_bytes / 1e6:.1f} MB"
