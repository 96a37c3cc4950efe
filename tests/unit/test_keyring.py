import shutil
from pathlib import Path

import pytest

from toancanh.infra.keyring import KeyRing, rotate_secrets
from toancanh.infra.master_key import load_master_key, master_key_path
from toancanh.kernel import DataLoss, Invalid

MASTER = bytes(range(32))


def test_a_token_names_its_key_and_opens_only_in_its_context(tmp_path: Path) -> None:
    ring = KeyRing.open(MASTER, tmp_path / "keys.json")
    token = ring.encrypt(b"camera password", "stream:1")
    assert KeyRing.key_of(token) == ring.active_key
    assert KeyRing.open(MASTER, tmp_path / "keys.json").decrypt(token, "stream:1") == b"camera password"
    with pytest.raises(DataLoss):
        ring.decrypt(token, "stream:2")
    with pytest.raises(DataLoss):
        ring.decrypt(token[:-4] + "AAA=", "stream:1")
    with pytest.raises(DataLoss):
        ring.decrypt("plain text", "stream:1")


def test_a_rotation_reaches_every_holder_and_a_process_that_holds_the_old_ring(tmp_path: Path) -> None:
    ring, other = (KeyRing.open(MASTER, tmp_path / "keys.json") for _ in range(2))
    table = {"a": ring.encrypt(b"1", "a"), "b": ring.encrypt(b"2", "b")}
    late = other.encrypt(b"3", "c")  # committed only after the rotation

    def holder(keys: KeyRing) -> int:
        table.update({name: keys.reencrypt(token, name) for name, token in table.items()})
        return len(table)

    first = ring.active_key
    assert rotate_secrets(ring, [holder]) == 2
    assert {KeyRing.key_of(token) for token in table.values()} == {ring.active_key} != {first}
    assert other.decrypt(table["a"], "a") == b"1"
    assert other.active_key == ring.active_key
    assert other.decrypt(late, "c") == b"3"

    table["c"] = late
    rotate_secrets(ring, [holder])
    assert ring.decrypt(table["c"], "c") == b"3"
    with pytest.raises(DataLoss, match="not in the key ring"):
        ring.decrypt(late, "c")


def test_derived_keys_differ_by_name_and_stay_over_rotations(tmp_path: Path) -> None:
    ring = KeyRing.open(MASTER, tmp_path / "keys.json")
    grants = ring.mac_key("grants")
    assert len(grants) == 32
    assert grants != ring.mac_key("sessions")
    ring.rotate()
    assert ring.mac_key("grants") == grants


def test_data_copied_without_the_master_key_yields_no_secret(tmp_path: Path) -> None:
    data, home = tmp_path / "data", tmp_path / "home"
    data.mkdir()
    key = load_master_key(data=data, file=None, credentials=None, home=home, create=True)
    token = KeyRing.open(key, data / "keys.json").encrypt(b"camera password", "s")
    (data / "token").write_text(token)
    copy = tmp_path / "copy"
    shutil.copytree(data, copy)

    content = b"".join(path.read_bytes() for path in copy.rglob("*") if path.is_file())
    assert b"camera password" not in content
    assert key not in content
    assert key.hex().encode() not in content
    with pytest.raises(Invalid, match="missing"):
        load_master_key(data=copy, file=None, credentials=None, home=tmp_path / "thief", create=True)
    with pytest.raises(DataLoss, match="master key"):
        KeyRing.open(bytes(32), copy / "keys.json")

    # the owner, who moved DATA, still has the key
    moved = load_master_key(data=copy, file=None, credentials=None, home=home, create=False)
    assert KeyRing.open(moved, copy / "keys.json").decrypt(token, "s") == b"camera password"


def test_the_master_key_is_private_and_outside_data(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    file = tmp_path / "master.key"
    load_master_key(data=data, file=file, credentials=None, home=tmp_path, create=True)
    assert file.stat().st_mode & 0o777 == 0o600
    file.chmod(0o644)
    with pytest.raises(Invalid, match="chmod 600"):
        load_master_key(data=data, file=file, credentials=None, home=tmp_path, create=False)
    with pytest.raises(Invalid, match="must not lie in the data folder"):
        load_master_key(data=data, file=data / "master.key", credentials=None, home=tmp_path, create=True)


def test_a_systemd_credential_goes_before_the_users_configuration(tmp_path: Path) -> None:
    (tmp_path / "toancanh-master-key").write_text(MASTER.hex())
    path = master_key_path(data=tmp_path / "data", file=None, credentials=str(tmp_path), home=tmp_path)
    assert path == tmp_path / "toancanh-master-key"
