"""From a draft to an event record: defaults, sides of claims, totals, grounds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from events.coding import dates, suffering
from events.coding.bearing import Bearing, classes, sided
from events.coding.lexicon import Lexicon
from events.coding.records import Area, DateMention, Draft, PlaceMention
from events.fatalities import totals
from events.model import (
    Claim,
    Event,
    Ground,
    Place,
    PlaceName,
    PlacePrecision,
    Quote,
    Report,
    Source,
)


def event_of(  # noqa: PLR0917
    draft: Draft,
    number: int,
    report: Report,
    countries: tuple[str, ...],
    class_id: Callable[[str, str], str],
    lexicon: Lexicon,
) -> Event:
    """Return the event that a draft tells."""
    when = draft.date
    if when is None and draft.status == "event":
        at = draft.sentences[0].start if draft.sentences else 0
        when = dates.default(report.published, at)
    suffering.add_sides(draft, countries, class_id)
    land = (draft.area.country if draft.area else None) or next(iter(countries), None)
    claims = _claims(draft, report, Bearing(draft, land, class_id, classes(lexicon)))
    low, best, high = totals(claims)
    place = _place(draft, countries)
    return Event(
        id=f"{report.id}-e{number:02d}",
        status=draft.status,
        event_type=draft.event_type,
        sub_event_type=draft.sub_event_type,
        date_start=when.first if when else None,
        date_end=when.last if when else None,
        date_precision=when.precision if when else None,
        side_a=draft.side_a,
        side_b=draft.side_b,
        place=place,
        places=_names(draft),
        claims=claims,
        evidence=tuple(_evidence(draft, report)),
        grounds=tuple(_grounds(draft, when, report)),
        source=Source(
            title=report.title,
            publisher=report.publisher,
            url=report.url,
            published=report.published,
            report_id=report.id,
            retold=report.retold,
        ),
        dataset="reports",
        origin="coder",
        fatalities_low=low,
        fatalities_best=best,
        fatalities_high=high,
    )


# What an event's first sentence stands for where no words of its own were found.
_TOLD = {
    "status": "told as done",
    "event_type": "losses told of the event before",
    "place": "placed with the event told before",
}


def _evidence(draft: Draft, report: Report) -> list[Quote]:
    found = []
    for sentence in sorted(draft.sentences, key=lambda s: s.start):
        start = sentence.start
        lead = sentence.block.lead
        if (
            lead is not None
            and sentence.start == sentence.block.start
            and (sentence.block.label_start is None or sentence.block.heading)
        ):
            start = lead
        found.append(Quote(report.text[start : sentence.end], start, sentence.end))
    return found


def _grounds(draft: Draft, when: DateMention | None, report: Report) -> list[Ground]:
    found = list(draft.grounds)
    if when is not None:
        start, end = when.start, when.end
        if start == end and draft.sentences:  # no word of a date: the sentence stands for it
            start, end = draft.sentences[0].start, draft.sentences[0].end
        found.append(Ground("date", Quote(report.text[start:end], start, end), when.rule))
    known = {one.field for one in found}
    sentence = min(draft.sentences, key=lambda s: s.start, default=None)
    for field, rule in _TOLD.items():
        if sentence is not None and draft.status == "event" and field not in known:
            words = report.text[sentence.start : sentence.end]
            found.append(Ground(field, Quote(words, sentence.start, sentence.end), rule))
    unique: list[Ground] = []
    for one in found:
        if one not in unique:
            unique.append(one)
    return unique


def _names(draft: Draft) -> tuple[PlaceName, ...]:
    seen: dict[str, bool] = {}
    for place in draft.places:
        seen.setdefault(place.name, place.resolved)
    return tuple(PlaceName(name, resolved) for name, resolved in seen.items())


def _place(draft: Draft, countries: tuple[str, ...]) -> Place | None:
    area = draft.area
    if area is None:
        if draft.status != "event":
            return None
        return Place(
            None, "country", countries[0] if countries else None, method="no place in the words"
        )
    main = draft.places[0] if draft.places else None
    if area.border:
        line = area.border if area.border != "?" else _pair(draft)
        return Place(main.name if main else None, "border", border=line, method="words of a border")
    if main is None:
        return Place(
            None, _level(area), area.country, area.adm1, area.adm2, method="area of the whole"
        )
    return _of_mention(main, area)


def _of_mention(main: PlaceMention, area: Area) -> Place:
    whole = main.area != area
    point = main.precision in ("exact", "near") and main.resolved and not whole
    return Place(
        name=main.name,
        precision=_level(area) if whole or not main.resolved else main.precision,
        country=area.country,
        adm1=area.adm1,
        adm2=area.adm2,
        adm1_id=main.adm1_id,
        adm2_id=main.adm2_id if area.adm2 else None,
        lat=main.lat if point else None,
        lon=main.lon if point else None,
        method="gazetteer" if main.resolved else "placed by the text",
        rivals=main.rivals,
    )


def _level(area: Area) -> PlacePrecision:
    return (
        "border"
        if area.border
        else "district"
        if area.adm2
        else "province"
        if area.adm1
        else "country"
    )


def _pair(draft: Draft) -> str | None:
    lands = sorted({a.partition(":")[0] for a in (*draft.side_a, *draft.side_b) if ":" in a})
    return "-".join(lands[:2]) if len(lands) == 2 else None  # noqa: PLR2004 - a border has two sides


def _claims(draft: Draft, report: Report, bearing: Bearing) -> tuple[Claim, ...]:
    """Return the claims of a draft; quotes letter for letter, line breaks included."""
    found = []
    for claim in sided(draft.losses, bearing):
        quote = claim.quote
        if quote is not None and quote.start is not None and quote.end is not None:
            words = report.text[quote.start : quote.end]
            found.append(replace(claim, quote=Quote(words, quote.start, quote.end)))
        else:
            found.append(claim)
    return tuple(found)
