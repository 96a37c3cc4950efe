"""A route and who may use it; the list of all of them is `routes_matrix`."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from toancanh.governance import Outcome, Role
from toancanh.governance.regulation import Facts
from toancanh.governance.regulation.shipped import shipped_engine


@cache
def of(action: str) -> frozenset[Role]:
    """Roles that the shipped regulation lets do this for what lies below their organisation, given a purpose."""
    given = {"kind": action.split(".")[0], "purpose": "order", "reference": "1", "second_factor": True}

    def may(role: Role) -> bool:
        facts = Facts.model_validate({"held": {str(role)}, "above": {str(role)}, **given})
        return shipped_engine().answer(action, facts).outcome is Outcome.ALLOW

    return frozenset(filter(may, Role))


class Door(enum.Enum):
    """How a route lets people in."""

    RIGHT = enum.auto()  # asks for a right on a thing: refusals are answered and on record
    LIST = enum.auto()  # everybody signed in may ask; what the asker may not see is not in the answer
    SIGNED_IN = enum.auto()  # about the asker
    GRANT = enum.auto()  # by grant alone
    OPEN = enum.auto()  # nobody needs to be signed in


@dataclass(frozen=True, kw_only=True)
class Route:
    """One method of one path. ``asks`` is the action it wants the right to (besides reading the thing), ``of_all``: at
    the first organisation. ``by_grant`` names the kind of grant that may stand for a session.
    """

    method: str
    path: str
    door: Door = Door.RIGHT
    asks: str = "organisation.read"
    of_all: bool = False
    json: Mapping[str, Any] | None = None
    query: Mapping[str, str] = field(default_factory=dict)
    by_grant: str = ""

    @property
    def may(self) -> frozenset[Role]:
        """Roles of the north that the shipped regulation lets do it."""
        return frozenset() if self.of_all else of(self.asks)

    @property
    def name(self) -> str:
        """For the reports of tests."""
        return f"{self.method} {self.path}"
