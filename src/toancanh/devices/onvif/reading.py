"""XML from a device, within bounds: no document type, no entities, so deep and so many elements and no more.

Elements are found by local name: makers get namespaces wrong more often than names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from toancanh.devices.ports import DeviceFailure, DeviceReason

MOST_BYTES = 4 << 20  # profiles of a recorder with 64 channels come to about 1 MiB
MOST_DEPTH = 40
MOST_ELEMENTS = 40_000  # of 64 channels with three profiles each: about 23,000
MOST_LETTERS = 64 << 10  # in one element
_MOST_TEXT = 256
_AROUND = b" \t\r\n\0"  # what firmware sends around a document
_NO_PREFIXES: dict[str, str] = {}


@dataclass(slots=True)
class Node:
    """An element."""

    name: str  # local
    namespace: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node] = field(default_factory=list)
    text: str = ""

    def find(self, path: str) -> Node | None:
        """The first element on the way ``A/B``, by local names; None where there is none."""
        return next(self.all(path), None)

    def all(self, path: str) -> Iterator[Node]:
        """All elements on the way ``A/B``."""
        first, _, rest = path.partition("/")
        for child in self.children:
            if child.name == first:
                if rest:
                    yield from child.all(rest)
                else:
                    yield child

    def said(self, path: str = "") -> str:
        """Text of the element there as a person may read it: one line, printable, at most 256 characters."""
        node = self.find(path) if path else self
        return printable(node.text) if node is not None else ""

    def number(self, path: str) -> float:
        """A number there; 0.0 where there is none or nonsense."""
        try:
            value = float(self.said(path))
        except ValueError:
            return 0.0
        return value if abs(value) < 1e12 else 0.0  # also not for NaN

    def whole(self, path: str) -> int:
        """A whole number >= 0 there; 0 where there is none."""
        return max(0, int(self.number(path)))

    def token(self, name: str = "token") -> str:
        """An attribute that names a part of the device, to be sent back as it is; empty where it is unusable."""
        return _token(self.attributes.get(name, ""))

    def token_at(self, path: str) -> str:
        """The same from an element's text."""
        node = self.find(path)
        return _token(node.text.strip()) if node is not None else ""

    def markup(self) -> str:
        """The element as XML again, each with its namespace."""
        attributes = "".join(f" {name}={quoteattr(value)}" for name, value in self.attributes.items())
        inside = "".join(child.markup() for child in self.children) or escape(self.text.strip())
        return f'<{self.name} xmlns="{escape(self.namespace)}"{attributes}>{inside}</{self.name}>'

    def put(self, path: str, value: str) -> None:
        """Set the text of the element there, made in this one's namespace where it is missing."""
        node = self
        for name in path.split("/"):
            inner = next((child for child in node.children if child.name == name), None)
            if inner is None:
                inner = Node(name=name, namespace=node.children[0].namespace if node.children else node.namespace)
                node.children.append(inner)
            node = inner
        node.text = value


def printable(text: str) -> str:
    """One line of at most 256 printable characters."""
    return "".join(letter if letter.isprintable() else " " for letter in text[: 4 * _MOST_TEXT]).strip()[:_MOST_TEXT]


def _token(text: str) -> str:
    return text if len(text) <= _MOST_TEXT and text.isprintable() else ""


def read_xml(data: bytes) -> Node:
    """The document's root. Raises `DeviceFailure` (bad_answer, answer_too_large)."""
    if len(data) > MOST_BYTES:
        raise _too_large("bytes")
    root = Node(name="")
    open_nodes, declared, count = [root], [_NO_PREFIXES], 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > MOST_ELEMENTS:
            raise _too_large("elements")
        if len(open_nodes) > MOST_DEPTH:
            raise _too_large("depth")
        prefixes = {key[6:]: value for key, value in attributes.items() if key.startswith("xmlns")}
        declared.append(prefixes or _NO_PREFIXES)
        prefix, _, local = name.rpartition(":")
        namespace = next((one[prefix] for one in reversed(declared) if prefix in one), "")  # a prefix may be unbound
        node = Node(name=local, namespace=namespace)
        if attributes:  # those of other vocabularies (xsi:type) mean nothing to us
            node.attributes = {key: value for key, value in attributes.items() if ":" not in key and key != "xmlns"}
        open_nodes[-1].children.append(node)
        open_nodes.append(node)

    def end(_: str) -> None:
        open_nodes.pop()
        declared.pop()

    def text(data: str) -> None:
        node = open_nodes[-1]
        node.text += data
        if len(node.text) > MOST_LETTERS:
            raise _too_large("letters in one element")

    def refuse(*_: object) -> None:
        raise DeviceFailure(DeviceReason.BAD_ANSWER, "the device's answer declares a document type, which is refused")

    parser = expat.ParserCreate()  # without its namespaces: makers use prefixes that they declare nowhere
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data.strip(_AROUND), True)
    except (expat.ExpatError, ValueError, LookupError):  # the latter two: an encoding that nobody knows
        raise DeviceFailure(DeviceReason.BAD_ANSWER, "the device's answer is no well-formed XML") from None
    return root.children[0]


def _too_large(what: str) -> DeviceFailure:
    return DeviceFailure(DeviceReason.ANSWER_TOO_LARGE, f"the device's answer is too large ({what})")
