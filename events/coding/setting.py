"""Where the story is set when a sentence's own words do not say it.

An unknown village lies in the area of its paragraph, else of the newsroom that the paragraph is
dated from, else of the headline, else in the province told last.  A capital's newsroom writes of
its whole province or country, so its place says only that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from events.coding.place_search import PlaceMemory
from events.coding.records import Area, Block, PlaceMention

_NEIGHBOUR = re.compile(r"\b(?:neighbou?ring|nearby|adjacent|adjoining)\b", re.IGNORECASE)
_APART = re.compile(
    r"^(?:Separately|Meanwhile|Elsewhere|Similarly|Also"
    r"|In (?:another|a separate|a similar|other))\b"
)
_NEAR = 3  # paragraphs


@dataclass(slots=True)
class Setting:
    """The areas told so far in one report."""

    home: Area | None = None  # the one area that the headline names
    dateline: PlaceMention | None = None
    capital: bool = False  # the dateline is a country's or a province's capital
    national: bool = False  # a country's
    dated: int = -1  # the block that the dateline opens
    told: Area | None = None
    block: int = -1  # where ``told`` was told

    def around(self, block: Block, words: str, near: Area | None) -> Area | None:
        """Return the smallest area in which a sentence's unknown village may lie.

        Parameters
        ----------
        words
            The sentence's text.
        near
            The area that a label gives, or that of the event which the sentence goes on with.
        """
        here = self.told if self.block == block.index or _NEIGHBOUR.search(words) else None
        newsroom = self.dateline.area if self.dateline and not self.capital else None
        if self.home is not None and block.index - self.dated > _NEAR:
            newsroom = None
        recent = self.told if self.told and block.index - self.block <= _NEAR else None
        before = self.told if 0 <= block.index - self.block <= 1 else None
        if self.dated == block.index or block.clock is not None or _APART.search(words):
            before = None
        for area in (near, here, before, newsroom, self.home):
            if area is not None and area.adm1:
                return area
        if recent is not None and recent.adm1:
            return Area(recent.country, recent.adm1)
        if self.dateline is not None and not self.national and self.dateline.area.adm1:
            return Area(self.dateline.area.country, self.dateline.area.adm1)
        return near

    def learn(self, block: Block, places: Sequence[PlaceMention]) -> None:
        """Remember the area of a sentence's places."""
        known = [p.area for p in places if p.area.adm1 and not p.area.border]
        if known:
            fine = [area for area in known if area.adm2]
            one = len({(a.country, a.adm1, a.adm2) for a in fine}) == 1
            area = fine[0] if one else replace(known[0], adm2=None)
            self.told, self.block = area, block.index


def within(
    place: PlaceMention, around: Area | None, home: str | None, units: dict[str, tuple[str, ...]]
) -> PlaceMention:
    """Give an unknown village the smallest area that the text has put the story in."""
    if place.resolved or place.area.adm1 or place.precision == "border":
        return place
    if place.area.country and (around is None or around.country != place.area.country):
        return place
    if around is None or around.border or around.country is None:
        return replace(place, area=Area(home), precision="country") if home else place
    if around.adm1 and place.unit in units.get(around.country, ()):
        area = Area(around.country, around.adm1, place.name)
        return replace(place, area=area, precision="district")
    return replace(place, area=around, precision=around.level)  # type: ignore[arg-type]


def with_district(
    places: tuple[PlaceMention, ...], memory: PlaceMemory
) -> tuple[PlaceMention, ...]:
    """Add the district told before around several villages of it: it names their event."""
    fine = [p for p in places if not p.container and p.precision not in ("border", "country")]
    if len({p.name for p in fine}) < 2 or len({p.area for p in fine}) > 1:  # noqa: PLR2004
        return places
    around = next(
        (
            p
            for p in memory.known.values()
            if p.precision == "district" and p.resolved and p.area == fine[0].area
        ),
        None,
    )
    inside = {p.name for p in places}
    if (
        around is None
        or around.name in inside
        or any(p.precision == "district" and p.resolved for p in fine)
    ):
        return places
    return (*places, replace(around, container=True))
