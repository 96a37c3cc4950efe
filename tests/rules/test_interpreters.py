"""What a person types never becomes a programme: no pattern, no form, no page and no key is made of it."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "toancanh"
CONSOLE = ROOT / "console" / "src"
PATTERNS = {"compile", "search", "match", "fullmatch", "sub", "subn", "findall", "finditer", "split"}


MATTERS = re.compile(r"\bre\.\w+\(|\.format(_map)?\(|\b(hashlib|hashes|hmac|ec|algorithms|modes|rsa)\.\w")


@cache
def calls() -> list[tuple[str, ast.Call]]:
    """Of the modules in which one of these rules could be broken."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        name, text = path.relative_to(PACKAGE).as_posix(), path.read_text(encoding="utf-8")
        if name.startswith("simulation/"):
            continue  # stands for cameras and cities: nobody types into it
        if MATTERS.search(text):
            found += [(name, node) for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    return found


def is_ours(node: ast.expr) -> bool:
    """A text of the source: a literal, a constant's name, what is put together of them, or what `re.escape` made."""
    match node:
        case ast.Constant():
            return True
        case ast.Name(id=name):
            return name.strip("_").isupper()
        case ast.Attribute(attr=name):
            return name.strip("_").isupper()
        case ast.Subscript(value=value):
            return is_ours(value)
        case ast.JoinedStr(values=values):
            return all(is_ours(one.value if isinstance(one, ast.FormattedValue) else one) for one in values)
        case ast.BinOp(left=left, right=right):
            return is_ours(left) and is_ours(right)
        case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr="escape")):
            return True
        case ast.Call(func=ast.Attribute(value=value, attr="join" | "get")):
            return is_ours(value)
    return False


PATTERNS_OF_TABLES = {
    "registry/inventory/cells.py",  # units that the table of columns names, at import
    "registry/inventory/reading/workbook.py",  # names of two attributes, in the line before
}
WORDS_OF_PAGES = {
    # `words`: a table of the source, by language
    "web/receiving.py", "web/receiving_page.py", "web/trust.py", "web/open_traffic.py",
    "governance/record/texts.py", "evidence/handover/letter.py",
    "planning/letters/content.py", "devices/quirks/makes.py",  # forms of addresses that the source has, by make
}  # fmt: skip


def test_no_pattern_is_made_of_what_somebody_typed() -> None:
    """ASVS 1.2.9: or it would be escaped."""
    found = {
        name
        for name, call in calls()
        if isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and (call.func.value.id, call.func.attr) in {("re", one) for one in PATTERNS}
        and not is_ours(call.args[0])
    }
    assert found == PATTERNS_OF_TABLES


def test_no_form_of_a_text_is_made_of_what_somebody_typed() -> None:
    """ASVS 1.3.10: ``"{0.__class__}".format(x)`` reads what it should not. f-strings are no forms: they are code."""
    found = {
        name
        for name, call in calls()
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in {"format", "format_map"}
        and (call.keywords or call.func.attr == "format_map")
        and not is_ours(call.func.value)
    }
    assert found <= WORDS_OF_PAGES
    assert found, "or the walk sees nothing"


def sources() -> Iterator[tuple[str, str]]:
    for path in sorted(CONSOLE.rglob("*.ts*")):
        yield path.relative_to(CONSOLE).as_posix(), path.read_text(encoding="utf-8")


WAYS_AROUND = re.compile(
    r"dangerouslySetInnerHTML|\b(inner|outer)HTML\b|insertAdjacentHTML|document\.write|\bsrcDoc\b|\bsrcdoc\b"
    r"|\beval\(|new Function\(|javascript:|setAttribute\(\s*[\"'`]on|\bsetTimeout\(\s*[\"'`]"
)


def test_the_console_shows_texts_as_texts() -> None:
    """ASVS 3.2.2: React escapes; these are the ways around it."""
    assert WAYS_AROUND.search("<b dangerouslySetInnerHTML={x} />")
    found = [f"{name}: {hit[0]}" for name, text in sources() if (hit := WAYS_AROUND.search(text))]
    assert found == []


def test_password_fields_help_who_manages_passwords() -> None:
    """ASVS 6.2.7: pasting is nowhere caught, and each field says what it is for."""
    fields = 0
    for name, text in sources():
        assert not re.search(r"onPaste|[\"'`]paste[\"'`]", text), name
        for field in re.findall(r"<PasswordInput\b[^\n]*(?:\n(?!\s*<)[^\n]*)*", text):
            fields += 1
            assert re.search(r"autoComplete=\"(current-password|new-password|off|one-time-code)\"", field), (
                name,
                field,
            )
    assert fields > 5


WEAK_BUT_AGREED = {
    "md5": {"infra/authentication.py", "media/gateway/digest.py"},  # digest of RFC 7616: cameras know no other
    "sha1": {
        "governance/factors/totp.py",  # RFC 6238, as the apps have it
        "devices/onvif/envelope.py",  # the token of WS-Security, which is ONVIF's
        "media/live/websocket.py",  # RFC 6455, 4.2.2: no secret
    },
}


def test_keys_and_hashes_are_strong_enough() -> None:
    """ASVS 11.2.3: 128 bits of strength; what protocols force on us stands where they do."""
    used: dict[str, set[str]] = {}
    for name, call in calls():
        match call.func:
            case ast.Attribute(value=ast.Name(id="hashlib"), attr=kind):
                used.setdefault(kind, set()).add(name)
            case ast.Attribute(value=ast.Name(id="hashes" | "ec" | "algorithms" | "modes" | "rsa"), attr=kind):
                used.setdefault(kind, set()).add(name)
            case ast.Attribute(value=ast.Name(id="hmac"), attr="new" | "digest"):
                for given in call.args:
                    if isinstance(given, ast.Constant) and isinstance(given.value, str):
                        used.setdefault(given.value, set()).add(name)
    strong = {"sha256", "sha512", "blake2b", "file_digest", "new", "SHA256", "SECP256R1", "ECDSA", "ECDH"}
    assert used.keys() - strong <= WEAK_BUT_AGREED.keys() | {"generate_private_key"}, used
    for kind, files in WEAK_BUT_AGREED.items():
        assert used.get(kind, set()) <= files
