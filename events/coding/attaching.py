"""Losses and claims added to the event that they are about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from events.coding import areas, types
from events.coding.authorship import Authorship
from events.coding.cues import (
    AGGREGATE,
    CONTINUES,
    CROWDS,
    EACH,
    FIGHTERS,
    FORCES,
    KINETIC,
    NEAR,
    PLURAL,
    REFERS,
)
from events.coding.parties import kind_of
from events.coding.records import Draft, Loss, Segment, Trigger
from events.coding.scene import copy_of
from events.coding.sentence_reading import Found
from events.coding.story import add_losses, add_sentence, ground


class Attaching(Authorship):
    """Adds losses to events."""

    def _attach(self, found: Found, sites: Sequence[areas.Site], words: str) -> None:
        """Add claims to the event that they are about: that of their place, else the last one."""
        if not found.losses and not CONTINUES.match(words):
            return
        if len(sites) > 1 and EACH.search(words):
            self._spread(found, sites)
            return
        current = self._current(found.sentence.block)
        target = None if self._separate(words) else self._target(sites, found)
        if current and (any(one.later for one in found.losses) or CONTINUES.match(words)):
            target = target or current
            target.places += [
                p
                for s in sites
                for p in s.places
                if p.name not in {q.name for q in target.places} and not p.resolved
            ]
        if target is None:
            if not self._part_of_whole(found, sites, words):
                self._from_losses(found, sites)
            return
        listed = self._listed()
        summed = bool(AGGREGATE.search(words)) and listed
        if not sites and self._after_list(found) and (summed or any(target is d for d in listed)):
            draft = copy_of(listed[0] if summed else target)
            draft.losses, draft.grounds, draft.sentences = [], [], [found.sentence]
            draft.block = found.sentence.block.index
            self._whole(draft, [p for p in found.places if p.precision == "border"], found.losses)
            return
        add_losses(target, found.losses)
        for sentence in self._told_in(found):
            add_sentence(target, sentence)
        self.story.touch(target, found.sentence.block.index)
        self._perpetrator(target, found)

    def _spread(self, found: Found, sites: Sequence[areas.Site]) -> None:
        """Losses of one each in several areas, told of the fight that goes on there."""
        last = next(
            (
                old
                for s in sites
                for old in reversed(self.story.recent)
                if old.event_type in KINETIC and self._same_place(old, [s])
            ),
            None,
        )
        fights = (d for d in reversed(self.story.recent) if d.event_type == types.BATTLES)
        last = last or next(fights, None) or self.story.last()
        made: list[Draft] = []
        for site in self._split(sites):
            draft = _goes_on(last, found)
            made.append(self._placed(draft, site, found.losses, made))

    def _from_losses(self, found: Found, sites: Sequence[areas.Site]) -> None:
        """Losses with a place of their own and no words of a deed: the deed is that told before."""
        if all(one.claim.kind == "displaced" for one in found.losses):
            return  # flight alone is no deed
        last = self._current(found.sentence.block)
        same = self.story.block == found.sentence.block.index and self.scene is None
        draft = _goes_on(last, found) if last and same else self._by_victims(found)
        draft.date = next(iter(found.dates), draft.date)
        if sites:
            self._placed(draft, sites[0], found.losses)
            return
        draft.losses = list(found.losses)
        self._default_dyad(draft)
        self.story.add(draft)

    def _part_of_whole(self, found: Found, sites: Sequence[areas.Site], words: str) -> bool:
        """Put losses at a place on a part of the wide event of the lead, if there is one."""
        wide = self._wide(found, sites) if found.losses and not self._separate(words) else None
        if wide is None:
            return False
        draft = copy_of(wide)
        draft.block, draft.losses = found.sentence.block.index, []
        draft.sentences, draft.grounds = [found.sentence], list(wide.grounds)
        draft.date = next(iter(found.dates), wide.date)
        self._placed(draft, sites[0], found.losses, [wide])
        return True

    def _wide(self, found: Found, sites: Sequence[areas.Site]) -> Draft | None:
        armed = any(m.cls in ("GRP", "UNK", "MIL", "POL") and not m.metonym for m in found.actors)
        if len(sites) != 1 or armed or self.scene is not None or not self.story.open:
            return None
        for old in reversed(self.story.recent):
            near = found.sentence.block.index - old.block <= NEAR
            wide = old.area is not None and areas.contains(old.area, sites[0].area)
            if near and wide and old.event_type in KINETIC - CROWDS:
                return old
        return None

    def _by_victims(self, found: Found) -> Draft:
        """Return a draft of a deed that only its losses, and who is named before them, tell."""
        draft = _goes_on(None, found)
        one = found.losses[0]
        deed = Trigger(
            one.start, one.end, "", types.CIVILIANS, "Attack", "losses alone", generic=True
        )
        sides = self._sides(deed, found)
        if any(m.cls in ("GRP", "UNK") for _, m in sides.mentions):
            draft.event_type, draft.sub_event_type, draft.generic = kind_of(sides)
            draft.side_a, draft.side_b = sides.side_a, sides.side_b
        for sentence in self._told_in(found):
            add_sentence(draft, sentence)
        return draft

    def _target(self, sites: Sequence[areas.Site], found: Found) -> Draft | None:
        for site in sites:
            for old in reversed(self.story.recent):
                if old.event_type in KINETIC and self._same_place(old, [site]):
                    return old
        last = self._current(found.sentence.block)
        if last is None or not sites:
            return last
        wider = last.area is not None and any(
            (areas.contains(last.area, s.area) and last.area.adm1)
            or areas.contains(s.area, last.area)
            for s in sites
        )
        return last if wider and self.story.block == found.sentence.block.index else None

    def _unconfirmed(self, segment: Segment, found: Found, words: str) -> None:
        """Read "did not confirm that figure": the figure it refers to, unconfirmed."""
        last = self._current(found.sentence.block)
        cue = self.lexicon.patterns["unconfirmed"].search(words)
        if not cue or last is None or not REFERS.search(words):
            return
        told = [
            one for one in last.losses if one.claim.stance == "asserted" and one.claim.high != 0
        ]
        near = (
            [one for one in told if one.start >= told[-1].start - 160]
            if PLURAL.search(words)
            else told[-1:]
        )
        speaker = next((s.claimant for s in found.speakers), None)
        if near and re.search(r"\bnobody\b", words, re.IGNORECASE):
            speaker = near[-1].claim.side
        said = words.rstrip(" .")
        quote = ground("claim", (said, segment.start, segment.start + len(said)), "").quote
        add_losses(
            last,
            [
                replace(
                    one,
                    start=segment.start,
                    end=segment.end,
                    count_start=segment.start + i,
                    total=False,
                    claim=replace(
                        one.claim,
                        claimant=speaker,
                        stance="unconfirmed",
                        quote=quote,
                        subset=False,
                        outlet=None,
                    ),
                )
                for i, one in enumerate(near)
            ],
        )
        add_sentence(last, found.sentence)

    def _denied(self, draft: Draft, found: Found) -> None:
        """Return a denied number stays with the event it denies; with none, with the statement."""
        target = self._target(areas.sites(found.places), found) if found.losses else None
        if target:
            add_losses(target, found.losses)
            add_sentence(target, found.sentence)
        else:
            draft.losses = list(found.losses)


def _goes_on(last: Draft | None, found: Found) -> Draft:
    """Return a draft for losses alone: of the deed told before, else by their victims."""
    if last is not None and last.event_type in KINETIC:
        kind = (last.event_type, last.sub_event_type)
        draft = Draft("event", *kind, last.date, last.side_a, last.side_b)
    else:
        draft = Draft("event", *victim_type(found.losses), generic=True)
    draft.block = found.sentence.block.index
    add_sentence(draft, found.sentence)
    return draft


def victim_type(losses: Sequence[Loss]) -> tuple[str, str]:
    """Return the type of a deed that only its losses tell."""
    for loss in losses:
        if loss.claim.side and not loss.claim.side.endswith(FORCES):
            return types.BATTLES, "Armed clash"
        if FIGHTERS.search(loss.claim.what or ""):
            return types.BATTLES, "Armed clash"
    return types.CIVILIANS, "Attack"
