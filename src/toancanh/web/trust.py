"""``/trust``: a plain page for outsiders who check a package of evidence. Nobody needs to be signed in."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from toancanh.evidence.verifier import digests

if TYPE_CHECKING:
    from toancanh.evidence.service import Evidence

_PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Kiểm tra bằng chứng: {site}</title></head><body>
<main><h1>Kiểm tra gói bằng chứng của {site}</h1>
<p>Gói bằng chứng do đơn vị này xuất được ký dưới chứng thư gốc sau. Hãy đối chiếu vân tay với văn bản bàn giao.</p>
<p>SHA-256: <code>{fingerprint}</code></p>
<ul><li><a href="api/v1/evidence/trust/root.pem" download="root.pem">Chứng thư gốc</a></li>
<li><a href="api/v1/evidence/trust/revoked.crl" download="revoked.crl">Danh sách chứng thư bị thu hồi</a></li>
{files_vi}</ul>
<p>Cách kiểm tra, trên máy có Python 3.8 trở lên, không cần mạng:</p>
<pre>python3 verify.py GÓI.zip --root {fingerprint} --crl revoked.crl</pre>
<p>Hoặc tải <code>verify.html</code> về, mở bằng trình duyệt từ ổ đĩa và đưa gói vào; trang đó không gửi gì đi.</p>
<p>Đối chiếu mã SHA-256 của tệp kiểm tra với văn bản bàn giao. Không dùng tệp kiểm tra nằm trong gói.</p></main>
<hr>
<main lang="en"><h1>Checking a package of evidence of {site}</h1>
<p>Packages of evidence of this site are signed under this root certificate. Hold its fingerprint against the hand-over
letter.</p>
<p>SHA-256: <code>{fingerprint}</code></p>
<ul><li><a href="api/v1/evidence/trust/root.pem" download="root.pem">Root certificate</a></li>
<li><a href="api/v1/evidence/trust/revoked.crl" download="revoked.crl">List of revoked certificates</a></li>
{files_en}</ul>
<p>How to check, on a computer with Python 3.8 or newer, without a network:</p>
<pre>python3 verify.py PACKAGE.zip --root {fingerprint} --crl revoked.crl</pre>
<p>Or save <code>verify.html</code>, open it from the disk in a browser and give it the package; that page sends nothing
anywhere.</p>
<p>Hold the verifier's SHA-256 against the hand-over letter. Do not use a verifier that lies in the package.</p></main>
</body></html>
"""


def trust_page(evidence: Evidence) -> APIRouter:
    """The page, outside the prefix of the interface."""
    routes = APIRouter()

    @routes.get("/trust", include_in_schema=False, response_class=HTMLResponse)
    def show_trust() -> HTMLResponse:
        authority = evidence.authority
        files = "".join(
            f'<li><a href="api/v1/evidence/trust/files/{name}" download="{name}">{name}</a>: SHA-256 '
            f"<code>{sha256}</code></li>\n"
            for name, sha256 in digests().items()
        )
        text = _PAGE.format(
            site=escape(authority.site_name or f"site {authority.site}"),
            fingerprint=authority.trust().fingerprint,
            files_vi=files,
            files_en=files,
        )
        return HTMLResponse(text)

    return routes
