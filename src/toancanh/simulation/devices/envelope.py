"""SOAP 1.2 as a device reads and writes it: no entities, bounded depth and size; the namespaces' usual prefixes."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

MAX_REQUEST_BYTES = 256 * 1024
_MAX_DEPTH = 40
_MAX_ELEMENTS = 4000

PREFIXES = {
    "env": "http://www.w3.org/2003/05/soap-envelope",
    "wsa": "http://www.w3.org/2005/08/addressing",
    "wsnt": "http://docs.oasis-open.org/wsn/b-2",
    "wstop": "http://docs.oasis-open.org/wsn/t-1",
    "wsrf-rw": "http://docs.oasis-open.org/wsrf/rw-2",
    "xsd": "http://www.w3.org/2001/XMLSchema",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "ter": "http://www.onvif.org/ver10/error",
    "tt": "http://www.onvif.org/ver10/schema",
    "tns1": "http://www.onvif.org/ver10/topics",
    "tds": "http://www.onvif.org/ver10/device/wsdl",
    "trt": "http://www.onvif.org/ver10/media/wsdl",
    "tr2": "http://www.onvif.org/ver20/media/wsdl",
    "tptz": "http://www.onvif.org/ver20/ptz/wsdl",
    "timg": "http://www.onvif.org/ver20/imaging/wsdl",
    "tev": "http://www.onvif.org/ver10/events/wsdl",
    "trc": "http://www.onvif.org/ver10/recording/wsdl",
    "tse": "http://www.onvif.org/ver10/search/wsdl",
    "trp": "http://www.onvif.org/ver10/replay/wsdl",
}
_DECLARATIONS = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in PREFIXES.items())


class SoapFault(Exception):
    """Answered as a SOAP fault; ``codes`` are the subcodes from the outer to the inner, as in ``ter:NotAuthorized``."""

    def __init__(self, *codes: str, reason: str, is_ours: bool = False) -> None:
        super().__init__(reason)
        self.codes = codes
        self.reason = reason
        self.is_ours = is_ours


@dataclass(kw_only=True, slots=True)
class Node:
    """An element; text is that before its first child."""

    namespace: str
    name: str
    attributes: dict[str, str]  # by local name
    text: str = ""
    children: list[Node] = field(default_factory=list)

    def child(self, *path: str) -> Node | None:
        """By local names, as lenient devices read."""
        node: Node | None = self
        for name in path:
            node = next((one for one in node.children if one.name == name), None) if node else None
        return node

    def text_of(self, *path: str, default: str = "") -> str:
        """Its text, or ``default``."""
        node = self.child(*path)
        return node.text.strip() if node is not None else default

    def number_of(self, *path: str) -> float | None:
        """Its text as a number; raises `SoapFault` for anything else."""
        node = self.child(*path)
        return None if node is None else as_number(node.text)

    def required(self, *path: str) -> str:
        """Raises `SoapFault` where it is missing."""
        text = self.text_of(*path)
        if not text:
            raise SoapFault("ter:InvalidArgVal", reason=f"{path[-1]} is missing")
        return text


def as_number(text: str) -> float:
    """Raises `SoapFault`."""
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise SoapFault("ter:InvalidArgVal", reason=f"{text[:40]!r} is no number")
    return number


class _Reader:
    def __init__(self) -> None:
        self.root: Node | None = None
        self._open: list[Node] = []
        self._count = 0

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        node = Node(
            namespace=namespace,
            name=local,
            attributes={key.rpartition(" ")[2]: value for key, value in attributes.items()},
        )
        self._count += 1
        if len(self._open) >= _MAX_DEPTH or self._count > _MAX_ELEMENTS:
            raise SoapFault("ter:WellFormed", reason="too large")
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def end(self, _name: str) -> None:
        self._open.pop()

    def text(self, data: str) -> None:
        if self._open and not self._open[-1].children:
            self._open[-1].text += data

    def refuse(self, *_: object) -> None:
        raise SoapFault("ter:WellFormed", reason="a document type is refused")


def read(data: bytes) -> Node:
    """The envelope; raises `SoapFault` for what is none."""
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.begin
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = reader.refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError) as error:  # ValueError: an encoding that expat does not know
        raise SoapFault("ter:WellFormed", reason=str(error)) from None
    if reader.root is None or reader.root.name != "Envelope":
        raise SoapFault("ter:WellFormed", reason="no SOAP envelope")
    return reader.root


def envelope(body: str, header: str = "") -> str:
    """A whole message; every prefix of `PREFIXES` is declared, which faults need for ``ter`` too."""
    head = f"<env:Header>{header}</env:Header>" if header else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f"<env:Envelope {_DECLARATIONS}>{head}<env:Body>{body}</env:Body></env:Envelope>"
    )


def fault_body(fault: SoapFault) -> str:
    """SOAP 1.2 part 1, section 5.4."""
    code = ""
    for value in reversed(fault.codes):
        code = f"<env:Subcode><env:Value>{value}</env:Value>{code}</env:Subcode>"
    kind = "env:Receiver" if fault.is_ours else "env:Sender"
    return (
        f"<env:Fault><env:Code><env:Value>{kind}</env:Value>{code}</env:Code>"
        f'<env:Reason><env:Text xml:lang="en">{escape(fault.reason)}</env:Text></env:Reason></env:Fault>'
    )


def element(tag: str, content: object = "", **attributes: object) -> str:
    """One element with text; attributes that are None are left out."""
    return open_tag(tag, **attributes) + escape(str(content)) + f"</{tag}>"


def wrap(tag: str, *parts: str, **attributes: object) -> str:
    """One element around others."""
    return open_tag(tag, **attributes) + "".join(parts) + f"</{tag}>"


def open_tag(tag: str, **attributes: object) -> str:
    """``<tag name="value">``."""
    pairs = "".join(f" {name}={quoteattr(str(value))}" for name, value in attributes.items() if value is not None)
    return f"<{tag}{pairs}>"


def truth(value: bool) -> str:
    """xs:boolean."""
    return "true" if value else "false"
