"""Records side by side, why they may be one incident, and where each is known to be; safe HTML."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import cos, radians
from typing import Any

import shapely

from events.matching.rules import Limits
from events.model import Event
from geodata import boundaries
from views import phrases
from views.card_html import Names, claims_html, sources_html
from views.palette import mark

LETTERS = "ABCDEFGH"
_SIZE = 300.0  # pixels of the sketch's longer side
_KM = 111.2  # of a degree of latitude
_WORDS = 420  # letters of the notes that are shown


@dataclass(frozen=True, slots=True)
class Fact:
    """What a record says of one thing, in words, and how exactly that is known."""

    value: str
    note: str = ""


def facts_of(event: Event, names: Names) -> dict[str, Fact]:
    """Return what a record says, by the thing that it says it of."""
    place = event.place
    first, second = phrases.who(event.side_a, event.side_b, names.actor)
    best = event.fatalities_best
    return {
        "When": Fact(phrases.days(event.date_start, event.date_end, event.date_precision),
                     phrases.DATE_PRECISIONS.get(event.date_precision or "", "")),
        "Where": Fact(phrases.where(place, names.country, names.border),
                      phrases.PLACE_PRECISIONS.get(place.precision, "") if place else ""),
        "Who": Fact(f"{first} – {second}"),
        "Killed": Fact(phrases.span(event.fatalities_low, event.fatalities_high),
                       "" if best is None else f"best estimate {phrases.count(best)}"),
        "Notes": Fact((event.notes or "none")[:_WORDS]),
    }  # fmt: skip


def differing(events: Sequence[Event], names: Names) -> frozenset[str]:
    """Return the things that the records do not all say alike; notes are never alike."""
    told = [facts_of(each, names) for each in events]
    named = [name for name in (told[0] if told else ()) if name != "Notes"]
    return frozenset(name for name in named if len({each[name] for each in told}) > 1)


def record_html(
    event: Event,
    letter: str,
    names: Names,
    changed: Sequence[str] = (),
    odd: Collection[str] = (),
) -> str:
    """Return one record: its letter, data set, what it says, its claims and source.

    ``changed`` are ids of records that are other than when they were decided, ``odd`` the things
    that the records beside it say otherwise (:func:`differing`): marked.
    """
    type_mark = mark(event.event_type)
    facts = "".join(
        f"<div{_ODD if name in odd else ''}><dt>{name}</dt><dd>{escape(fact.value)} "
        f'<span class="precision">{escape(fact.note)}</span></dd></div>'
        for name, fact in facts_of(event, names).items()
    )
    mended = '<p class="tag doubt">changed since it was decided</p>' if event.id in changed else ""
    title = escape(event.sub_event_type or event.event_type or "no type")
    return (
        f'<article class="card record" aria-label="Record {letter}"><header><p class="card-kind">'
        f'<span class="glyph" style="color:{type_mark.colour}" aria-hidden="true">'
        f"{type_mark.glyph}</span> {letter} · <b>{escape(event.dataset)}</b></p><h2>{title}</h2>"
        f'<p class="side">{escape(event.id)}</p>{mended}</header><dl class="facts">{facts}</dl>'
        f"{claims_html(event, names)}{sources_html(event)}</article>"
    )


_ODD = ' class="odd" title="The records differ in this"'


def reasons_html(pairs: Sequence[Mapping[str, Any]], letters: Mapping[str, str]) -> str:
    """Return why each pair may be one incident, what speaks for it and what against."""
    parts = []
    for pair in pairs:
        one, other = letters.get(pair["first"], "?"), letters.get(pair["second"], "?")
        lines = "".join(
            f'<li class="{_WAYS[said[:1]][0]}"><b aria-label="{_WAYS[said[:1]][1]}">'
            f"{_WAYS[said[:1]][2]}</b> {escape(said[2:])}</li>"
            for said in sorted(pair["reasons"], key=lambda said: _FIRST.find(said[:1]))
            if said[:1] in _WAYS
        )
        parts.append(f"<h3>{one} and {other}</h3><ul class='reasons'>{lines}</ul>")
    return f'<section class="why"><h2>Why</h2>{"".join(parts)}</section>'


_FIRST = "-+="  # what speaks against is what a person has to weigh
_WAYS = {
    "+": ("for", "speaks for one incident", "+"),
    "-": ("against", "speaks against", "−"),
    "=": ("neither", "nothing to compare", "="),
}


def sketch_svg(events: Sequence[Event], letters: Mapping[str, str], limits: Limits) -> str | None:
    """Return a sketch of the areas in which each record's place lies, as SVG; the north is up.

    It holds letters and numbers alone.  None where no place can be drawn.
    """
    shapes = [(each, shape) for each in events if (shape := _area(each, limits)) is not None]
    if not shapes:
        return None
    west, south, east, north = shapely.union_all([shape for _, shape in shapes]).bounds
    margin = 0.05 * max(east - west, north - south, 0.02)
    west, south, east, north = west - margin, south - margin, east + margin, north + margin
    narrow = cos(radians((south + north) / 2))
    scale = _SIZE / max((east - west) * narrow, north - south)

    def at(lon: float, lat: float) -> str:
        return f"{(lon - west) * narrow * scale:.1f},{(north - lat) * scale:.1f}"

    drawn = "".join(_drawn(each, shape, letters[each.id], at) for each, shape in shapes)
    width, height = (east - west) * narrow * scale, (north - south) * scale
    km = max(1, round((east - west) * narrow * _KM / 5))
    bar = km / _KM * scale
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height + 22:.0f}" '
        f'width="{width:.0f}" height="{height + 22:.0f}"><style>{_STYLE}</style>{drawn}'
        f'<path class="bar" d="M4,{height + 8:.0f} h{bar:.1f}"/>'
        f'<text x="{bar + 10:.0f}" y="{height + 12:.0f}">{km} km</text></svg>'
    )


# the picture is drawn apart from the page: it brings its own colours, for light and dark
_STYLE = (
    "svg{--a:#24557f;--b:#b4550a;--c:#2a7a5a;--ink:#1e2428}"
    "@media(prefers-color-scheme:dark){svg{--a:#8db8dc;--b:#f0a35e;--c:#7cc9a6;--ink:#e4e6e4}}"
    ".area path{fill-opacity:.16;stroke-width:1.6}.bar{stroke:var(--ink);stroke-width:2}"
    ".s0 *{fill:var(--a);stroke:var(--a)}.s1 *{fill:var(--b);stroke:var(--b)}"
    ".s2 *,.s3 *{fill:var(--c);stroke:var(--c)}.s1 path{stroke-dasharray:5 3}"
    ".s2 path{stroke-dasharray:2 3}.area text,text{fill:var(--ink);stroke:none;"
    "font:600 12px sans-serif}"
)


def known_html(events: Sequence[Event], letters: Mapping[str, str]) -> str:
    """Return in words how exactly each record's place is known, as the sketch draws it."""
    said = "; ".join(f"{letters[each.id]}: {_known(each)}" for each in events)
    return f'<p class="side">{escape(said)}</p>'


