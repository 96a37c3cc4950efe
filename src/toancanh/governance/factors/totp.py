"""One-time codes by time (RFC 6238 over RFC 4226). Pure.

Own code: it is six lines of HMAC, and a library would not keep the used step for us, which is what replay hangs on.
"""

from __future__ import annotations

import base64
import hmac
from urllib.parse import quote

SECRET_BYTES = 20  # RFC 4226, 4, R6
STEP_S = 30
DIGITS = 6
DRIFT_STEPS = 1  # RFC 6238, 5.2: a clock may go wrong by one step


def code_at(secret: bytes, step: int) -> str:
    """The code of a time step (RFC 4226, 5.3, dynamic truncation of HMAC-SHA-1: what every app knows)."""
    digest = hmac.digest(secret, step.to_bytes(8, "big"), "sha1")
    offset = digest[-1] & 0xF
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def matching_step(secret: bytes, code: str, *, now_us: int, after_step: int) -> int | None:
    """The step that the code is of, if it is about now and later than the last one used.

    All steps are compared, whichever fits, so that the time taken tells nothing.
    """
    now_step = now_us // (STEP_S * 1_000_000)
    found = None
    for step in range(now_step - DRIFT_STEPS, now_step + DRIFT_STEPS + 1):
        if hmac.compare_digest(code_at(secret, step).encode(), code.encode()) and step > after_step:
            found = step
    return found


def as_text(secret: bytes) -> str:
    """As people type it into an app (RFC 4648, base 32)."""
    return base64.b32encode(secret).decode()


def uri(secret: bytes, *, issuer: str, username: str) -> str:
    """As apps read it from a QR code (the de facto ``otpauth`` form)."""
    who = f"{quote(issuer, safe='')}:{quote(username, safe='')}"
    return (
        f"otpauth://totp/{who}?secret={as_text(secret)}&issuer={quote(issuer, safe='')}"
        f"&algorithm=SHA1&digits={DIGITS}&period={STEP_S}"
    )
