import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Literal

import pytest
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from web.passwords import _NOBODYS, MOST, PASSWORDS, Passwords, weakness

ANN = "ann.oakley@example.org"


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "thirteen purple lanterns",
        "8402 7719 3350 62",
        "Kd9!xQ2#vB7$",
        "éclairs für Zoë am Montag",
        "x" * 3 + "a long tail of words" * 9,
    ],
)
def test_a_password_that_nobody_would_try_is_good_enough_whatever_signs_it_has(password: str) -> None:
    assert weakness(password, ANN) == ""


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short one", "12 to 200 letters"),
        ("ab " * 70, "12 to 200 letters"),
        ("Password2026!", "first that others try"),
        ("p4ssw0rd!!!!", "first that others try"),
        ("liverpool1892", "first that others try"),
        ("aaaaaaaaaaaaaaaa", "first that others try"),
        ("123456789012", "first that others try"),
        ("qwertyuiop12", "first that others try"),
        ("zyxwvutsrqpo", "first that others try"),
        ("WelcomeSummer2025", "first that others try"),
        ("ann.oakley likes it", "your address"),
        ("Waymark for ever", "name of this service"),
        ("our School Transport team", "name of this service"),
    ],
)
def test_a_password_that_others_try_first_is_refused_in_a_sentence(password: str, said: str) -> None:
    assert said in weakness(password, ANN)


def test_a_password_is_kept_as_argon2id_and_only_the_same_one_is_right() -> None:
    kept = PASSWORDS.hash_of("correct horse battery")
    assert kept.startswith("$argon2id$")
    assert PASSWORDS.is_right("correct horse battery", kept)
    assert not PASSWORDS.is_right("correct horse batterY", kept)


def test_one_letter_typed_in_two_ways_is_one_letter() -> None:
    assert PASSWORDS.is_right("cafe\u0301 horse battery", PASSWORDS.hash_of("caf\u00e9 horse battery"))


def test_nobody_has_a_password_and_trying_it_is_as_much_work() -> None:
    hasher = PasswordHasher(memory_cost=47_104, time_cost=2, parallelism=1)
    assert not hasher.check_needs_rehash(_NOBODYS)  # the parameters of every other try
    assert not PASSWORDS.is_right("anything at all", None)


def test_a_password_longer_than_any_is_not_hashed_whole() -> None:
    seen: list[str] = []

    class Recorder(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002, ARG002 -- argon2's own names
            seen.append(str(password))
            raise VerifyMismatchError

    assert not Passwords(Recorder()).is_right("x" * 1_000_000, "kept")
    assert len(seen[0]) == MOST + 1


class Slow(PasswordHasher):
    """Waits until as many as are wanted are at work, or for as long as it has patience; counts the most at once."""

    def __init__(self, wanted: int, patience_s: float) -> None:
        super().__init__()
        self.patience_s = patience_s
        self.most = self.now = 0
        self.lock = threading.Lock()
        self.enough = threading.Event()
        self.wanted = wanted

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:  # noqa: ARG002 -- argon2's own names
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
            if self.now >= self.wanted:
                self.enough.set()
        self.enough.wait(self.patience_s)
        with self.lock:
            self.now -= 1
        return "hash"


@pytest.mark.parametrize(("at_once", "patience_s"), [(2, 0.2), (6, 30)])
def test_never_more_passwords_are_hashed_at_once_than_may_be(at_once: int, patience_s: float) -> None:
    slow = Slow(6, patience_s)
    passwords = Passwords(slow, at_once=at_once)
    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(passwords.hash_of, ["x"] * 6)) == {"hash"}
    assert slow.most == at_once  # with room for all six, all six are at work: so the count can tell
