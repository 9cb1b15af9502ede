"""Who bore a loss whose own words name nobody: "seven soldiers", "three posts", "two more".

The words say a class (victims.toml); the event's parties and who speaks say which of that class.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from events.coding.lexicon import Lexicon
from events.coding.records import Draft, Loss
from events.coding.types import BATTLES, CIVILIANS, PROTESTS, REMOTE, RIOTS
from events.model import Claim

_STATE = (":MIL", ":POL", ":IEA", ":GOV")
_CIVIL = (":CIV", ":PRO", ":RIO")
_THINGS = ("destroyed", "damaged", "seized", "shot_down")
_BARE = re.compile(
    r"^(?:(?:another|the|other|others|more|further|dozens|scores|several|hundreds|dead|deaths?|injured|wounded|toll|death toll|number of (?:the )?(?:dead|deaths|killed|wounded|injured)|[\d,.]+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[a-z]+teen|[a-z]+ty)[\s-]*)+$",  # noqa: E501
    re.IGNORECASE,
)
_MARTYR = re.compile(
    r"martyr|shaha?da|lost (?:its|their|his|\w+ soldiers?)|laid down|sacrific|\bits\b|\bown\b",
    re.IGNORECASE,
)
_DONE_BY = re.compile(
    r"^\W*(?:kill|eliminat|neutrali|destroy|captur|injur|wound|burn)\w*", re.IGNORECASE
)
_OF_OWN = re.compile(r"\b(?:own|our|its|his|their)\b")


@dataclass(frozen=True, slots=True)
class Bearing:
    """What telling a loss's bearer needs besides the claim."""

    draft: Draft
    land: str | None
    class_id: Callable[[str, str], str]
    classes: tuple[tuple[str, re.Pattern[str]], ...]

    @property
    def sides(self) -> tuple[str, ...]:
        """Both parties of the event."""
        return (*self.draft.side_a, *self.draft.side_b)

    def of(self, cls: str) -> str | None:
        """Return the class of the land where the event was."""
        return self.class_id(self.land, cls) if self.land else None


_CACHE: dict[int, tuple[Lexicon, tuple[tuple[str, re.Pattern[str]], ...]]] = {}


def classes(lexicon: Lexicon) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the words of each class, compiled once for a lexicon."""
    known = _CACHE.get(id(lexicon))
    if known is None or known[0] is not lexicon:
        rows = lexicon.victims.classes.items()
        known = (lexicon, tuple((c, re.compile(p, re.IGNORECASE)) for c, p in rows))
        _CACHE[id(lexicon)] = known
    return known[1]


def sided(losses: Sequence[Loss], bearing: Bearing) -> list[Claim]:
    """Return the claims of an event, each with the side that bore it where that can be told."""
    done: list[Claim] = []
    for loss in losses:
        claim = loss.claim
        if claim.side is None:
            claim = replace(claim, side=_as_before(claim, done) or _side(claim, bearing))
        done.append(claim)
    return done


def _side(claim: Claim, bearing: Bearing) -> str | None:
    what = claim.what or ""
    cls = next((c for c, words in bearing.classes if words.search(what)), None)
    if claim.high == 0:
        return _of_none(cls, claim, bearing)
    if claim.kind == "displaced":
        return bearing.of("CIV")
    if cls == "ARMS" or (claim.kind in _THINGS and cls is None):
        return _arms(claim, bearing)
    return _OF_CLASS.get(cls or "", _people)(claim, bearing)


def _of_none(cls: str | None, claim: Claim, bearing: Bearing) -> str | None:
    """Tell whom a zero spares: civilians, or the speaker's own."""
    if cls == "CIV":
        return bearing.of("CIV")
    own = _OF_OWN.search(f"{claim.what} {claim.quote.text if claim.quote else ''}")
    if cls == "OWN" or own or claim.kind == "seized":
        return _own(claim, bearing)
    return None


def _own(claim: Claim, bearing: Bearing) -> str | None:
    """Return the forces of the one who speaks."""
    land, _, code = (claim.claimant or "").partition(":")
    if not re.fullmatch(r"[A-Z0-9-]+", land) or code == "CIV":
        return None
    return bearing.class_id(land, "MIL") if code == "GOV" else claim.claimant


def _states(bearing: Bearing) -> list[str]:
    return [a for a in bearing.sides if a.endswith((":MIL", ":IEA")) or a == "AFG:GOV"]


