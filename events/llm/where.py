"""Where words of the report lie, by the gazetteer and the areas that the text names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from events.coding import areas
from events.coding.records import Area, PlaceMention
from events.coding.scene import ordered
from events.llm.reading import ReadReport, Words
from events.model import PlacePrecision


def place(words: Words, within: Sequence[Words], read: ReadReport) -> PlaceMention:
    """Return the place of a name; one that no gazetteer knows gets the area it is told in.

    Parameters
    ----------
    within
        The larger areas that the text puts it in, the smallest first.
    """
    around = [_known(one, read) for one in reversed(within)][::-1]  # the largest is read first
    own = _known(words, read)
    if own is not None and (own.resolved or own.area.adm1):
        return own
    area = next((p.area for p in around if p and p.resolved), own.area if own else Area())
    if area == Area() and read.reader.countries:
        area = Area(read.reader.countries[0])
    level = cast("PlacePrecision", area.level)
    return PlaceMention(words.start, words.end, words.text, area, level, resolved=False)


def _known(words: Words, read: ReadReport) -> PlaceMention | None:
    told = [p for p in words.found.places if words.overlaps(p.start, p.end)]
    if told:
        return max(told, key=lambda p: min(p.end, words.end) - max(p.start, words.start))
    return read.reader.place_named(words.text, words.start)


def whole(places: Sequence[PlaceMention]) -> tuple[Area | None, list[PlaceMention]]:
    """Return the one area of an event and its places, the one that names it first.

    Places in several areas make an event of the whole: the border, or the province or country
    that takes all in (codebook, section 1, rule 7).
    """
    sites = areas.sites(places)
    border = next((p for p in places if p.precision == "border"), None)
    if not sites:
        return (border.area, [border]) if border else (None, [])
    if len(sites) == 1:
        return sites[0].area, ordered(sites[0])
    mains = [site.main for site in sites]
    if border:
        return border.area, [border, *mains]
    lands = {site.area.country for site in sites}
    around = areas.around([site.area for site in sites])
    return around or (Area(lands.pop()) if len(lands) == 1 else Area(border="?")), mains
