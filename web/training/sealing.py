"""Opens what phones have sealed to the public key that their pages bear; the private one is in the store alone.

A phone makes a key for each entry (ECDH on P-256), derives from both one that nobody else can (HKDF-SHA-256), and seals
with it (AES-256-GCM), bound to the entry's id, to our key and to whoever made it. ``assets/js/sealing.js`` is its half.
"""

import base64
import binascii

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

FORM = b"waymark outbox 1"
_POINT, _NONCE, _TAG = 65, 12, 16


class SealError(ValueError):
    """What a phone sealed cannot be opened: by another key, for someone else, changed on the way, or no seal at all."""


def point_of(key: ec.EllipticCurvePublicKey) -> bytes:
    """Return a public key as the browser knows it: a point, uncompressed."""
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def bound_to(id_: str, key_id: str, user: str) -> bytes:
    """Return what a seal is bound to: the entry, our key, and whoever made it."""
    return f"{id_}|{key_id}|{user}".encode()


def key_between(own: ec.EllipticCurvePrivateKey, other: bytes, info: bytes) -> AESGCM:
    """Return the key that two share, each of whom has a pair.

    Raises
    ------
    ValueError
        If ``other`` is no point of the curve.
    """
    shared = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), other))
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=FORM + info).derive(shared))


def unseal(own: ec.EllipticCurvePrivateKey, sealed: str, bound: bytes) -> bytes:
    """Return what a phone sealed, from its base64.

    Raises
    ------
    SealError
        If it cannot be opened.
    """
    try:
        whole = base64.b64decode(sealed, validate=True)
    except (binascii.Error, ValueError):
        raise SealError("it is no base64.") from None
    theirs, nonce, text = whole[:_POINT], whole[_POINT : _POINT + _NONCE], whole[_POINT + _NONCE :]
    if len(text) < _TAG:
        raise SealError("it is too short.")
    try:
        return key_between(own, theirs, theirs + point_of(own.public_key())).decrypt(nonce, text, bound)
    except (InvalidTag, ValueError):
        raise SealError("it was sealed with another key or for someone else, or was changed.") from None
