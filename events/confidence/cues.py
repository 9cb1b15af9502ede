"""What is doubtful in a proposal, read off the record alone.

A doubt is something that an analyst sees and can check: a value without words of its own, a
type that rests on an open word, another proposal on the same words.  Each has a name; what it
means to a reader stands in ``cues.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from events.model import Event, Ground, Issue, PlacePrecision, Quote

# Rules whose ground is the sentence that a default stands in, not words of the value.
UNWORDED = frozenset(
    {
        "told as done",
        "no date word",
        "live entry",
        "losses told of the event before",
        "placed with the event told before",
    }
)
TOLD = frozenset({"statement", "background", "planned"})
_WIDE: frozenset[PlacePrecision] = frozenset({"province", "border", "country"})
_LOOSE_DAYS = frozenset({"week", "month", "year"})
_LATE = 0.5
_FEW_NAMES, _MANY_NAMES = 2, 4
# A capital inside a sentence: a name.  Days and months are read by other rules.
_NAME = re.compile(
    r"(?<![.!?\"“:] )(?<!^)\b(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|"
    r"April|May|June|July|August|September|October|November|December)[A-Z][a-z’'-]{2,}"
)


def cues(
    event: Event, proposals: Sequence[Event] = (), issues: Iterable[Issue] = ()
) -> frozenset[str]:
    """Return the names of the doubts about one proposal.

    Parameters
    ----------
    event
        The proposal, placed (:func:`events.pipeline.prepare`).
    proposals
        All proposals of its report; the proposal itself may be among them.
    issues
        What the checks found, in any of them.
    """
    others = [one for one in proposals if one.id != event.id]
    found = set(_of_event(event, others) if event.status == "event" else _of_words(event, others))
    if any(i.record == event.id and i.severity == "error" for i in issues):
        found.add("check_failed")
    return frozenset(found)


def _of_words(event: Event, others: Sequence[Event]) -> Iterator[str]:
    """Yield the doubts about a statement, a plan or history."""
    if event.status in TOLD:
        yield f"told_as_{event.status}"
    rules = {ground.rule for ground in event.grounds if ground.field == "status"}
    if rules & {"denial", "refuted"}:
        yield "denial"
    if not (event.side_a or event.side_b):
        yield "no_speaker"
    if any(one.status == "event" and _starts(one) & _starts(event) for one in others):
        yield "words_of_an_event"


def _of_event(event: Event, others: Sequence[Event]) -> Iterator[str]:
    deeds = [g for g in event.grounds if g.field == "event_type" and worded(g)]
    where = {_sentence(event, ground.quote) for ground in deeds}
    yield from _of_type(event, deeds)
    yield from _of_day(event, where)
    yield from _of_place(event, where)
    yield from _of_sides(event)
    yield from _of_telling(event, deeds)
    events = [one for one in others if one.status == "event"]
    if any(_deeds(one) & {ground.quote.start for ground in deeds} for one in events):
        yield "shared_words"
    elif any(_starts(one) & _starts(event) for one in events):
        yield "shared_sentence"
    last = max((q.end or 0 for one in (event, *others) for q in one.evidence), default=0)
    if min(_starts(event), default=0) > _LATE * last:
        yield "told_late"


def _of_type(event: Event, deeds: Sequence[Ground]) -> Iterator[str]:
    if not deeds:
        yield "type_by_losses"
    elif all(ground.rule.startswith("open word") for ground in deeds):
        yield "open_word"
    elif not any(g.rule.endswith(f": {event.sub_event_type}") for g in deeds):
        yield "type_overruled"
    if event.event_type == "Strategic developments":
        yield "strategic"
    elif event.event_type == "Violence against civilians":
        yield "civilians"


def _of_day(event: Event, where: set[int | None]) -> Iterator[str]:
    days = [g for g in event.grounds if g.field == "date"]
    if any(ground.rule == "no date word" for ground in days) or not days:
        yield "day_by_default"
    elif not any(_sentence(event, g.quote) in where for g in days) and where:
        yield "day_elsewhere"
    if event.date_precision in _LOOSE_DAYS:
        yield "day_loose"


def _of_place(event: Event, where: set[int | None]) -> Iterator[str]:
    place, grounds = event.place, [g for g in event.grounds if g.field == "place"]
    if place is None or place.name is None:
        yield "no_place"
    elif place.precision in _WIDE:
        yield "place_wide"
    if any(ground.rule == "placed with the event told before" for ground in grounds):
        yield "place_from_before"
    elif grounds and where and not any(_sentence(event, g.quote) in where for g in grounds):
        yield "place_elsewhere"
    if place and place.rivals:
        yield "place_rivals"


def _of_sides(event: Event) -> Iterator[str]:
    told = {ground.field for ground in event.grounds if worded(ground)}
    named = [field for field in ("side_a", "side_b") if getattr(event, field)]
    lacking = [field for field in named if field not in told]
    if not named:
        yield "no_sides"
    elif len(named) == 1:
        yield "one_side"
    if lacking:
        yield "sides_from_context" if len(lacking) == len(named) else "side_from_context"
    if any(actor.endswith(":UNK") for actor in (*event.side_a, *event.side_b)):
        yield "side_unknown"


def _of_telling(event: Event, deeds: Sequence[Ground]) -> Iterator[str]:
    fields = {ground.field for ground in event.grounds if worded(ground)}
    if not {"event_type", "date", "place", "side_a", "side_b"} <= fields:
        yield "not_all_worded"
    if len({ground.quote.start for ground in deeds}) < 2:  # noqa: PLR2004 - told again
        yield "told_once"
    if not event.claims:
        yield "no_claims"
    elif len({claim.claimant for claim in event.claims}) == 1:
        yield "one_claimant"
    names = _loose_names(event, deeds)
    if names >= _MANY_NAMES:
        yield "many_loose_names"
    elif names >= _FEW_NAMES:
        yield "loose_names"


def by_rules(event: Event) -> bool:
    """Tell whether the coder by rules, whose proposals the score is fitted to, made this one."""
    return event.origin == "coder" and not any(
        ground.rule.startswith("language model") for ground in event.grounds
    )


def worded(ground: Ground) -> bool:
    """Tell whether a ground is words of its value, not the sentence of a default."""
    return bool(ground.quote.text) and ground.rule not in UNWORDED


def _loose_names(event: Event, deeds: Sequence[Ground]) -> int:
    """Count the names, in the sentences of the deed, that no coded value rests on."""
    used: set[int] = set()
    for quote in [g.quote for g in event.grounds if worded(g)] + [
        claim.quote for claim in event.claims if claim.quote
    ]:
        if quote.start is not None and quote.end is not None:
            used.update(range(quote.start, quote.end))
    place = event.place
    known = " ".join(
        [each.name for each in event.places]
        + [part or "" for part in ((place.name, place.adm1, place.adm2) if place else ())]
    )
    starts = {_sentence(event, ground.quote) for ground in deeds}
    told = [q for q in event.evidence if q.start in starts] or event.evidence[:1]
    return sum(
        (quote.start or 0) + match.start() not in used and match.group() not in known
        for quote in told
        for match in _NAME.finditer(quote.text)
    )


def _sentence(event: Event, quote: Quote) -> int | None:
    """Return where the evidence sentence that holds a quote begins, None where none does."""
    if quote.start is None:
        return None
    for sentence in event.evidence:
        start, end = sentence.start, sentence.end
        if start is not None and end is not None and start <= quote.start < end:
            return start
    return None


def _starts(event: Event) -> frozenset[int]:
    return frozenset(q.start for q in event.evidence if q.start is not None)


def _deeds(event: Event) -> frozenset[int]:
    return frozenset(
        g.quote.start
        for g in event.grounds
        if g.field == "event_type" and worded(g) and g.quote.start is not None
    )
