"""The second factor: a code from an app on one's telephone, or one of ten recovery codes on paper."""

import base64
import hmac
import re
import secrets
from datetime import datetime

import pyotp
import segno

STEP_S = 30
"""For how long an app shows one code."""
_DRIFT = 1
"""By how many steps a telephone's clock may be wrong."""
_CODES = 10
_CODE_BYTES = 10
_GROUP = 4


def new_secret() -> str:
    """Return what an app and the office share, as it is typed into an app."""
    return pyotp.random_base32()


def step_of(secret: str, code: str, now: datetime, last_step: int | None) -> int | None:
    """Return the step of time of which a code is; None if it is of none near now, or of one that has been used.

    Parameters
    ----------
    last_step
        The newest step whose code was used: that code and older ones are worth nothing any more.
    """
    typed = "".join(code.split())
    step = int(now.timestamp()) // STEP_S
    for each in range(step - _DRIFT, step + _DRIFT + 1):
        right = pyotp.TOTP(secret, interval=STEP_S).generate_otp(each)
        if hmac.compare_digest(right.encode(), typed.encode()) and (last_step is None or each > last_step):
            return each
    return None


def drawing(secret: str, email: str, service: str) -> str:
    """Return what an app reads with the camera, as SVG."""
    link = pyotp.TOTP(secret, interval=STEP_S).provisioning_uri(name=email, issuer_name=service)
    return segno.make(link, micro=False).svg_inline(scale=5, light="#fff")


def in_groups(secret: str) -> str:
    """Return a secret as it is read aloud or typed: in groups of four.

    Examples
    --------
    >>> in_groups("ABCDEFGHIJ")
    'ABCD EFGH IJ'
    """
    return " ".join(secret[begin : begin + _GROUP] for begin in range(0, len(secret), _GROUP))


def new_recovery_codes() -> tuple[str, ...]:
    """Return ten codes, each of which stands in once for the app."""
    made = (base64.b32encode(secrets.token_bytes(_CODE_BYTES)).decode().lower() for _ in range(_CODES))
    return tuple(in_groups(code).replace(" ", "-") for code in made)


def plain_code(typed: str) -> str:
    """Return a recovery code as it was made, however it was typed.

    Examples
    --------
    >>> plain_code(" ABCD efgh-ijkl mnop ")
    'abcd-efgh-ijkl-mnop'
    """
    return in_groups(re.sub(r"[\s-]", "", typed).lower()).replace(" ", "-")
