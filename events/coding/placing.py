"""Drafts put on their areas: one each, several, or the whole that a total is of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from events.coding import areas, types
from events.coding.cues import AGGREGATE, EACH, KINETIC, NEAR, OF_ALL
from events.coding.parties import Parties
from events.coding.records import Area, Draft, Loss, PlaceMention
from events.coding.scene import copy_of, ordered
from events.coding.sentence_reading import Found
from events.coding.story import place_ground

LISTED = 80  # characters of a list of areas that still reads as a name


class Placing(Parties):
    """Puts drafts on areas."""

    def _placed(
        self, draft: Draft, site: areas.Site, losses: Sequence[Loss], apart: Sequence[Draft] = ()
    ) -> Draft:
        draft.area, draft.places = site.area, ordered(site)
        draft.losses = list(losses)
        draft.grounds.append(place_ground(site.main))
        self._default_dyad(draft)
        return self.story.add(draft, apart)

    def _bordered(self, draft: Draft, border: PlaceMention) -> Draft:
        draft.area, draft.places = border.area, [border]
        draft.grounds.append(place_ground(border))
        self._default_dyad(draft)
        return self.story.add(draft)

    def _unplaced(
        self, draft: Draft, borders: list[PlaceMention], found: Found, words: str
    ) -> None:
        draft.losses = list(found.losses)
        if borders:
            self._bordered(draft, borders[0])
            return
        if found.losses and self._after_list(found):
            self._whole(draft, [], found.losses)
            return
        self._default_dyad(draft)
        apart: list[Draft] = []
        if self.story.match(draft) is None:
            self._inherit(draft, words)
            if draft.date and draft.date.rule != "live entry":
                apart = [  # another time, the same ground
                    d for d in self.story.recent if d.date is None and draft.block - d.block > 1
                ]
        self.story.add(draft, apart)

    def _inherit(self, draft: Draft, words: str) -> None:
        """Give a deed with no place in its words the place of the event it goes with."""
        recent = [d for d in reversed(self.story.recent) if d.area]
        if draft.sub_event_type in OF_ALL:
            fights = [d for d in recent if d.event_type == types.BATTLES]
            source = next(
                (d for d in fights if d.area and d.area.border), fights[-1] if fights else None
            )
        else:
            source = next(iter(recent), None) if draft.block - self.story.block <= NEAR else None
            if source is None and re.search(
                r"\bthe (?:gate|crossing|border|town|city|area|district)\b", words
            ):
                source = next(iter(recent), None)
        source = self._whole_again(draft, source)
        setting = self.reader.setting
        if setting.dated == draft.block and setting.dateline and not setting.national:
            source = None  # "JAMRUD: Police defused a bomb beside the bypass"
        if source is None and draft.event_type in KINETIC and self.reader.home:
            draft.area, draft.inherited = self.reader.home, True
            draft.places = [self.reader.town] if self.reader.town else []
        newsroom = self.reader.setting.dateline
        if (
            source is None
            and draft.area is None
            and newsroom is not None
            and not self.reader.setting.national
            and draft.sub_event_type not in OF_ALL
        ):
            draft.area, draft.places, draft.inherited = newsroom.area, [newsroom], True
        if source and source.area:
            draft.area, draft.places, draft.inherited = source.area, source.places[:1], True

    def _whole_again(self, draft: Draft, source: Draft | None) -> Draft | None:
        """Return the wide event of the lead where a deed with no place follows its parts."""
        if source is None or source.area is None:
            return source
        told = [d for d in self.story.recent if d.area and d.event_type == draft.event_type]
        for wide in told:
            parts = [d for d in told if wide.area and d.area and areas.contains(wide.area, d.area)]
            if len(parts) > 1 and any(d is source for d in parts):
                return wide
        return source

    def _whole(self, draft: Draft, borders: list[PlaceMention], losses: Sequence[Loss]) -> None:
        """Put a total on the event of the whole: the border, or the province that takes all in."""
        draft.losses = list(losses)
        whole = areas.around([site.area for site in self.sites])
        known = next(
            (
                d
                for d in reversed(self.story.recent)
                if d.area and d.area.border and d.event_type == draft.event_type
            ),
            None,
        )
        if borders:
            draft.area, draft.places = borders[0].area, [borders[0]]
        elif whole:
            draft.area = whole
            draft.places = [site.main for site in self.sites]
            self._span(draft)
        elif known:
            draft.area = known.area
        elif land := self._one_land(draft):
            draft.area, draft.places = Area(land), [self._list_of_sites(land)]
            draft.places += [site.main for site in self.sites]
        else:
            draft.area = Area(border="?")
            draft.places = [site.main for site in self.sites]
        self._default_dyad(draft)
        merged = self.story.add(draft, self._listed() if whole and not borders else ())
        names = {p.name for p in merged.places}
        if known is merged and self._listed():
            merged.places += [s.main for s in self.sites if s.main.name not in names]

    def _one_land(self, draft: Draft) -> str | None:
        """Return the country of all sites of a one-sided deed; a fight of two is on a border."""
        lands = {site.area.country for site in self.sites}
        one_sided = draft.event_type != types.BATTLES
        return next(iter(lands)) if one_sided and len(lands) == 1 else None

    def _list_of_sites(self, land: str) -> PlaceMention:
        """Return the areas of a total as the text lists them: "Khost, Paktika and Kunar"."""
        mains = sorted((site.main for site in self.sites), key=lambda p: p.start)
        start, end = mains[0].start, mains[-1].end
        if end - start > LISTED:
            end = mains[0].end
        name = " ".join(self.text[start:end].split())
        return PlaceMention(start, end, name, Area(land), "country")

    def _span(self, draft: Draft) -> None:
        """Return a total over several events spans their days."""
        parts = [d.date for d in self._inside() if d.date and d.date.rule != "no date word"]
        if draft.date is None and parts:
            first, last = min(d.first for d in parts), max(d.last for d in parts)
            draft.date = replace(
                parts[0],
                first=first,
                last=last,
                precision="day" if first == last else "span",
                rule="days of the events it takes in",
            )

    def _several(
        self,
        draft: Draft,
        sites: Sequence[areas.Site],
        borders: list[PlaceMention],
        found: Found,
        words: str,
    ) -> None:
        """Several areas in one stretch: an event each, and one of the whole for a total."""
        self.sites, self.sites_block = list(sites), found.sentence.block.index
        if AGGREGATE.search(words) and found.losses:
            self._whole(draft, borders, found.losses)
            return
        each = bool(EACH.search(words)) and bool(found.losses)
        found = replace(found, losses=apiece(found.losses, words))
        made: list[Draft] = []
        for site in self._split(sites) if each else sites:
            losses = found.losses if each else ()
            made.append(self._placed(copy_of(draft), site, losses, made))
        if found.losses and not each:
            self._whole(copy_of(draft), borders, found.losses)
        elif borders:
            self._bordered(copy_of(draft), borders[0])


def apiece(losses: Sequence[Loss], words: str) -> tuple[Loss, ...]:
    """Read "two drones were shot down, one each in Kunar and Khost": one in each."""
    match = re.search(r"\b(one|two|three|four|five|six) each (?:in|at|near|from)\b", words)
    if not match or any(one.each for one in losses):
        return tuple(losses)
    number = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}[match[1]]
    return tuple(
        replace(one, each=True, claim=replace(one.claim, low=number, high=number))
        if one.claim.high == one.claim.low and one.claim.low > number
        else one
        for one in losses
    )
