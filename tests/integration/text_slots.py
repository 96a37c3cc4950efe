"""Every place of a request where somebody may write text, as the OpenAPI description names them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Schema = Mapping[str, Any]
PIECES = (
    "--", "{{7919*7907}}", "<script>alert(1)</script>", "; DROP TABLE camera;", '" OR 1=1', "${7919*7907}",
    "<%=7919*7907%>", "%27", "\\u0027", "%_*", "Cộng hòa",
)  # fmt: skip
TEMPLATE_FILLED = str(7919 * 7907)
_DEEPEST = 8
_NO_TEXT = {"date-time": "a time", "date": "a day", "uuid": "a UUID", "binary": "a file"}


def hostile(most: int | None, number: int) -> str:
    """A text that means something to a database, a template, a page and a spreadsheet, as much of it as has room.
    The number tells one from another.
    """
    text = f"={number}'"[:most]
    for piece in PIECES:
        if most is None or len(text) + len(piece) <= most:
            text += piece
    return text


@dataclass(frozen=True, kw_only=True)
class Slot:
    """One place. ``put`` makes the body (or the value of the parameter) that has a text there, all else being valid."""

    method: str
    path: str
    where: str
    at: tuple[str, ...]
    schema: Schema
    put: Callable[[str], Any]

    @property
    def operation(self) -> str:
        """As `shape` writes it."""
        return shape(f"{self.method} {self.path}")

    @property
    def name(self) -> str:
        """For people, and for the lists of what is known."""
        return f"{self.operation} {self.where}:{'.'.join(self.at)}"

    @property
    def field(self) -> str:
        """The name that an answer has to say."""
        return next(part for part in reversed(self.at) if part.isidentifier())

    @property
    def most(self) -> int | None:
        """Letters, at most."""
        found = self.schema.get("maxLength")
        return int(found) if found is not None else None

    @property
    def is_secret(self) -> bool:
        """Goes in and never comes out."""
        return self.schema.get("format") == "password" or "password" in self.field or self.field == "secret"

    @property
    def is_id(self) -> bool:
        """Names a thing: what is not there is answered like what is not for the asker, whichever field names it."""
        return bool(re.fullmatch(r"(.+_)?ids?|struck|large|owner|camera|actor", self.field))

    @property
    def is_reason(self) -> bool:
        """Why pictures are asked for: kept where they are given, else only judged."""
        return self.field in {"purpose", "reference"}

    def refuses(self, text: str) -> str:
        """By what form the schema alone refuses the text; empty where it takes it."""
        if "enum" in self.schema or "const" in self.schema:
            return "one of a list"
        if (form := self.schema.get("format")) in _NO_TEXT:
            return _NO_TEXT[form]
        pattern = self.schema.get("pattern")
        return f"a pattern: {pattern}" if pattern and not re.search(pattern, text) else ""


def shape(name: str) -> str:
    """Method and path, whatever its parameters are called."""
    return re.sub(r"\{[^}]*\}(/0-1)?(\.mp4(?=$))?", "{}", name)


class Description:
    """The application's OpenAPI description, to be walked. ``known``: values by name of field that stand for valid
    ones (ids of things that are there, addresses).
    """

    def __init__(self, described: Mapping[str, Any], known: Mapping[str, Any]) -> None:
        self._shapes: Mapping[str, Schema] = described["components"]["schemas"]
        self._known = known
        self.acts = {
            (method.upper(), path.removeprefix("/api/v1")): act
            for path, acts in described["paths"].items()
            for method, act in acts.items()
        }

    @property
    def readable(self) -> set[str]:
        """What can be read again."""
        return {shape(f"{method} {path}") for method, path in self.acts if method == "GET"}

    def uploads(self) -> set[str]:
        """Operations whose body is no JSON shape of ours."""
        return {shape(f"{method} {path}") for (method, path), act in self.acts.items() if _is_upload(act)}

    def slots(self, bodies: Mapping[str, Any]) -> Iterator[Slot]:
        """All of them; ``bodies``: a valid body by operation, from which the surroundings are taken."""
        for (method, path), act in self.acts.items():
            for parameter in act.get("parameters", ()):
                if parameter["in"] not in {"query", "path"}:
                    continue
                for at, leaf, _ in self._texts(parameter["schema"], None, parameter["name"]):
                    name = (parameter["name"], *at)
                    yield Slot(method=method, path=path, where=parameter["in"], at=name, schema=leaf, put=_as_is)
            if "requestBody" in act and not _is_upload(act):
                schema, operation = (
                    act["requestBody"]["content"]["application/json"]["schema"],
                    shape(f"{method} {path}"),
                )
                assert operation in bodies, f"{operation} has no entry in routes_matrix.py"
                base = bodies[operation]
                for at, leaf, put in self._texts(schema, base, ""):
                    yield Slot(method=method, path=path, where="body", at=at, schema=leaf, put=put)

    def _resolved(self, node: Schema) -> Schema:
        while "$ref" in node:
            node = {**self._shapes[node["$ref"].rpartition("/")[2]], **{k: v for k, v in node.items() if k != "$ref"}}
        return node

    def _texts(
        self, node: Schema, base: Any, name: str, depth: int = 0
    ) -> Iterator[tuple[tuple[str, ...], Schema, Callable[[str], Any]]]:
        """Path, schema and setter of each text below; where one of several shapes takes any text, that one alone."""
        found: dict[tuple[str, ...], tuple[Schema, Callable[[str], Any]]] = {}
        for choice in self._choices(node):
            for at, leaf, put in self._of_one(choice, base, name, depth):
                if at not in found or (_is_closed(found[at][0]) and not _is_closed(leaf)):
                    found[at] = leaf, put
        for at, (leaf, put) in found.items():
            yield at, leaf, put

    def _choices(self, node: Schema) -> Iterator[Schema]:
        node = self._resolved(node)
        some = [*node.get("anyOf", ()), *node.get("oneOf", ()), *node.get("allOf", ())]
        if not some:
            yield node
        for one in some:
            yield from self._choices(one)

    def _of_one(
        self, node: Schema, base: Any, name: str, depth: int
    ) -> Iterator[tuple[tuple[str, ...], Schema, Callable[[str], Any]]]:
        if depth > _DEEPEST:
            raise AssertionError(f"deeper than {_DEEPEST}: {name}")
        if node.get("type") == "string":
            yield (), node, _as_is
        elif node.get("type") == "array" and "items" in node:
            first = base[0] if isinstance(base, list) and base else None
            for at, leaf, put in self._texts(node["items"], first, name, depth + 1):
                rest = [self.sample(node["items"], None, name)] * (max(node.get("minItems", 1), 1) - 1)
                yield ("[]", *at), leaf, lambda text, put=put, rest=rest: [put(text), *rest]
        elif node.get("type") == "array":
            around = self.sample(node, base, name)
            for number, inner in enumerate(node.get("prefixItems", ())):
                for at, leaf, put in self._texts(inner, None, name, depth + 1):
                    yield (f"[{number}]", *at), leaf, lambda text, number=number, put=put: [
                        *around[:number], put(text), *around[number + 1 :]
                    ]  # fmt: skip
        elif node.get("type") == "object":
            yield from self._of_object(node, base if isinstance(base, dict) else {}, name, depth)
        elif not node.get("type"):  # any JSON
            yield (), {}, _as_is

    def _of_object(
        self, node: Schema, base: dict[str, Any], name: str, depth: int
    ) -> Iterator[tuple[tuple[str, ...], Schema, Callable[[str], Any]]]:
        around = self.sample(node, base, name)
        for key, inner in node.get("properties", {}).items():
            for at, leaf, put in self._texts(inner, base.get(key), key, depth + 1):
                yield (key, *at), leaf, lambda text, key=key, put=put: {**around, key: put(text)}
        more = node.get("additionalProperties")
        if not more:
            return
        value = {} if more is True else more
        yield ("{key}",), node.get("propertyNames", {}), lambda text: {text: self.sample(value, None, name)}
        for at, leaf, put in self._texts(value, None, name, depth + 1):
            key = next(iter(base), "note")
            yield ("{}", *at), leaf, lambda text, key=key, put=put: {**base, key: put(text)}

    def sample(self, node: Schema, base: Any, name: str) -> Any:
        """The least that is valid, with what is given of it."""
        node = next(self._choices(node))
        if node.get("type") == "object":
            given = dict(base) if isinstance(base, dict) else {}
            shapes = node.get("properties", {})
            if not node.get("additionalProperties"):
                given = {key: value for key, value in given.items() if key in shapes}
            made = {key: self.sample(shapes[key], given.get(key), key) for key in node.get("required", ())}
            fixed = {key: one["const"] for key, one in shapes.items() if "const" in one}
            return {**made, **given, **fixed}
        if base is not None:
            return base
        if name in self._known:
            return self._known[name]
        if node.get("type") == "array":
            if "prefixItems" in node:
                return [self.sample(inner, None, name) for inner in node["prefixItems"]]
            return [self.sample(node.get("items", {}), None, name) for _ in range(node.get("minItems", 0))]
        return _plain(node)


def _plain(node: Schema) -> Any:
    if "const" in node:
        return node["const"]
    if "enum" in node:
        return node["enum"][0]
    kind = node.get("type", "string")
    if kind == "string":
        return {"date-time": "2099-01-01T00:00:00Z", "date": "2099-01-01"}.get(node.get("format", ""), "n")
    least = node.get("minimum", node.get("exclusiveMinimum", 0.5 if kind == "number" else 0) + (kind == "integer"))
    if "exclusiveMinimum" in node and kind == "number":
        least = node["exclusiveMinimum"] + 0.5
    return {"boolean": False, "null": None}.get(kind, least)


def _is_upload(act: Mapping[str, Any]) -> bool:
    content = act.get("requestBody", {}).get("content", {})
    if not content:
        return False
    shape_of_json = content.get("application/json", {}).get("schema")
    return shape_of_json is None or shape_of_json.get("format") == "binary"


def _is_closed(leaf: Schema) -> bool:
    return "enum" in leaf or "const" in leaf or leaf.get("format") in _NO_TEXT


def _as_is(text: str) -> str:
    return text
