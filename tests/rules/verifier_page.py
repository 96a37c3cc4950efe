"""Puts verify.py's words and its own hashes into verify.html: python -m tests.rules.verifier_page."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path

from toancanh.evidence.verifier import verify

PAGE = Path(verify.__file__).with_name("verify.html")


def rendered(page: str) -> str:
    """The page as it must be: with verify.py's words, and a policy that runs nothing but what stands in it."""
    words = {
        "words": verify.WORDS, "verdicts": {str(status): told for status, told in verify.VERDICTS.items()},
        "heads": verify.HEADS,
    }  # fmt: skip
    text = json.dumps(words, ensure_ascii=False, indent=0).replace("</", "<\\/")
    page = re.sub(r'(<script type="application/json" id="words">).*?(</script>)', lambda m: m[1] + text + m[2], page,
                  count=1, flags=re.DOTALL)  # fmt: skip

    def hashed(tag: str) -> str:
        found = re.findall(rf"<{tag}>(.*?)</{tag}>", page, flags=re.DOTALL)
        sums = [base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in found]
        return " ".join(f"'sha256-{one}'" for one in sums)

    policy = (
        f"default-src 'none'; script-src {hashed('script')}; style-src {hashed('style')}; base-uri 'none'; "
        "form-action 'none'; require-trusted-types-for 'script'"
    )
    return re.sub(r'(http-equiv="Content-Security-Policy" content=")[^"]*', lambda m: m[1] + policy, page, count=1)


if __name__ == "__main__":
    PAGE.write_text(rendered(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
