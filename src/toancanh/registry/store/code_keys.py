"""By what codes are unique and lists are in order."""

from __future__ import annotations

from toancanh.kernel import fold

_BEHIND_CODE = "\t"  # no folded text has one, and it stands before everything that a code may go on with


def code_key(code: str, owner_id: str, *, is_protected: bool) -> str:
    """The folded code, unique in the whole city; a protected thing's is unique among the protected ones of its owner.

    Whoever may give a code in a name space may see all that is in it, so that "taken" tells nobody of anything hidden.
    """
    return f"{fold(code)}{_BEHIND_CODE}{owner_id}" if is_protected else fold(code)
