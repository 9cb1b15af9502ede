"""May this browser ask for the map's data?  Only with a token that the page gave it.

A login guards the page's script, not our own routes: so the script hands the map a signed
token that soon runs out, and the routes refuse without it.
"""

from __future__ import annotations

import os
import secrets
from functools import cache

from itsdangerous import BadSignature, SignatureExpired, TimestampSigner

LIFETIME = 30 * 60
HEADER = "x-map-token"
_SALT = "conflict-map.routes"
_WORD = b"map"
_LONGEST = 200


class Refused(Exception):  # noqa: N818
    """A request without a valid token; the message is what the browser is told."""


@cache
def _signer() -> TimestampSigner:
    """Sign with ``CONFLICT_MAP_SECRET`` (several processes behind one address), else per start."""
    secret = os.environ.get("CONFLICT_MAP_SECRET") or secrets.token_hex(32)
    return TimestampSigner(secret, salt=_SALT)


def issue() -> str:
    """Return a token that opens the map's routes for half an hour."""
    return _signer().sign(_WORD).decode("ascii")


def check(token: str | None, lifetime: int = LIFETIME) -> None:
    """Accept a token, or say why not.

    Raises
    ------
    Refused
        If there is none, it is not ours, or it has run out.
    """
    if not token or len(token) > _LONGEST:
        raise Refused("This address serves the map on the page; open the page itself.")
    try:
        word = _signer().unsign(token, max_age=lifetime)
    except SignatureExpired:
        raise Refused("The map's token has run out; the page gives a new one.") from None
    except BadSignature:
        raise Refused("The map's token is not valid; reload the page.") from None
    if word != _WORD:
        raise Refused("The map's token is not valid; reload the page.")