def _known(event: Event) -> str:
    place = event.place
    return phrases.PLACE_PRECISIONS.get(place.precision, "no place") if place else "no place"


def _area(event: Event, limits: Limits) -> shapely.Geometry | None:
    """Return the area that a record's place stands for, in degrees."""
    place = event.place
    if place is None:
        return None
    if place.lat is not None and place.lon is not None:
        km = limits.exact_km if place.precision == "exact" else limits.near_km
        circle = shapely.Point(0, 0).buffer(km / _KM)
        wide = 1 / cos(radians(place.lat))
        return shapely.transform(circle, lambda c: c * [wide, 1] + [place.lon, place.lat])
    for level, key in ((2, place.adm2_id), (1, place.adm1_id)):
        wanted = {"district": 2, "province": 1}.get(place.precision)
        if (key and level == wanted) or (key and level == 1):
            frame = boundaries.load(level).frame
            found = frame.geometry[(frame["id"] == key) & frame.geometry.notna()]
            if len(found):
                return shapely.simplify(found.iloc[0], 0.01)
    return None


def _drawn(event: Event, shape: shapely.Geometry, letter: str, at: Any) -> str:
    kind = LETTERS.index(letter) % 4
    polygons = shapely.get_parts(shape)
    path = " ".join(
        "M" + " L".join(at(*point) for point in each.exterior.coords) + " Z" for each in polygons
    )
    middle = shape.representative_point() if event.place and event.place.lat is None else None
    lon = event.place.lon if middle is None and event.place else middle.x if middle else 0
    lat = event.place.lat if middle is None and event.place else middle.y if middle else 0
    x, y = at(lon, lat).split(",")
    dot = f'<circle cx="{x}" cy="{y}" r="3"/>' if middle is None else ""
    shift = (7, -7, 7, -7)[kind], (-6, 14, 14, -6)[kind]
    return (
        f'<g class="area s{kind}"><path d="{path}"/>{dot}'
        f'<text x="{float(x) + shift[0]:.1f}" y="{float(y) + shift[1]:.1f}">{letter}</text></g>'
    )
