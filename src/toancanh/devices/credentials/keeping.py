"""What is kept of a log-in: sealed by the key ring, and a keyed digest by which equal passwords are found."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import Connection, delete, func, insert, select, update

from toancanh.devices.credentials.rotation import ChangeOutcome, ChangeStep, Rotation, Try, Which
from toancanh.devices.store.tables import device_credential as table
from toancanh.infra.keyring import KeyRing
from toancanh.kernel import Conflict, DataLoss, NotFound

_LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_TWO_KEPT = frozenset(step for step in ChangeStep if Rotation(step=step).both_kept)
_LENGTH = 16
"""As long as Hikvision takes (8 to 16); 92 bits."""


@dataclass(frozen=True, kw_only=True)
class KeptCredential:
    """A log-in without its password."""

    device_id: str
    username: str
    factory: bool
    set_at_us: int
    rotated_at_us: int | None
    rotation: Rotation
    shared_with: int = 0  # how many other devices have the same password


@dataclass(frozen=True, kw_only=True)
class LogIn:
    """A user name and a password in the clear."""

    username: str
    password: str = field(repr=False)


def new_password() -> str:
    """Sixteen letters and digits of each kind, none of which are taken for one another."""
    while True:
        made = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
        if any(map(str.isupper, made)) and any(map(str.islower, made)) and any(map(str.isdigit, made)):
            return made


class Credentials:
    """The table of log-ins, in the caller's transactions. Judges nothing."""

    def __init__(self, *, keyring: KeyRing, factory_passwords: Collection[str] = ()) -> None:
        self._keyring = keyring
        self._factory_passwords = factory_passwords

    def put(self, tx: Connection, device_id: str, login: LogIn, *, now_us: int, proved: bool = False) -> None:
        """In place of what was kept. ``proved``: the device has just taken it, which ends a change that is stuck.
        Raises `Conflict` while two passwords are kept, for this may be neither.
        """
        values = {
            "username": login.username,
            "secret": self._sealed(login.password, device_id),
            "digest": self._digest(login.password),
            "factory": self._is_factory(login.password),
            "set_us": now_us,
            "next_secret": "",
            **_rotation_columns(Rotation()),
        }
        two = _TWO_KEPT - {ChangeStep.STUCK} if proved else _TWO_KEPT
        mine = update(table).where(table.c.device_id == device_id)
        if not tx.execute(mine.where(table.c.step.not_in(sorted(two))).values(**values)).rowcount:
            if self.kept(tx, device_id) is not None:
                raise being_changed()
            tx.execute(insert(table).values(device_id=device_id, rotated_us=None, **values))

    def kept(self, connection: Connection, device_id: str) -> KeptCredential | None:
        """What may be told."""
        row = connection.execute(select(table).where(table.c.device_id == device_id)).one_or_none()
        if row is None:
            return None
        same = select(func.count()).where(table.c.digest == row.digest, table.c.device_id != device_id)
        shared = connection.execute(same).scalar_one() if row.digest else 0
        return KeptCredential(
            device_id=device_id, username=row.username, factory=row.factory, set_at_us=row.set_us,
            rotated_at_us=row.rotated_us, rotation=_rotation(row.step, row.outcome, row.tries), shared_with=shared,
        )  # fmt: skip

    def open(self, connection: Connection, device_id: str, which: Which = Which.OLD) -> LogIn:
        """In the clear, for the connection alone. Raises `NotFound` where none is kept, `DataLoss` without its key."""
        row = connection.execute(select(table).where(table.c.device_id == device_id)).one_or_none()
        token = "" if row is None else row.next_secret if which is Which.NEW else row.secret
        if row is None or not token:
            raise NotFound("no log-in is kept for this device: enter one")
        context = _next_context(device_id) if which is Which.NEW else _context(device_id)
        return LogIn(username=row.username, password=self._keyring.decrypt(token, context).decode())

    def save(self, tx: Connection, device_id: str, rotation: Rotation, *, before: Rotation) -> None:
        """How far a change is. Raises `Conflict` where it does not stand at ``before`` any more."""
        _go_on(tx, device_id, before, _rotation_columns(rotation))

    def remember(self, tx: Connection, device_id: str, password: str, rotation: Rotation, *, before: Rotation) -> None:
        """The new password beside the old one. Raises as `save`."""
        sealed = self._keyring.encrypt(password.encode(), _next_context(device_id))
        _go_on(tx, device_id, before, {"next_secret": sealed, **_rotation_columns(rotation)})

    def settle(self, tx: Connection, device_id: str, rotation: Rotation, *, before: Rotation, now_us: int) -> None:
        """Forget the one that is not the device's: the old where the new one is proved, else the new. As `save`."""
        values: dict[str, object] = {"next_secret": "", **_rotation_columns(rotation)}
        if rotation.step is ChangeStep.PROVED:
            password = self.open(tx, device_id, Which.NEW).password
            values |= {
                "secret": self._sealed(password, device_id),
                "digest": self._digest(password),
                "factory": self._is_factory(password),
                "set_us": now_us,
                "rotated_us": now_us,
            }
        _go_on(tx, device_id, before, values)

    def forget(self, tx: Connection, device_id: str, *, both: bool = False) -> None:
        """The device is not ours any more. Raises `Conflict` while two passwords are kept, unless ``both`` may go."""
        mine = delete(table).where(table.c.device_id == device_id)
        tx.execute(mine if both else mine.where(table.c.step.not_in(sorted(_TWO_KEPT))))
        if self.kept(tx, device_id) is not None:
            raise being_changed()

    def under_way(self, connection: Connection) -> list[str]:
        """Devices whose change was cut, or waits."""
        steps = [ChangeStep.PREPARED, ChangeStep.SENT, ChangeStep.PROVED]
        return list(connection.execute(select(table.c.device_id).where(table.c.step.in_(steps))).scalars())

    def first_twin(self, connection: Connection, device_id: str) -> list[str]:
        """The other device with the same password, where there is just one: more were found sharing before."""
        mine = select(table.c.digest).where(table.c.device_id == device_id, table.c.digest != "").scalar_subquery()
        query = select(table.c.device_id).where(table.c.digest == mine, table.c.device_id != device_id).limit(2)
        found = list(connection.execute(query).scalars())
        return found if len(found) == 1 else []

    def reencrypt(self, keyring: KeyRing, tx: Connection) -> int:
        """`infra.keyring.SecretHolder`, in the caller's transaction."""
        count = 0
        for row in tx.execute(select(table.c.device_id, table.c.secret, table.c.next_secret)).all():
            fresh = {
                "secret": _again(keyring, row.secret, _context(row.device_id)),
                "next_secret": _again(keyring, row.next_secret, _next_context(row.device_id)),
            }
            if fresh != {"secret": row.secret, "next_secret": row.next_secret}:
                tx.execute(update(table).where(table.c.device_id == row.device_id).values(**fresh))
                count += 1
        return count

    def _sealed(self, password: str, device_id: str) -> str:
        return self._keyring.encrypt(password.encode(), _context(device_id))

    def _digest(self, password: str) -> str:
        """Keyed, so that the table alone lets nobody try passwords; the same for equal ones."""
        if not password:
            return ""
        return hmac.new(self._keyring.mac_key("device-passwords"), password.encode(), hashlib.sha256).hexdigest()

    def _is_factory(self, password: str) -> bool:
        return password in self._factory_passwords or not password


