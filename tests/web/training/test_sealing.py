"""What phones seal is opened by our key alone, for the entry and the person that it was sealed for."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from hypothesis import given
from hypothesis import strategies as st

from tests.web.training.phones import seal
from web.training.sealing import SealError, bound_to, point_of, unseal

OWN = generate_private_key(SECP256R1())
PUBLIC = point_of(OWN.public_key())
BOUND = bound_to("e1", "k1", "ann")
SEALED = seal(PUBLIC, {"level": "3"}, id_="e1", key_id="k1", user="ann")


def test_what_was_sealed_is_opened() -> None:
    assert unseal(OWN, SEALED, BOUND) == b'{"level": "3"}'


def test_the_same_entry_is_sealed_otherwise_each_time() -> None:
    again = seal(PUBLIC, {"level": "3"}, id_="e1", key_id="k1", user="ann")
    assert again[:88] != SEALED[:88]


@pytest.mark.parametrize("bound", [("e2", "k1", "ann"), ("e1", "k2", "ann"), ("e1", "k1", "bob")])
def test_a_seal_of_another_entry_key_or_person_is_refused(bound: tuple[str, str, str]) -> None:
    with pytest.raises(SealError):
        unseal(OWN, SEALED, bound_to(*bound))


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(SealError):
        unseal(generate_private_key(SECP256R1()), SEALED, BOUND)


@given(st.integers(0, len(base64.b64decode(SEALED)) - 1), st.integers(1, 255))
def test_a_seal_of_which_one_byte_has_changed_is_refused(place: int, change: int) -> None:
    whole = bytearray(base64.b64decode(SEALED))
    whole[place] ^= change
    with pytest.raises(SealError):
        unseal(OWN, base64.b64encode(whole).decode(), BOUND)


@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda raw: base64.b64encode(raw).decode()))
def test_what_is_no_seal_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(SealError, match=r"^it .+\.$"):
        unseal(OWN, text, BOUND)
