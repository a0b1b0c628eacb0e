"""What a phone does, in Python: seals an entry to the server's public key."""

import base64
import json
import secrets
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from web.training.sealing import bound_to, key_between, point_of


def seal(public: bytes, fields: Mapping[str, Any], *, id_: str, key_id: str, user: str) -> str:
    """Return an entry as it leaves a phone."""
    own = generate_private_key(SECP256R1())
    ours, nonce = point_of(own.public_key()), secrets.token_bytes(12)
    key = key_between(own, public, ours + public)
    text = key.encrypt(nonce, json.dumps(fields).encode(), bound_to(id_, key_id, user))
    return base64.b64encode(ours + nonce + text).decode()
