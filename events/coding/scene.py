"""What was told so far in a report, and what a sentence that goes on with it leans on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from events.coding import areas, types
from events.coding.cues import KINETIC, REACH, SAME_PLACE
from events.coding.records import Area, Block, DateMention, Draft, PlaceMention, Sentence
from events.coding.sentence_reading import Found, SentenceReader
from events.coding.story import Story


class Scene:
    """The drafts of one report, with where and when the last was."""

    def __init__(self, reader: SentenceReader) -> None:
        self.reader = reader
        self.lexicon = reader.tools.lexicon
        self.text = reader.report.text
        self.published: date = reader.report.published
        self.story = Story()
        self.sites: list[areas.Site] = []
        self.sites_block = -1
        self.group: str | None = None
        self.off_block = -1
        self.heard = -1  # the last line that only said something of the event told before

    def anchor(self) -> DateMention | None:
        """Return the date of the event told last."""
        dated = (
            d.date for d in reversed(self.story.recent) if d.date and d.date.rule != "no date word"
        )
        return next(dated, None)

    def here(self, sentence: Sentence) -> Area | None:
        """Return the area of the event told last, where a sentence goes on with it."""
        last = self.story.last()
        if last is None:
            return None
        block = sentence.block
        thread = block.numbered and self.story.block >= block.index - 1
        goes_on = (
            self.story.block == block.index or thread or bool(SAME_PLACE.search(sentence.text))
        )
        return last.area if goes_on else None

    def _current(self, block: Block) -> Draft | None:
        """Return the deed that a line without place or date goes on with, if one was told just before."""  # noqa: E501
        live = block.clock is not None or block.numbered
        said = self.heard == block.index - 1 and self.story.block >= block.index - REACH
        near = live or said or self.story.block >= block.index - 1
        if not near or (block.label and not block.heading and self.story.block != block.index):
            return None
        return next((d for d in reversed(self.story.recent) if d.event_type in KINETIC), None)

    def dyad(self) -> tuple[str, ...]:
        """Return the sides of the fight told last."""
        for old in reversed(self.story.recent):
            if old.event_type == types.BATTLES and old.side_a and old.side_b:
                return (old.side_a[0], old.side_b[0])
        return ()

    def _after_list(self, found: Found) -> bool:
        near = found.sentence.block.index - self.sites_block <= 1
        return len(self.sites) > 1 and self.sites_block >= 0 and near

    def _inside(self) -> list[Draft]:
        return [
            d
            for d in self.story.recent
            for s in self.sites
            if d.area and (areas.same(d.area, s.area) or areas.contains(s.area, d.area))
        ]

    def _listed(self) -> list[Draft]:
        return [
            d
            for d in self.story.recent
            for s in self.sites
            if d.area and areas.same(d.area, s.area)
        ]

    def _same_place(self, draft: Draft, sites: Sequence[areas.Site]) -> bool:
        names = {p.name for p in draft.places}
        return any(
            draft.area and (areas.same(draft.area, s.area) or s.main.name in names) for s in sites
        )

    def _split(self, sites: Sequence[areas.Site]) -> list[areas.Site]:
        """Split "one each in A and B" into two records, though both lie in one district."""
        return [areas.Site(site.area, place, (place,)) for site in sites for place in site.places]


def ordered(site: areas.Site) -> list[PlaceMention]:
    """Return the places of a site, the one that names it first."""
    return [site.main, *(p for p in site.places if p is not site.main)]


def copy_of(draft: Draft) -> Draft:
    """Return a draft of its own with the same content."""
    return Draft(
        draft.status,
        draft.event_type,
        draft.sub_event_type,
        draft.date,
        draft.side_a,
        draft.side_b,
        draft.area,
        list(draft.places),
        list(draft.losses),
        list(draft.sentences),
        list(draft.grounds),
        draft.block,
        draft.generic,
        draft.mutual,
    )
