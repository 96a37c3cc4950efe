import threading
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import islice

import argon2
import pytest

from governance_rig import quick_passwords
from toancanh.governance.passwords import Passwords
from toancanh.governance.people import check_password
from toancanh.governance.setup import generate_password
from toancanh.kernel import Exhausted, Invalid


@pytest.mark.parametrize(
    "password", ["seven green buses", "mật khẩu rất dài", "x9!kQ2#p", "a" * 3 + "bcde" + "f" * 249, "lan is not in it"]
)
def test_good_passwords(password: str) -> None:
    check_password(password, "lan")


@pytest.mark.parametrize(
    "password",
    ["", "short7!", "x" * 300, "password", "PassWord1", "Matkhau123", "aaaaaaaabbb", "lan.tran", "Lan.Tran1"],
)
def test_passwords_that_are_guessed_first(password: str) -> None:
    with pytest.raises(Invalid):
        check_password(password, "lan.tran")


def test_a_hash_is_argon2id_with_the_recommended_work() -> None:
    assert Passwords().hash("x").startswith("$argon2id$v=19$m=65536,t=3,p=4$")  # RFC 9106, second recommended option


def test_a_password_matches_its_hash_alone() -> None:
    passwords = quick_passwords()
    stored = passwords.hash("seven green buses")
    assert passwords.matches(stored, "seven green buses")
    assert not passwords.matches(stored, "seven green bus")
    assert not passwords.matches("no hash at all", "seven green buses")
    assert not passwords.matches(None, "the password of nobody")
    assert Passwords().is_outdated(stored)


def test_a_flood_of_sign_ins_does_not_take_every_thread() -> None:
    go_on = threading.Event()

    class Slow(argon2.PasswordHasher):
        def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
            go_on.wait(20)
            return str(password)

    passwords = Passwords(hasher=Slow(), at_once=2)
    with ThreadPoolExecutor(40) as threads:
        asked = [threads.submit(passwords.hash, "x") for _ in range(40)]
        first_done = islice(as_completed(asked, timeout=10), 30)
        assert all(isinstance(one.exception(), Exhausted) for one in first_done)
        go_on.set()
    assert sum(one.exception() is None for one in asked) == 10


def test_a_generated_password_is_good_and_new_each_time() -> None:
    made = {generate_password() for _ in range(20)}
    assert len(made) == 20
    for password in made:
        check_password(password, "admin")