def _enemies(claim: Claim, bearing: Bearing) -> list[str]:
    """Return the armed parties that the speaker is not of."""
    own = _own(claim, bearing)
    land = (claim.claimant or "").partition(":")[0]
    return [
        a
        for a in bearing.sides
        if not a.endswith(_CIVIL)
        and a not in (own, claim.claimant)
        and not (a.endswith(_STATE) and a.partition(":")[0] == land)
    ]


def _soldiers(claim: Claim, bearing: Bearing) -> str | None:
    quote = claim.quote.text if claim.quote else ""
    states = _states(bearing)
    if len(states) == 1:
        return states[0]
    if not states:
        land = bearing.of("MIL")
        return None if land and land.endswith(":IEA") else land
    own = _own(claim, bearing)
    if own not in states:
        return None
    others = [a for a in states if a != own]
    lost = _MARTYR.search(quote) or not (own.endswith(":IEA") or _DONE_BY.match(quote))
    return own if lost else others[0]


def _fighters(claim: Claim, bearing: Bearing) -> str | None:
    """Return the armed group of the event; between two states the one that the speaker is not."""
    rebels = [a for a in bearing.sides if not a.endswith((*_CIVIL, *_STATE)) and a != "AFG:GOV"]
    if len(rebels) == 1:
        return rebels[0]
    enemies = _enemies(claim, bearing)
    if not rebels and len(enemies) == 1:
        return enemies[0] if claim.claimant or enemies[0].endswith(":IEA") else None
    return None if rebels or (bearing.sides and len(enemies) > 1) else bearing.of("UNK")


def _arms(claim: Claim, bearing: Bearing) -> str | None:
    """Return whom weapons, posts and vehicles were taken or destroyed from: not the speaker."""
    enemies = _enemies(claim, bearing)
    if claim.stance != "asserted":
        return _own(claim, bearing)
    armed = [a for a in bearing.sides if not a.endswith(_CIVIL)]
    spoken = _own(claim, bearing)
    if spoken and len(enemies) == 1 and len(armed) > 1:
        return enemies[0]
    rebels = [a for a in armed if not a.endswith(_STATE)]
    if claim.kind in ("seized", "shot_down") and spoken and spoken.endswith(_STATE):
        return rebels[0] if len(rebels) == 1 else None
    states = [a for a in armed if a.endswith(_STATE)]
    if claim.kind in ("destroyed", "damaged") and len(states) == 1 and rebels:
        return states[0]
    return None


def _member(cls: str) -> Callable[[Claim, Bearing], str | None]:
    """Return the rule for a class that the event has one party of, else of its land."""

    def find(_claim: Claim, bearing: Bearing) -> str | None:
        in_event = [a for a in bearing.sides if a.endswith(f":{cls}")]
        return in_event[0] if len(in_event) == 1 else bearing.of(cls)

    return find


def _people(claim: Claim, bearing: Bearing) -> str | None:
    """Return the side of victims of no trade: civilians where no armed party was hit."""
    return None if claim.kind in _THINGS else _hit(bearing)


def _hit(bearing: Bearing) -> str | None:
    draft = bearing.draft
    civil = [a for a in bearing.sides if a.endswith((":CIV", ":PRO"))]
    if draft.event_type in (PROTESTS, RIOTS, CIVILIANS) and len(civil) == 1:
        return civil[0]
    armed = [a for a in draft.side_b if not a.endswith(_CIVIL)]
    if draft.event_type == REMOTE and civil and not armed:
        return civil[0]
    if draft.event_type == BATTLES and civil and not _states(bearing):
        return civil[0]
    return None


_OF_CLASS: dict[str, Callable[[Claim, Bearing], str | None]] = {
    "OWN": _own,
    "MIL": _soldiers,
    "UNK": _fighters,
    "POL": _member("POL"),
    "CIV": _member("CIV"),
    "GOV": _member("GOV"),
    "PRO": _member("PRO"),
}


def _as_before(claim: Claim, done: Sequence[Claim]) -> str | None:
    """Return the side of the loss before, for one whose noun is left out: "and two more"."""
    if claim.kind in _THINGS or claim.high == 0 or not _BARE.match(claim.what or ""):
        return None
    before = [c for c in done if c.claimant == claim.claimant and c.kind not in _THINGS]
    return before[-1].side if before and not before[-1].subset else None
