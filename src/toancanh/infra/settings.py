"""What an installation can set: DATA/settings.toml, then the environment, then the command line; the last word wins.

``docs/guide/settings.md`` is rendered from this model; a test in tests/rules keeps the two equal.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import parse_qs, urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from toancanh.infra.addresses import is_loopback_host
from toancanh.infra.origin import is_named_origin
from toancanh.kernel import Invalid

PREFIX = "TOANCANH_"
_TILES_URL = re.compile(r"(https?://[a-z0-9.-]+(?::\d{1,5})?)/[!-~]*")
FILE_NAME = "settings.toml"


def _split(value: object) -> object:
    """A list in one environment variable is separated by commas or spaces."""
    return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value


def _expand(value: object) -> object:
    return str(Path(value).expanduser()) if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_split)]
UserPath = Annotated[Path, BeforeValidator(_expand)]


class Settings(BaseModel):
    """One installation's settings, complete and frozen."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data: UserPath = Field(
        default_factory=lambda: Path("~/.local/share/toancanh").expanduser(),
        description="Folder of the database, keys, settings and (unless `archive` says otherwise) the recordings. "
        "Not settable in the file that lies in it.",
    )
    archive: UserPath | None = Field(
        default=None, description="Folder of the recordings, where it is not `archive` in the data folder."
    )
    database_url: str = Field(
        default="",
        description="Address of the database without its password, for PostgreSQL `postgresql://USER@HOST/NAME`; "
        "empty: SQLite, `toancanh.db` in the data folder.",
    )
    database_password_file: UserPath | None = Field(
        default=None,
        description="File whose content is the password of the database. Empty: the systemd credential "
        "`toancanh-database-password`, else PostgreSQL's own ways (`PGPASSWORD`, `PGPASSFILE`, `~/.pgpass`).",
    )
    master_key_file: UserPath | None = Field(
        default=None,
        description="File of the master key, outside the data folder. Empty: the systemd credential "
        "`toancanh-master-key`, else a file in `~/.config/toancanh/`, made at the first start.",
    )
    site_number: int = Field(
        default=1, ge=0, le=65535, description="Number of this site; it is part of every id made here."
    )
    site_name: str = Field(default="", max_length=200, description="Name of the organisation made at the first start.")

    host: str = Field(
        default="127.0.0.1", description="Address to listen on; `0.0.0.0` or `::` for all. Not loopback: TLS only."
    )
    port: int = Field(default=8080, ge=0, le=65535, description="Port to listen on; 0 takes any free one.")
    tls: Literal["auto", "local", "none"] = Field(
        default="auto",
        description="`auto`: plain HTTP on loopback, elsewhere a certificate of the local CA; `local`: always the "
        "local CA; `none`: never, and refused elsewhere than on loopback. `tls_cert` goes before.",
    )
    tls_cert: UserPath | None = Field(default=None, description="PEM file of a certificate chain to serve with.")
    tls_key: UserPath | None = Field(default=None, description="PEM file of the private key to `tls_cert`.")
    tls_names: Names = Field(
        default=(), description="Further names and addresses for the local CA's certificate, as users type them."
    )
    origins: Names = Field(
        default=(),
        description="Further origins (`https://cameras.example.vn`) whose pages may call us, for a reverse proxy.",
    )
    public_origin: str = Field(
        default="",
        description="The address that people type, `https://NAME[:PORT]`. Passkeys are bound to its name, so it must "
        "be one, and stay; empty: no passkeys. Authenticator apps work without.",
    )
    trusted_proxies: Names = Field(
        default=(), description="Addresses of reverse proxies whose `X-Forwarded-For` and `-Proto` are believed."
    )
    rtsp_port: int = Field(
        default=0,
        ge=0,
        le=65535,
        description="Port on which other systems get pictures of the cameras that were offered to them, by RTSP; on "
        "the same address as `port`, with TLS where that has it. 0: none.",
    )
    rtsp_plain: bool = Field(
        default=False,
        description="Other systems may come to `rtsp_port` without TLS, too, and take pictures over UDP: what they get "
        "can be read on the way, their password cannot. On loopback always.",
    )
    allow_outbound: Names = Field(
        default=(),
        description="Exceptions of the outbound policy, each `HOST:PORT`: loopback and link-local addresses that "
        "streams may come from. The platform's own ports can never be named.",
    )

    vision_cores: float = Field(
        default=1.0,
        ge=0,
        le=64,
        description="Cores of this machine that look at pictures, for traffic figures and incidents. The spending plan "
        "says which cameras they are enough for. 0: none is looked at.",
    )
    vision_provider: Literal["cpu", "cuda", "tensorrt", "openvino"] = Field(
        default="cpu",
        description="On what installed models run. All but `cpu` want a build of ONNX Runtime that has it in place of "
        "ours: `onnxruntime-gpu`, `onnxruntime-openvino`.",
    )
    vision_threads: int = Field(default=1, ge=1, le=64, description="Threads of each process that runs a model.")

    media_processes: int = Field(
        default=1, ge=0, le=64, description="Processes that record; cameras are spread over them."
    )
    standby_tags: Names = Field(
        default=(),
        description="Cameras with one of these tags have a second recorder: when the process that records them dies or "
        "hangs, a standby process records them within 10 seconds, into a copy of its own, until the first is back.",
    )
    segment_seconds: int = Field(
        default=300, ge=10, le=3600, description="Length of a recording file, aligned to the clock."
    )
    fragment_seconds: float = Field(
        default=1.0, ge=0.2, le=10, description="Recorded video that a crash may cost, at most about this much."
    )
    sync_seconds: float = Field(
        default=5.0,
        ge=0.5,
        le=60,
        description="Recorded video that a power cut may cost beside what a crash may: so often everything written is "
        "put on the disk for good.",
    )
    min_free_bytes: int = Field(
        default=2_000_000_000, ge=0, description="Disk floor: below it the oldest recordings are deleted."
    )
    move_bytes_per_s: int = Field(
        default=40_000_000, ge=100_000, description="Recordings are moved between disks and stores no faster than this."
    )
    backfill_bytes_per_s: int = Field(
        default=1_000_000,
        ge=0,
        description="Holes in recordings are filled from the cameras' own storage (ONVIF profile G) no faster than "
        "this; 0: only when `toancanh backfill` asks.",
    )
    cold_cache_bytes: int = Field(
        default=20_000_000_000,
        ge=0,
        description="So much of what was fetched back from the object store is kept, in `fetched` in the data folder.",
    )
    default_min_days: float = Field(
        default=1.0, ge=0, description="A new camera's minimum: younger recordings are never deleted for want of room."
    )
    default_max_days: float = Field(default=30.0, gt=0, description="A new camera's maximum: older ones are deleted.")

    map_pmtiles: UserPath | None = Field(
        default=None,
        description="PMTiles file of the base map: vector tiles in the schema of Protomaps or OpenMapTiles, or images. "
        "Served to those signed in. Empty, and no `map_tiles_url`: a plain schematic drawn by hand.",
    )
    map_tiles_url: str = Field(
        default="",
        description="Address of a tile server for the base map, with `{z}`, `{x}` and `{y}`; the browser may load from "
        "this one host besides the platform. Ends in `.pbf` or `.mvt` for vector tiles, else pictures are expected.",
    )
    map_attribution: str = Field(default="", max_length=200, description="Whose base map it is, shown in its corner.")

    checkpoint_hours: float = Field(
        default=24.0,
        ge=0,
        description="A signed checkpoint of the record is made so often and handed to the owners; 0: only when asked.",
    )
    checkpoint_folder: UserPath | None = Field(
        default=None,
        description="Folder in which each organisation finds its checkpoints, where it is not `checkpoints` in the "
        "data folder. Another machine's is better: a copy that lies beside the record proves little.",
    )
    seal_hours: float = Field(
        default=24.0,
        ge=0,
        description="What was recorded is sealed by the site's key so often; 0: only when an export asks.",
    )
    timestamp_url: str = Field(
        default="",
        description="Address of a time stamp server (RFC 3161), `http(s)://HOST[:PORT]/PATH`: seals and packages are "
        "stamped there. Empty: they say themselves when they were made.",
    )
    export_folder: UserPath | None = Field(
        default=None, description="Folder of packages of evidence, where it is not `exports` in the data folder."
    )
    export_days: float = Field(default=7.0, gt=0, description="So long a finished package can be fetched.")
    measurement_days: int = Field(
        default=400,
        ge=7,
        description="So long the minutes of traffic measurements are kept; their roll-up by quarters of an hour stays.",
    )
    session_hours: float = Field(default=12.0, gt=0, le=24 * 31, description="Length of a login session.")
    metrics_token_file: UserPath | None = Field(
        default=None,
        description="File whose content is the bearer token that may read `/metrics`. Empty: signed-in "
        "administrators and auditors only.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Least severe level written to standard error."
    )
    log_form: Literal["auto", "json", "text"] = Field(
        default="auto", description="`json` lines or `text`; `auto`: text on a terminal."
    )

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if (self.tls_cert is None) != (self.tls_key is None):
            raise ValueError("tls_cert and tls_key belong together: set both or neither")
        address = urlsplit(self.database_url)
        if address.password or "password" in parse_qs(address.query):
            raise ValueError(
                "database_url must not hold a password: name its file by database_password_file or PGPASSFILE"
            )
        if self.default_max_days < self.default_min_days:
            raise ValueError("default_max_days must not be less than default_min_days")
        if self.map_tiles_url and not self.map_origin:
            raise ValueError("map_tiles_url is http(s)://HOST[:PORT]/... with {z}, {x} and {y}")
        if self.public_origin and not is_named_origin(self.public_origin):
            raise ValueError("public_origin is https://NAME[:PORT], without a path; an IP address is no name")
        if not self.uses_tls and not is_loopback_host(self.host):
            raise ValueError(f"host {self.host} is not loopback: plain HTTP is refused there; leave tls at auto")
        return self

    @property
    def uses_tls(self) -> bool:
        """True where the port speaks TLS."""
        if self.tls_cert is not None or self.tls == "local":
            return True
        return self.tls == "auto" and not is_loopback_host(self.host)

    @property
    def map_origin(self) -> str:
        """Scheme, host and port of the base map's tile server, for the Content-Security-Policy; empty without one."""
        found = _TILES_URL.fullmatch(self.map_tiles_url)
        complete = all(part in self.map_tiles_url for part in ("{z}", "{x}", "{y}"))
        return found[1] if found is not None and complete else ""

    @property
    def archive_path(self) -> Path:
        """Folder of the recordings."""
        return self.archive or self.data / "archive"

    @property
    def measurements_path(self) -> Path:
        """Files of traffic measurements."""
        return self.data / "measurements"

    @property
    def documents_path(self) -> Path:
        """Photos and papers of dossiers."""
        return self.data / "documents"

    @property
    def run_path(self) -> Path:
        """Folder of local sockets; its content means nothing after a restart."""
        return self.data / "run"

    @property
    def journal_path(self) -> Path:
        """Folder of what is written down while the database is away."""
        return self.data / "journal"

    @property
    def checkpoints_path(self) -> Path:
        """Folder of what owners are handed of the record."""
        return self.checkpoint_folder or self.data / "checkpoints"

    @property
    def exports_path(self) -> Path:
        """Folder of packages of evidence."""
        return self.export_folder or self.data / "exports"

    @property
    def tls_path(self) -> Path:
        """Folder of the local CA."""
        return self.data / "tls"

    @property
    def keys_path(self) -> Path:
        """The key ring, encrypted by the master key."""
        return self.data / "keys.json"

    @property
    def effective_database_url(self) -> str:
        """Where the records are."""
        return self.database_url or f"sqlite:///{self.data / 'toancanh.db'}"

    @classmethod
    def load(
        cls,
        *,
        data: Path | None = None,
        overrides: Mapping[str, object] | None = None,
        environ: Mapping[str, str] = os.environ,
    ) -> Settings:
        """Read all sources. ``overrides`` are the command line's; None in them means not given. Raises `Invalid`."""
        values = {name: environ[variable(name)] for name in cls.model_fields if environ.get(variable(name))}
        given: dict[str, object] = {**values, **{k: v for k, v in (overrides or {}).items() if v is not None}}
        if data is not None:
            given["data"] = data
        folder = (
            Path(str(given["data"])).expanduser()
            if "data" in given
            else cls.model_fields["data"].get_default(call_default_factory=True, validated_data={})
        )
        given["data"] = folder.absolute()
        try:
            return cls.model_validate({**_read_file(folder / FILE_NAME), **given})
        except ValidationError as error:
            raise Invalid(_in_words(error)) from None


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return PREFIX + name.upper()


def _read_file(path: Path) -> dict[str, object]:
    try:
        content = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid(f"{path} cannot be read: {error}") from None
    try:
        values = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise Invalid(f"{path} is not TOML: {error}") from None
    if "data" in values:
        raise Invalid(f"{path}: `data` is the folder this file lies in; give it by --data or {variable('data')}")
    return values


def _in_words(error: ValidationError) -> str:
    """One line that names each setting and what is wrong, without the values: one of them may be a secret."""
    parts = []
    for fault in error.errors(include_url=False, include_input=False, include_context=False):
        name = ".".join(str(part) for part in fault["loc"])
        if fault["type"] == "extra_forbidden":
            parts.append(f"there is no setting {name!r} (docs/guide/settings.md lists them)")
        else:
            parts.append(f"{name}: {fault['msg']}" if name else fault["msg"].removeprefix("Value error, "))
    return "settings: " + "; ".join(parts)
