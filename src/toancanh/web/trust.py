"""``/trust``: the page for outsiders who check a package of evidence. Nobody needs to be signed in."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from toancanh.evidence.verifier import digests
from toancanh.web.public_page import language_of, public_page

if TYPE_CHECKING:
    from toancanh.evidence.service import Evidence

_WORDS = {
    "vi": {
        "title": "Kiểm tra gói chứng cứ",
        "what": "Gói chứng cứ do {site} xuất được ký dưới chứng thư gốc sau. "
        "Hãy so vân tay này với biên bản bàn giao: phải giống nhau từng ký tự.",
        "print": "Vân tay chứng thư gốc (SHA-256)",
        "root": "Chứng thư gốc",
        "revoked": "Danh sách chứng thư bị thu hồi",
        "verifier": "Chương trình kiểm tra",
        "not": "Không dùng chương trình kiểm tra nằm trong gói. "
        "Tải từ đây, rồi so mã SHA-256 của tệp với biên bản bàn giao.",
        "how": "Cách kiểm tra, không cần mạng",
        "browser": "Bằng trình duyệt: tải <code>verify.html</code> về máy, mở từ ổ đĩa, đưa gói vào và dán vân tay ở "
        "trên. Trang đó không gửi gì đi.",
        "command": "Hoặc bằng dòng lệnh, trên máy có Python 3.8 trở lên:",
        "package": "GÓI.zip",
        "answer": "Kết quả ĐÃ CHỨNG MINH: do đơn vị này ký, không bị sửa từ lúc ký. "
        "Mọi kết quả khác: không dùng làm chứng cứ, hỏi lại đơn vị giao.",
    },
    "en": {
        "title": "Check a package of evidence",
        "what": "Packages of evidence of {site} are signed under this root certificate. "
        "Hold its fingerprint against the hand-over letter: every character must be the same.",
        "print": "Fingerprint of the root certificate (SHA-256)",
        "root": "Root certificate",
        "revoked": "List of revoked certificates",
        "verifier": "Verifier",
        "not": "Do not use a verifier that lies in the package. "
        "Take it from here and hold its SHA-256 against the hand-over letter.",
        "how": "How to check, without a network",
        "browser": "In a browser: save <code>verify.html</code>, open it from the disk, give it the package and the "
        "fingerprint above. That page sends nothing anywhere.",
        "command": "Or on the command line of a computer with Python 3.8 or newer:",
        "package": "PACKAGE.zip",
        "answer": "The answer PROVEN: this site signed it, and nothing was changed since. "
        "With any other answer: do not use it as evidence, ask the site.",
    },
}
_API = "/api/v1/evidence/trust"


def trust_page(evidence: Evidence) -> APIRouter:
    """The page, outside the prefix of the interface."""
    routes = APIRouter()

    @routes.get("/trust", include_in_schema=False, response_class=HTMLResponse)
    def show_trust(request: Request) -> HTMLResponse:
        authority, language = evidence.authority, language_of(request)
        site, words = authority.site_name, _WORDS[language]
        body = _body(words, site, authority.trust().fingerprint)
        return HTMLResponse(public_page(language, title=words["title"], above=site, body=body))

    return routes


def _body(words: dict[str, str], site: str, fingerprint: str) -> str:
    in_eights = "".join(f"<span>{fingerprint[at : at + 8]}</span>" for at in range(0, len(fingerprint), 8))
    files = "".join(
        f'<dt><a href="{_API}/files/{name}" download="{name}">{name}</a></dt><dd>SHA-256 <code>{sha256}</code></dd>'
        for name, sha256 in digests().items()
    )
    return (
        f"<h1>{words['title']}</h1><p>{words['what'].format(site=escape(site))}</p>"
        f'<section><h2>{words["print"]}</h2><code class="print">{in_eights}</code>'
        f'<p><a href="{_API}/root.pem" download="root.pem">{words["root"]}</a> · '
        f'<a href="{_API}/revoked.crl" download="revoked.crl">{words["revoked"]}</a></p></section>'
        f'<section><h2>{words["verifier"]}</h2><p role="note">{words["not"]}</p><dl>{files}</dl></section>'
        f"<section><h2>{words['how']}</h2><ol><li>{words['browser']}</li><li>{words['command']}"
        f"<pre><code>python3 verify.py {words['package']} --root {fingerprint} --crl revoked.crl</code></pre></li></ol>"
        f"<p>{words['answer']}</p></section>"
    )
