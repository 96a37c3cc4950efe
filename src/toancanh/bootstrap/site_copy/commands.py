"""``site export`` and ``site import``."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from toancanh import __version__
from toancanh.kernel import Invalid, format_rfc3339

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_commands(subparsers: Subparsers) -> None:
    """Add ``site``."""
    site = subparsers.add_parser("site", help="all records and settings in a documented format; a site built from them")
    verbs = site.add_subparsers(dest="verb", required=True, metavar="VERB")
    export = verbs.add_parser("export", help="write them to a file; the recordings are copied beside it")
    export.add_argument("file", type=Path, metavar="FILE", help="file to write, for example city.zip")
    export.add_argument("--with-secrets", action="store_true", help="passwords and keys, too, sealed by a pass phrase")
    export.add_argument("--list-recordings", action="store_true", help="every recording with its size and SHA-256")
    export.set_defaults(run=_export)
    bring = verbs.add_parser("import", help="build a new platform from such a file, in an empty folder")
    bring.add_argument("file", type=Path, metavar="FILE", help="file that `site export` wrote")
    bring.add_argument("--archive", type=Path, metavar="PATH", help="where the recordings were copied; checks them")
    bring.add_argument(
        "--pool", action="append", default=[], metavar="NAME=FOLDER", help="where a pool of disks is here; repeatable"
    )
    bring.add_argument(
        "--administrator", default="admin", metavar="NAME",
        help="without secrets nobody has a password: this account gets one (TOANCANH_ADMIN_PASSWORD, or made)",
    )  # fmt: skip
    bring.set_defaults(run=_import)
    for verb in (export, bring):
        verb.add_argument(
            "--pass-phrase-file", type=Path, metavar="FILE", help="its first line; else it is asked at the terminal"
        )
        verb.add_argument("--data", type=Path, required=verb is bring, metavar="DIR", help="the data folder")


def _export(options: argparse.Namespace) -> int:
    from toancanh.bootstrap.platform import open_platform
    from toancanh.bootstrap.site_copy.building import settings_to_take
    from toancanh.bootstrap.site_copy.footage import listed
    from toancanh.bootstrap.site_copy.secrets import WITH_SECRETS, WITHOUT_SECRETS
    from toancanh.infra.site_copy import SiteFacts, seal_by_phrase, write_site

    platform = open_platform(data=options.data)
    try:
        sealed = None
        if options.with_secrets:
            sealed = seal_by_phrase(platform.keyring.content(), _phrase(options.pass_phrase_file, twice=True))
        facts = SiteFacts(
            site=platform.settings.site_number,
            program=__version__,
            made=format_rfc3339(platform.clock.now_us()),
            settings=settings_to_take(platform.settings),
            checkpoint_keys=[key.hex() for key in platform.keyring.verifying_keys.values()],
        )
        digest = write_site(
            platform.database,
            options.file,
            facts,
            leaving=WITHOUT_SECRETS if sealed is None else WITH_SECRETS,
            documents=platform.settings.documents_path,
            sealed=sealed,
            recordings=(lambda tx: listed(tx, platform.archive.places.folder)) if options.list_recordings else None,
            on_made=platform.record_export,
            say=_say,
        )
    finally:
        platform.close()
    kept = "with its secrets, sealed by the pass phrase" if options.with_secrets else "without secrets"
    print(f"{options.file} holds the site's records and settings, {kept}. Recordings are copied by their paths.")
    print(f"SHA-256, on record: {digest}")
    return 0


def _import(options: argparse.Namespace) -> int:
    from toancanh.bootstrap.platform import open_platform
    from toancanh.bootstrap.setup import PASSWORD_VARIABLE
    from toancanh.bootstrap.site_copy.building import Wishes, build
    from toancanh.bootstrap.site_copy.secrets import Administrator
    from toancanh.governance.passwords import Passwords
    from toancanh.governance.setup import generate_password
    from toancanh.infra.site_copy import SiteFile

    given = os.environ.get(PASSWORD_VARIABLE)
    administrator = Administrator(username=options.administrator, password=given or generate_password())
    with SiteFile(options.file) as file:
        is_sealed = file.manifest.secrets == "sealed"
        wishes = Wishes(
            archive=options.archive,
            pools=dict(_pool(one) for one in options.pool),
            phrase=_phrase(options.pass_phrase_file, twice=False) if is_sealed else "",
            administrator=administrator,
            passwords=Passwords(),
        )
        count = build(file, options.data, wishes, _say)
    platform = open_platform(data=options.data)
    try:
        platform.record_restored()
    finally:
        platform.close()
    print(f"{options.data} has the site's {count} rows; prove it: toancanh check --deep, toancanh audit verify")
    if not is_sealed:
        shown = "as given" if given else f"{administrator.password} (shown only now)"
        print(f"Nobody else has a password. {administrator.username}: {shown}. Cameras' passwords are entered again.")
    if options.archive is None:
        print(f"Copy the recordings to {options.data / 'archive'} before the first start, or they count as lost.")
    return 0


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _pool(text: str) -> tuple[str, Path]:
    name, equals, folder = text.partition("=")
    if not (name and equals and folder):
        raise Invalid(f"--pool {text}: it is NAME=FOLDER")
    return name, Path(folder)


def _phrase(file: Path | None, *, twice: bool) -> str:
    if file is not None:
        return file.read_text(encoding="utf-8").partition("\n")[0]
    if not sys.stdin.isatty():
        raise Invalid("the secrets are sealed by a pass phrase: name a file that holds it by --pass-phrase-file")
    phrase = getpass.getpass("pass phrase: ")
    if twice and getpass.getpass("once more: ") != phrase:
        raise Invalid("the two differ")
    return phrase
