"""Losses and claims added to the event that they are about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from events.coding import areas, types
from events.coding.cues import (
    AGGREGATE,
    BEHIND,
    CONTINUES,
    EACH,
    FORCES,
    KINETIC,
    NO_ONE,
    PLURAL,
    REFERS,
)
from events.coding.parties import own_up
from events.coding.placing import Placing
from events.coding.records import Draft, Loss, Segment
from events.coding.scene import copy_of
from events.coding.sentence_reading import Found
from events.coding.story import add_losses, add_sentence, ground


class Attaching(Placing):
    """Adds losses to events."""

    def _attach(self, found: Found, sites: Sequence[areas.Site], words: str) -> None:
        """Add claims to the event that they are about: that of their place, else the last one."""
        if not found.losses and not CONTINUES.match(words):
            return
        if len(sites) > 1 and EACH.search(words):
            self._spread(found, sites)
            return
        current = self._current(found.sentence.block)
        target = self._target(sites, found)
        if current and (any(one.later for one in found.losses) or CONTINUES.match(words)):
            target = target or current
            target.places += [
                p
                for s in sites
                for p in s.places
                if p.name not in {q.name for q in target.places} and not p.resolved
            ]
        if target is None:
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
        add_sentence(target, found.sentence)
        self.story.touch(target, found.sentence.block.index)
        self._perpetrator(target, found)

    def _perpetrator(self, target: Draft, found: Found) -> None:
        """Return a group that counts its enemies' dead takes the place of an unknown actor."""
        for one in found.losses:
            group = one.claim.claimant
            known = self.reader.tools.codebook.actor(group) if group else None
            if (
                known
                and known.actor_class in ("rebels", "militia")
                and one.claim.stance == "asserted"
            ) and any(a.endswith(":UNK") for a in (*target.side_a, *target.side_b)):
                own_up(target, group or "")

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
        last = self._current(found.sentence.block)
        same = self.story.block == found.sentence.block.index
        draft = _goes_on(last if same else None, found)
        draft.date = next(iter(found.dates), draft.date)
        if sites:
            self._placed(draft, sites[0], found.losses)
            return
        draft.losses = list(found.losses)
        self._default_dyad(draft)
        self.story.add(draft)

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

    def _claims_responsibility(self, segment: Segment, found: Found, words: str) -> None:
        match = BEHIND.search(words)
        last = self.story.last()
        if not match or last is None or NO_ONE.search(words[: match.start()]):
            return
        at = segment.start + match.start()
        group = next((m.actor for m in found.actors if m.actor and m.start < at), None)
        other = any(not t.generic for t in found.triggers)
        if group and not other and last.block >= found.sentence.block.index - 1:
            own_up(last, group)
            add_sentence(last, found.sentence)

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
        if re.search(
            r"soldier|troop|police|constable|personnel|militant|terrorist|fighter",
            loss.claim.what or "",
            re.IGNORECASE,
        ):
            return types.BATTLES, "Armed clash"
    return types.CIVILIANS, "Attack"
