"""Whose account a stretch of a report is: a communiqué's heading, a thread of posts, a repost.

A report that carries a party's own text rests on that party ("A press release's claimant is the
party that publishes it", codebook, section 9).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from events.coding.actors import ActorFinder
from events.coding.lexicon import Lexicon
from events.coding.speech import speaker_class

_LINE = re.compile(r"[^\n\u2028\u2029]+")
_PARTY = re.compile(r"ministry|military|army|directorate|forces|government|command", re.IGNORECASE)
# The press office of a country's armed forces: "Inter-Services Public Relations".
_MEDIA_WING = re.compile(
    r"\bISPR\b|\b(?:inter[- ])?services\b.*\b(?:wing|relations)\b|\b(?:media|public relations) wing\b",  # noqa: E501
    re.IGNORECASE,
)
_LONGEST = 90  # characters of a heading
_CAPITALS = 0.8  # share of a heading's letters
_NUMBER = re.compile(r"^\W*(?:[IVX]+|\d+|[A-Z])[.)]\s+")
_FROM = re.compile(
    r"\b(?:compiled|copied|taken|translated|gathered|collected) (?:by [^,.;\n]{3,40}? )?from (?:the )?(?:[\w’']+ ){0,4}?(?:account|channel|page|handle|feed|bulletin|communiqu[ée]s?|statements?)s? of (?:the )?(?P<who>[^,.;:\n]+)"  # noqa: E501
    r"|\b(?:text|translation) of (?:a|an|the) (?:\w+ )?(?:statement|communiqu[ée]|press release|bulletin) (?:issued |released |published )?(?:by|from) (?:the )?(?P<by>[^,.;:\n]+)"  # noqa: E501
    r"|^\W*(?:statement|press release|communiqu[ée]|bulletin) (?:issued |released )?(?:by|from|of) (?:the )?(?P<head>[^,.;:\n]+):?\s*$",  # noqa: E501
    re.IGNORECASE,
)
_REPOST = re.compile(
    r"(?:^|\] |\d+/ ?)(?:reposted|retweeted|shared|forwarded) from (?P<who>[^:\n]{3,60}):",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Account:
    """A stretch of the report that is one party's own text."""

    start: int
    end: int
    claimant: str


def publisher(words: str, finder: ActorFinder) -> str | None:
    """Return the actor whose press release a report is, if its publisher is a party."""
    mentions = finder.find(words, 0)
    named = next((m for m in mentions if m.cls == "GRP"), None)
    if named:
        return named.actor
    state = next((m for m in mentions if m.cls in ("MIL", "GOV", "POL") and not m.metonym), None)
    home = next(iter(finder.countries), None)
    if state and _PARTY.search(words):
        return finder.actor_of(state, home)
    if _MEDIA_WING.search(words) and home:
        land = next((m.country for m in mentions if m.country), None)
        return finder.class_id(land or home, "MIL")
    return None


def enemy(party: str | None, finder: ActorFinder) -> str | None:
    """Whom a party calls the enemy: a group its state's forces, a state the other country's."""
    known = finder.codebook.actor(party) if party else None
    if known is None:
        return None
    if known.actor_class in ("rebels", "militia") and known.country:
        return finder.class_id(known.country, "MIL")
    other = next((land for land in finder.countries if land != known.country), None)
    return finder.class_id(other, "MIL") if other else None


def find(text: str, finder: ActorFinder, lexicon: Lexicon) -> tuple[Account, ...]:
    """Return the parties' own texts in a report, in order; inside one a repost is another's."""

    def name(words: str) -> str | None:
        return _party_named(words, finder, lexicon)

    starts: list[tuple[int, str]] = []
    reposts: list[Account] = []
    for line in _LINE.finditer(text):
        words = line.group().strip()
        claimant = next((c for c in map(name, _heads(words)) if c), None)
        if claimant:
            starts.append((line.end(), claimant))
        repost = _REPOST.search(line.group())
        poster = name(repost["who"]) if repost else None
        if poster:
            reposts.append(Account(line.start(), line.end(), poster))
    ends = [*(start for start, _ in starts[1:]), len(text)]
    whole = [
        Account(start, end, who) for (start, who), end in zip(starts, ends, strict=False)
    ]  # one end more than starts where no party's text is found
    return (*whole, *reposts)


def _party_named(words: str, finder: ActorFinder, lexicon: Lexicon) -> str | None:
    """Return the party that a heading or an account's owner is: an armed or a state body."""
    mentions = finder.find(words, 0)
    group = next((m.actor for m in mentions if m.cls == "GRP" and m.actor), None)
    cls = speaker_class(words, lexicon)
    if group is None and cls not in ("MIL", "POL", "GOV"):
        return None
    if group and group.partition(":")[2] in ("", "IEA"):
        return group
    land = next((m.country for m in mentions if m.country), None)
    land = land or (group[:3] if group else None) or next(iter(finder.countries), None)
    return finder.class_id(land, cls) if land and cls else group


def _heads(words: str) -> Iterator[str]:
    """Yield the words of a line that may name who publishes what follows."""
    told = _FROM.search(words)
    if told:
        yield told["who"] or told["by"] or told["head"]
    letters = [c for c in words if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    if letters and len(words) <= _LONGEST and capitals >= _CAPITALS * len(letters):
        bare = _NUMBER.sub("", words)
        if len(bare.split()) > 1:
            yield bare.title().replace(" Of ", " of ").replace(" And ", " and ")


def at(accounts: tuple[Account, ...], offset: int) -> str | None:
    """Return whose account an offset of the report lies in; the innermost one."""
    return next((a.claimant for a in reversed(accounts) if a.start <= offset < a.end), None)
