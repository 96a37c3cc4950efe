"""``toancanh models``: install, list and remove models, for who has the machine."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from toancanh.infra.backup import account
from toancanh.infra.outbound import OutboundPolicy
from toancanh.kernel import Invalid, Principal
from toancanh.vision.models.fetching import fetch, is_address
from toancanh.vision.models.files import read_file
from toancanh.vision.models.model import InstalledModel, Origin
from toancanh.vision.models.service import Models, Shown
from toancanh.vision.onnx_models.manifest import Layout, Manifest

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

_CLI = Principal.system("cli")


class HasModels(Protocol):
    """As much of the platform as the command needs."""

    @property
    def models(self) -> Models: ...
    @property
    def outbound(self) -> OutboundPolicy: ...

    def close(self) -> None: ...


def add_commands(subparsers: Subparsers, open_platform: Callable[[str | None], HasModels]) -> None:
    """Add ``models add``, ``list`` and ``remove``."""
    models = subparsers.add_parser("models", help="models that look at pictures: install, list, remove")
    verbs = models.add_subparsers(dest="verb", required=True, metavar="VERB")
    add = verbs.add_parser("add", help="install a model; it is tried at once, and used once a person has approved it")
    add.add_argument("file", metavar="FILE|URL", help="ONNX file, or the address (https://...) where it lies")
    add.add_argument("--sha256", required=True, metavar="HEX", help="of the file, as its source names it")
    add.add_argument("--licence", required=True, metavar="SPDX", help="as in Apache-2.0")
    add.add_argument("--source", required=True, metavar="WORDS", help="where the weights come from")
    add.add_argument("--name", metavar="NAME", help="by which it is asked for; else that of the file")
    described = add.add_mutually_exclusive_group(required=True)
    described.add_argument(
        "--layout", choices=[str(one) for one in Layout], help="of outputs, with the classes of COCO"
    )
    described.add_argument("--manifest", type=Path, metavar="TOML", help="outputs and limits: docs/design/models.md")
    verbs.add_parser("list", help="what is installed, and what was")
    remove = verbs.add_parser("remove", help="nothing uses it any more; its file goes")
    remove.add_argument("name", metavar="NAME", help="as `models list` names it")
    remove.add_argument("--why", default="", metavar="WORDS", help="stands in the record")
    for verb in verbs.choices.values():
        verb.add_argument("--data", help="folder of database, recordings and settings")
        verb.set_defaults(run=_running(open_platform))


def _running(open_platform: Callable[[str | None], HasModels]) -> Callable[[argparse.Namespace], int]:
    def run(options: argparse.Namespace) -> int:
        platform = open_platform(options.data)
        try:
            if options.verb == "add":
                print(_added(_add(platform, options)))
            elif options.verb == "remove":
                one = platform.models.by_name(options.name)
                platform.models.remove(_CLI, one.id, words=options.why, account=account(), source="cli")
                print(f"{options.name} is removed")
            else:
                for shown in platform.models.page(_CLI, source="cli"):
                    print(_line(shown))
        finally:
            platform.close()
        return 0

    return run


def _add(platform: HasModels, options: argparse.Namespace) -> InstalledModel:
    manifest = (
        Manifest(layout=Layout(options.layout))
        if options.manifest is None
        else Manifest.from_toml(_text(options.manifest))
    )
    name = options.name or Path(options.file).stem.lower().replace("_", "-")
    origin = Origin(name=name, licence=options.licence, source=options.source)
    is_far = is_address(options.file)
    content = fetch(options.file, platform.outbound) if is_far else read_file(Path(options.file))
    return platform.models.add(
        _CLI, content, sha256=options.sha256, origin=origin, manifest=manifest, account=account(), source="cli"
    ).model


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise Invalid(f"{path} is no text in UTF-8") from None


def _added(one: InstalledModel) -> str:
    finds = ", ".join(sorted({kind for kind in one.manifest.classes if kind}))
    return (
        f"{one.origin.name} is installed: {one.manifest.layout}, {one.width} x {one.height}, "
        f"{one.picture_s * 1000:.0f} ms a picture here, finds {finds}\n"
        f"it is {one.state} and used once a person has approved it: in the console under System, Models"
    )


def _line(shown: Shown) -> str:
    one = shown.model
    gone = "" if shown.has_file or one.state in ("refused", "removed") else ", its file is not there"
    return (
        f"{one.origin.name}: {one.state}{gone}, {one.manifest.layout} {one.width} x {one.height}, "
        f"{one.origin.licence}, sha256 {one.sha256}, from {one.origin.source}"
    )
