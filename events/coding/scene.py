"""What was told so far in a report, and what a sentence that goes on with it leans on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
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
        self.group_block = -1  # where it was named last
        self.off_block = -1
        self.history = -1  # the line that tells of a dated past
        self.heard = -1  # the last line that only said something of the event told before
        self.scene: Found | None = None  # a place and people told of, whose deed is yet to come

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

    def _turns(self, words: str) -> bool:
        """Tell whether a stretch turns to another event: "Separately," or "In another raid"."""
        return bool(self.lexicon.patterns["turns"].search(words))

    def _separate(self, words: str) -> bool:
        """Tell whether a stretch's deed is another than the last."""
        return self._turns(words) or bool(self.lexicon.patterns["separate"].search(words))

    def _set_scene(self, found: Found) -> None:
        """Keep where and who a stretch tells of, for the deed that its paragraph tells next."""
        sites = areas.sites(found.places)
        people = any(m.cls in ("GRP", "UNK", "TRI", "MIL", "POL") for m in found.actors)
        if not any(site.area.adm1 for site in sites) or not (found.dates or people):
            return
        last = self.story.last()
        if last is None or last.event_type not in KINETIC or not self._same_place(last, sites):
            self.scene, self.story.open = found, False

    def _hear(self, found: Found) -> None:
        """Let a line that tells no deed stand between two that tell one."""
        block = found.sentence.block.index
        if (
            self.story.open
            and not areas.sites(found.places)
            and block - 1
            in (
                self.heard,
                self.story.block,
            )
        ):
            self.heard = block

    def _in_scene(self, found: Found) -> Found:
        """Give a stretch the place, day and people of the scene that its paragraph set."""
        scene = self.scene
        if scene is None or not (found.triggers or found.losses):
            return found
        self.scene = None
        fine = [p for p in found.places if p.precision not in ("border", "country")]
        if fine or scene.sentence.block.index != found.sentence.block.index:
            return found
        self.scene = scene
        return replace(
            found,
            places=scene.places,
            dates=found.dates or scene.dates,
            actors=(*scene.actors, *found.actors),
        )

    def _told_in(self, found: Found) -> list[Sentence]:
        """Return the sentences that tell a deed: its own, and that which set its scene."""
        scene, self.scene = self.scene, None
        return [*([scene.sentence] if scene else []), found.sentence]

    def _current(self, block: Block) -> Draft | None:
        """Return the deed that a line without place or date goes on with, if one was told just before."""  # noqa: E501
        if not self.story.open:
            return None
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
        means=draft.means,
        several=draft.several,
    )
