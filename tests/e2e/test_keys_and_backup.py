"""A camera's password over its whole life: entered, rotated, backed up, restored, and never seen again."""

import hashlib
import json
import sys
import tarfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from running import running, toancanh

SECRET = "quite-Secret-4711"


def files_below(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_password_is_kept_and_never_comes_back_out(tmp_path: Path) -> None:
    data, archive = tmp_path / "data", tmp_path / "backup.tar.gz"
    with running(tmp_path) as platform:
        stream = {"role": "main", "url": "rtsp://192.0.2.1/live", "username": "viewer", "password": SECRET}
        camera = {
            "code": "C1",
            "name": "Cầu Giấy",
            "owner_id": platform.organisation_id,
            "lat": 21.03,
            "lon": 105.8,
            "streams": [stream],
        }
        made = platform.call("POST", "/cameras", camera)
        answers = [made, platform.call("GET", "/cameras"), platform.call("GET", f"/cameras/{made['id']}")]
        assert platform.stop() == 0
    assert SECRET not in json.dumps(answers)
    assert SECRET.encode() not in files_below(data)

    first = toancanh(tmp_path, "keys", "rotate", "--data", str(data))
    second = toancanh(tmp_path, "keys", "rotate", "--data", str(data))
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert first.stdout.startswith("1 secrets are encrypted by the new key ")
    assert second.stdout != first.stdout

    made_backup = toancanh(tmp_path, "backup", str(archive), "--data", str(data))
    assert made_backup.returncode == 0, made_backup.stderr
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    assert [entry["sha256"] for entry in platform.record("backup.make")] == [digest]
    with tarfile.open(archive) as backup:
        assert "toancanh.db" in backup.getnames()
    refused = toancanh(tmp_path, "restore", str(archive), "--data", str(data))
    assert refused.returncode == 1
    assert "not empty" in refused.stderr

    data.rename(tmp_path / "old")
    restored = toancanh(tmp_path, "restore", str(archive), "--data", str(data))
    assert restored.returncode == 0, restored.stderr
    assert SECRET.encode() not in files_below(data)
    assert [entry["sha256"] for entry in platform.record("backup.restore")] == [digest]
    with running(tmp_path) as platform:
        assert platform.command("backup", str(tmp_path / "while-it-runs")).returncode == 0
        assert platform.command("audit", "verify").returncode == 0
        (camera,) = platform.call("GET", "/cameras")["items"]
        assert camera["code"] == "C1"
        assert camera["streams"][0]["has_password"] is True
        assert platform.stop() == 0

    (key,) = (tmp_path / "home" / ".config" / "toancanh").glob("*.key")
    key.unlink()
    lost = toancanh(tmp_path, "keys", "rotate", "--data", str(data))
    assert lost.returncode == 2
    assert "master key" in lost.stderr
