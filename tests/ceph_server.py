"""A real S3 of the tests' own: Debian's Ceph RGW with one monitor and one object server in memory."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import obstore
from obstore.store import S3Store

from postgresql_server import ends_with_us

PACKAGES = ("ceph-mon", "ceph-osd", "radosgw")
_READY_S = 120.0

_CONFIGURATION = """
[global]
fsid = {fsid}
mon host = v1:127.0.0.1:{mon}
public addr = 127.0.0.1
ms bind msgr2 = false
auth cluster required = cephx
auth service required = cephx
auth client required = cephx
keyring = {folder}/keyring
run dir = {folder}
admin socket = {folder}/$name.$pid.asok
log file = {folder}/$name.log
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon max pg per osd = 1000
mon data = {folder}/mon
mon warn on pool no redundancy = false
osd data = {folder}/osd
osd objectstore = memstore
memstore device bytes = 2147483648
rgw data = {folder}/rgw
rgw frontends = beast endpoint=127.0.0.1:{rgw}
"""


@dataclass(frozen=True, kw_only=True)
class ObjectServer:
    """A user of it with one bucket."""

    url: str
    access_key: str
    secret: str
    bucket: str = "archive"


def install() -> None:
    """As root on Debian; what is there already is left as it is."""
    if shutil.which("radosgw") and shutil.which("ceph-osd") and shutil.which("ceph-mon"):
        return
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "-y", "--no-install-recommends", *PACKAGES]):
        subprocess.run(["apt-get", *words], check=True, env=environment, timeout=600)


@contextmanager
def running_object_server() -> Iterator[ObjectServer]:
    """Started, with a bucket; gone at the end with all it held."""
    folder = Path(tempfile.mkdtemp(prefix="tc-s3-"))
    started: list[subprocess.Popen[bytes]] = []
    try:
        yield _start(folder, started)
    finally:
        for process in reversed(started):
            process.send_signal(signal.SIGKILL)
            process.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _start(folder: Path, started: list[subprocess.Popen[bytes]]) -> ObjectServer:
    fsid, mon, rgw = str(uuid.uuid4()), _free_port(), _free_port()
    conf = folder / "ceph.conf"
    conf.write_text(_CONFIGURATION.format(fsid=fsid, mon=mon, rgw=rgw, folder=folder))
    for name in ("osd", "rgw"):
        (folder / name).mkdir()

    def run(*command: str) -> str:
        done = subprocess.run([*command], check=True, capture_output=True, text=True, timeout=_READY_S)
        return done.stdout

    def serve(*command: str) -> None:
        with (folder / f"{command[0]}.out").open("wb") as log:
            whole = [*command, "-c", str(conf), "-f"]
            started.append(subprocess.Popen(whole, stdout=log, stderr=log, preexec_fn=ends_with_us))

    keyring = str(folder / "keyring")
    run("ceph-authtool", "-C", keyring, "--gen-key", "-n", "mon.", "--cap", "mon", "allow *")
    for name in ("client.admin", "osd.0", "client.rgw"):
        caps = [part for what in ("mon", "osd") for part in ("--cap", what, "allow *")]
        run("ceph-authtool", keyring, "--gen-key", "-n", name, *caps)
    run("monmaptool", "--create", "--fsid", fsid, "--addv", "a", f"[v1:127.0.0.1:{mon}]", str(folder / "monmap"))
    run("ceph-mon", "-c", str(conf), "--mkfs", "-i", "a", "--monmap", str(folder / "monmap"), "--keyring", keyring)
    serve("ceph-mon", "-i", "a")
    _until(lambda: "HEALTH" in run("ceph", "-c", str(conf), "--connect-timeout", "5", "health"), folder)
    osd = str(uuid.uuid4())
    run("ceph", "-c", str(conf), "osd", "new", osd)
    run("ceph-osd", "-c", str(conf), "-i", "0", "--mkfs", "--osd-uuid", osd)
    serve("ceph-osd", "-i", "0")
    _until(
        lambda: '"num_up_osds":1' in run("ceph", "-c", str(conf), "osd", "stat", "-f", "json").replace(" ", ""), folder
    )
    serve("radosgw", "-n", "client.rgw")
    _until(lambda: _answers(rgw), folder)
    user = ("user", "create", "--uid=archive", "--display-name=archive")
    made = run("radosgw-admin", "-c", str(conf), "-n", "client.rgw", *user)
    key = json.loads(made[made.index("{") :])["keys"][0]
    server = ObjectServer(url=f"http://127.0.0.1:{rgw}", access_key=key["access_key"], secret=key["secret_key"])
    _make_bucket(server)
    return server


def _make_bucket(server: ObjectServer) -> None:
    store = S3Store(
        server.bucket, endpoint=server.url, region="us-east-1", access_key_id=server.access_key,
        secret_access_key=server.secret, client_options={"allow_http": True},
    )  # fmt: skip
    request = urllib.request.Request(obstore.sign(store, "PUT", "", timedelta(minutes=5)), method="PUT")
    with urllib.request.urlopen(request, timeout=30) as answer:
        assert answer.status == 200


def _until(holds: Callable[[], bool], folder: Path) -> None:
    deadline = time.monotonic() + _READY_S
    while True:
        with contextlib.suppress(subprocess.CalledProcessError):
            if holds():
                return
        said = "".join(path.read_text(errors="replace")[-2000:] for path in folder.glob("*.out"))
        assert time.monotonic() < deadline, f"the object server does not start: {said}"
        time.sleep(0.5)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