def being_changed() -> Conflict:
    """Of the two passwords that are kept nobody knows yet which is the device's."""
    return Conflict(
        "the password of this device is being changed and both are kept: see how it ends, or have both tried again; "
        "where the device takes neither, take it in anew with the one that it has",
        reason="being_changed",
    )


def _go_on(tx: Connection, device_id: str, before: Rotation, values: dict[str, object]) -> None:
    """A stale note changes nothing: who comes second is told, whatever process it is in."""
    stands = [table.c[name] == value for name, value in _rotation_columns(before).items()]
    if not tx.execute(update(table).where(table.c.device_id == device_id, *stands).values(**values)).rowcount:
        raise Conflict("somebody else goes on with the change of this password", reason="being_changed")


def _again(keyring: KeyRing, token: str, context: str) -> str:
    try:
        return keyring.reencrypt(token, context) if token else token
    except DataLoss:
        return token  # it can only be entered again; the others go on


def _rotation_columns(of: Rotation) -> dict[str, object]:
    kept = {"tries": [[one.which, one.at_us] for one in of.tries], "refused": sorted(of.refused)}
    return {"step": of.step.value, "outcome": of.outcome.value, "tries": json.dumps(kept)}


def _rotation(step: str, outcome: str, tries: str) -> Rotation:
    kept = json.loads(tries)
    return Rotation(
        step=ChangeStep(step), outcome=ChangeOutcome(outcome), refused=frozenset(Which(one) for one in kept["refused"]),
        tries=tuple(Try(which=Which(which), at_us=at_us) for which, at_us in kept["tries"]),
    )  # fmt: skip


def _context(device_id: str) -> str:
    return f"device:{device_id}"


def _next_context(device_id: str) -> str:
    return f"device-next:{device_id}"
