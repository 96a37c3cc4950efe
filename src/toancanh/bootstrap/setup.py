"""What ``toancanh up`` does before the first process of its own starts: folders, schema, keys, first administrator."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from toancanh.bootstrap.platform import Platform, open_platform
from toancanh.infra.data_lock import lock_data
from toancanh.infra.files import private_directory
from toancanh.infra.processes import ChildSpec
from toancanh.infra.settings import Settings
from toancanh.infra.tls import certificate_of
from toancanh.web.server import listen

PASSWORD_VARIABLE = "TOANCANH_ADMIN_PASSWORD"  # noqa: S105  # the name of a variable


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What to say to the person at the terminal, and what to run."""

    say: Sequence[str]
    children: Sequence[ChildSpec]


def prepare(*, data: Path | None, overrides: Mapping[str, object], demo: bool, with_web: bool) -> Plan:
    """Set up what is missing; the web process gets its listening socket from here, so that it outlives a restart."""
    settings = Settings.load(data=data, overrides=overrides)
    children: list[ChildSpec] = []
    say: list[str] = []
    private_directory(settings.data)
    lock = lock_data(settings.run_path)
    os.set_inheritable(lock, True)  # through the supervisor to its children: while one of them records, it is held
    listener = listen(settings.host, settings.port) if with_web else None
    if listener is not None:
        settings = settings.model_copy(update={"port": listener.getsockname()[1]})
    if demo:
        from toancanh.bootstrap.demo import prepare_demo

        cameras = prepare_demo()
        allowed = (*settings.allow_outbound, *cameras.allow_outbound)
        settings = settings.model_copy(update={"allow_outbound": allowed})
        children.extend(cameras.children)
    platform = open_platform(settings=settings, writer="setup", create=True)
    try:
        say += _first_start(platform)
        platform.record_restored()
        say += [
            f"the defence camera {code} is still open to all: change its code, another protected camera has it"
            for code in platform.registry.dossiers.protect_defence()
        ]
        if demo:
            cameras.register(platform)
    finally:
        platform.close()
    text = settings.model_dump_json()
    for shard in range(settings.media_processes):
        argv = (sys.executable, "-m", "toancanh", "_media", "--shard", str(shard), "--settings", text)
        children.append(ChildSpec(name=f"media-{shard}", argv=argv, stop_rank=1, pass_fds=(lock,)))
    if settings.standby_tags and settings.media_processes:
        waiting = (sys.executable, "-m", "toancanh", "_media", "--standby", "--settings", text)
        children.append(ChildSpec(name="standby", argv=waiting, stop_rank=1, pass_fds=(lock,)))
    if settings.vision_cores and settings.media_processes:
        watch = (sys.executable, "-m", "toancanh", "_watch", "--settings", text)
        children.append(ChildSpec(name="vision", argv=watch, stop_rank=0))
    if listener is not None:
        os.set_inheritable(listener.fileno(), True)
        fd = listener.detach()
        argv = (sys.executable, "-m", "toancanh", "_web", "--listener", str(fd), "--settings", text)
        children.append(ChildSpec(name="web", argv=argv, stop_rank=0, pass_fds=(fd,)))
    return Plan(say=say, children=children)


def _first_start(platform: Platform) -> list[str]:
    password = platform.governance.ensure_first_administrator(
        os.environ.pop(PASSWORD_VARIABLE, None), platform.settings.site_name or "Toàn Cảnh"
    )
    say = [f"first administrator: admin, password: {password} (shown only now)"] if password else []
    certificate = certificate_of(platform.settings, platform.keyring, platform.clock)
    if certificate is not None and certificate.fingerprint:
        say.append(f"local CA, SHA-256 fingerprint: {certificate.fingerprint} (its root is at /ca.crt)")
    return say
