from __future__ import annotations

import pytest
from itsdangerous import TimestampSigner

from views import tokens


def test_an_issued_token_is_accepted() -> None:
    tokens.check(tokens.issue())


def test_a_token_runs_out() -> None:
    with pytest.raises(tokens.Refused, match="run out"):
        tokens.check(tokens.issue(), lifetime=-1)


@pytest.mark.parametrize(
    "forged",
    [
        None,
        "",
        "map",
        "map.abc.def",
        "x" * 10_000,
        TimestampSigner("another secret", salt="conflict-map.routes").sign(b"map").decode(),
        "🗺.é.ü",
    ],
    ids=["none", "empty", "bare", "no date", "long", "another secret", "not ascii"],
)
def test_what_we_did_not_sign_is_refused(forged: str | None) -> None:
    with pytest.raises(tokens.Refused):
        tokens.check(forged)


def test_a_token_holds_only_characters_that_are_safe_in_a_script() -> None:
    assert not set(tokens.issue()) & set("{}<>\"'`$\\&; ")
