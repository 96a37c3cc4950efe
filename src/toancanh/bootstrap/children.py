"""The mains of the processes that the supervisor starts."""

from __future__ import annotations

import gc
import socket
from typing import Any

from toancanh.bootstrap.platform import open_platform
from toancanh.infra.logs import set_up_logs
from toancanh.infra.settings import Settings

_COLLECT_EVERY = 20_000


def run_web(settings_json: str, *, listener: int) -> int:
    """Serve HTTP and WebSockets on a socket that was bound at set-up."""
    from toancanh.infra.tls import certificate_of
    from toancanh.web.app import create_app
    from toancanh.web.handover import HandoverProtocol
    from toancanh.web.server import run, server_of, url_of

    settings = Settings.model_validate_json(settings_json)
    set_up_logs(process="web", form=settings.log_form, level=settings.log_level)
    platform = open_platform(settings=settings, writer="web")
    certificate = certificate_of(settings, platform.keyring, platform.clock)
    listening = socket.socket(fileno=listener)

    def announce() -> None:
        print(f"ready {url_of(listening, tls=certificate is not None)}", flush=True)

    app = create_app(platform, certificate=certificate)
    server = server_of(
        app,
        settings=settings,
        certificate=certificate,
        websocket=HandoverProtocol,
        on_ready=announce,
        on_stop=app.state.live_views.farewell,
    )
    spare_collections()
    try:
        run(server, [listening])
    finally:
        platform.close()
    return 0


def spare_collections() -> None:
    """What start-up made stays: no collection need look at it again. What an answer is made of goes without cycles."""
    gc.freeze()
    gc.set_threshold(_COLLECT_EVERY)


def run_media(settings_json: str, *, shard: int) -> int:
    """Record, and give live pictures."""
    from toancanh.media.process import run_media_process

    settings = Settings.model_validate_json(settings_json)
    set_up_logs(process=f"media-{shard}", form=settings.log_form, level=settings.log_level)
    platform = open_platform(settings=settings, writer=f"media-{shard}")
    try:
        return run_media_process(platform, shard=shard, shards=settings.media_processes)
    finally:
        platform.close()


def run_standby(settings_json: str) -> int:
    """Record what a media process that died or hangs does not."""
    from toancanh.media.process.standby import run_standby_process

    settings = Settings.model_validate_json(settings_json)
    set_up_logs(process="standby", form=settings.log_form, level=settings.log_level)
    platform = open_platform(settings=settings, writer="standby")
    try:
        return run_standby_process(platform, shards=settings.media_processes)
    finally:
        platform.close()


def run_watch(settings_json: str) -> int:
    """Look at pictures: count, and find incidents."""
    from toancanh.bootstrap.watching import parts_of
    from toancanh.vision.watch.process import run_watch_process

    settings = Settings.model_validate_json(settings_json)
    set_up_logs(process="vision", form=settings.log_form, level=settings.log_level)
    platform = open_platform(settings=settings, writer="vision")
    try:
        return run_watch_process(parts_of(platform))
    finally:
        platform.close()


def openapi_document() -> dict[str, Any]:
    """The description of the HTTP interface; made over a throw-away data folder."""
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from toancanh.web.app import create_app

    with TemporaryDirectory(prefix="toancanh-openapi-") as folder:
        key = Path(folder) / "key"
        settings = Settings.load(data=Path(folder) / "data", overrides={"master_key_file": key}, environ={})
        platform = open_platform(settings=settings, create=True)
        try:
            return create_app(platform).openapi()
        finally:
            platform.close()
