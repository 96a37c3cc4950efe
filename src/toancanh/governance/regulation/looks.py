"""What the policies on an action can look at: every other fact can change no answer. From the policies' own form."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import cedarpy

from toancanh.governance.regulation.pack import Facts

_ALL = tuple(sorted(Facts.model_fields))
_COMPARISONS = frozenset({"==", "!=", "contains", "containsAny", "containsAll"})

_Node = object
"""A part of a policy in Cedar's JSON."""


@dataclass(frozen=True, kw_only=True)
class Look:
    """``facts``: names of those that count. ``purposes``: those that are told apart by name; None: any might be.
    ``tags``: those that are named.
    """

    facts: tuple[str, ...]
    purposes: frozenset[str] | None
    tags: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Of one policy: its actions (None: all), and the texts that it names, roles among them. ``names_tags``: it looks
    at tags by their names alone, or not at all.
    """

    actions: frozenset[str] | None
    words: frozenset[str]
    names_tags: bool


class Looks:
    """Of a whole pack; an unclear use of the context counts as a look at everything."""

    def __init__(self, policies: str) -> None:
        parsed = json.loads(cedarpy.policies_to_json_str(policies))
        self._policies = [
            (_actions(policy["action"]), position, policy) for position, policy in parsed["staticPolicies"].items()
        ]
        self.scopes: Mapping[str, Scope] = {
            position: Scope(
                actions=_actions(policy["action"]),
                words=frozenset(_words(policy["conditions"])),
                names_tags=None not in _beside(policy["conditions"], "tags"),
            )
            for position, policy in parsed["staticPolicies"].items()
        }

    def of(self, action: str) -> Look:
        """What counts for an action, over all policies that can apply to it."""
        bodies = [condition["body"] for policy in self._on(action).values() for condition in policy["conditions"]]
        names = {name for body in bodies for name in _read(body)}
        facts = _ALL if None in names else tuple(name for name in _ALL if name in names)
        purposes, tags = frozenset(_beside(bodies, "purpose")), frozenset(_beside(bodies, "tags"))
        named = frozenset(each for each in purposes if each is not None)
        return Look(
            facts=facts,
            purposes=named if named == purposes else None,
            tags=frozenset(tag for tag in tags if tag is not None),
        )

    def policies(self, action: str) -> cedarpy.PolicySet:
        """Those that can apply to an action, under their positions in the pack: Cedar walks through all it is given."""
        set_ = {"staticPolicies": self._on(action), "templates": {}, "templateLinks": []}
        return cedarpy.PolicySet.from_json_str(json.dumps(set_))

    def _on(self, action: str) -> Mapping[str, Mapping[str, Any]]:
        return {
            position: policy for actions, position, policy in self._policies if actions is None or action in actions
        }


def _actions(scope: Mapping[str, object]) -> frozenset[str] | None:
    """The schema has no groups of actions: `in` is one of these. None: any."""
    named = scope.get("entities") or ([scope["entity"]] if "entity" in scope else None)
    return frozenset(str(one["id"]) for one in named) if isinstance(named, list) else None


def _read(node: _Node) -> Iterator[str | None]:
    """Names of facts in a body; None where the context is used otherwise."""
    if isinstance(node, Mapping):
        name = _fact(node)
        if name is not None:
            yield name
        elif node == {"Var": "context"}:
            yield None
        else:
            for part in node.values():
                yield from _read(part)
    elif isinstance(node, list):
        for part in node:
            yield from _read(part)


def _fact(node: _Node) -> str | None:
    access = node.get(".") if isinstance(node, Mapping) else None
    if isinstance(access, Mapping) and access.get("left") == {"Var": "context"}:
        return str(access["attr"])
    return None


def _words(node: _Node) -> Iterator[str]:
    if isinstance(node, Mapping):
        if isinstance(node.get("Value"), str):
            yield str(node["Value"])
        for part in node.values():
            yield from _words(part)
    elif isinstance(node, list):
        for part in node:
            yield from _words(part)


def _beside(node: _Node, fact: str) -> Iterator[str | None]:
    """Literals that a fact is compared with; None where it is used in another way than in such a comparison."""
    if isinstance(node, list):
        for part in node:
            yield from _beside(part, fact)
    if not isinstance(node, Mapping):
        return
    if _fact(node) == fact:
        yield None
        return
    for name, sides in node.items():
        if name in _COMPARISONS and isinstance(sides, Mapping):
            others = [side for side in sides.values() if _fact(side) != fact]
            if len(others) < len(sides):
                for side in others:
                    yield from _literals(side)
                return
    for part in node.values():
        yield from _beside(part, fact)


def _literals(node: _Node) -> Iterator[str | None]:
    if isinstance(node, Mapping) and set(node) == {"Value"} and isinstance(node["Value"], str):
        yield node["Value"]
    elif isinstance(node, Mapping) and set(node) == {"Set"} and isinstance(node["Set"], list):
        for part in node["Set"]:
            yield from _literals(part)
    else:
        yield None
