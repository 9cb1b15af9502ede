"""From what sentences hold to drafts of events: what is told anew, and what adds to an event.

A stretch with words of a deed makes a draft, which :mod:`events.coding.story` merges; a stretch
with losses only adds to the event of its place, else to the one told last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from events.coding import areas, reference, status, types
from events.coding.camps import Sides
from events.coding.cues import (
    CONTINUES,
    DEFINITE,
    EACH,
    GOES_WITH,
    OF_ALL,
    OPEN_TYPE,
    OPENING,
    SECONDARY,
)
from events.coding.nonevents import BLOOD, OF_PEOPLE, NonEvents
from events.coding.parties import kind_of, on_civilians
from events.coding.records import DateMention, Draft, Segment, Trigger
from events.coding.sameness import same_time
from events.coding.sentence_reading import Found
from events.coding.story import add_sentence, ground
from events.coding.wholes import consolidate

# What is done on a day, though it lasts: "master of the town since Friday".
_AT_ONCE = frozenset(
    {"Non-state actor overtakes territory", "Government regains territory", "Other", "Agreement"}
)


class Teller(NonEvents):
    """Builds the story of one report from its sentences."""

    def tell(self, segment: Segment, found: Found, before: status.Verdict | None) -> status.Verdict:
        """Take in one stretch; return its verdict, which the rest of its sentence leans on."""
        words = segment.words
        whole = found
        found = self._without_aftermath(self._told(found), segment)
        people = any(one.claim.kind in OF_PEOPLE for one in found.losses)
        blood = any(one.claim.kind in BLOOD and one.claim.high != 0 for one in found.losses)
        trigger = types.choose(found.triggers, words, people=people, blood=blood)
        verdict = status.judge(
            segment, words, found.dates, self.published, self.lexicon, deed_at=self._deed_at(found)
        )
        if (
            before
            and before.status == "background"
            and verdict.status == "event"
            and not found.dates
        ):
            verdict = replace(before, start=segment.start, end=segment.end)
        if self._goes_on_with_history(verdict, found):
            verdict = status.Verdict(
                "background", "goes on with history", verdict.start, verdict.end
            )
        if self._off_topic(found):
            return verdict
        if verdict.status == "event":
            last, here = self.story.last(), self.story.block == found.sentence.block.index
            self._event(segment, self._in_scene(found), trigger, words)
            if segment.role != "main" and last and here:
                self.story.touch(last)  # what is only referred to is not what the next line is of
        else:
            history = verdict.status == "background"
            block = found.sentence.block.index
            if not history and block - 1 in (self.heard, self.story.block):
                self.heard = block
            self._non_event(verdict, whole if history else found, trigger)
            blamed = any(t.hedge == "accused" for t in found.triggers)
            if blamed and people and verdict.status == "statement":
                self._event(segment, found, trigger, words)  # blamed, but people did die
        named = [m.actor for m in found.actors if m.cls == "GRP" and m.actor]
        rebels = [a for a in named if not a.endswith((":MIL", ":POL", ":GOV", ":IEA"))]
        if rebels:
            self.group, self.group_block = rebels[-1], found.sentence.block.index
        return verdict

    def _deed_at(self, found: Found) -> int | None:
        """Where a stretch tells a deed or a loss, if it does."""
        at = [one.start for one in found.losses if one.claim.stance == "asserted"]
        for trigger in found.triggers:
            before = self.text[max(0, trigger.start - 24) : trigger.start]
            definite = DEFINITE.search(before + trigger.text) and not found.dates
            if not definite and not (trigger.generic and not found.losses and not found.places):
                at.append(trigger.start)
        return min(at, default=None)

    def _event(self, segment: Segment, found: Found, trigger: Trigger | None, words: str) -> None:
        if self._turns(words):
            self.story.open = False
        if self._claims_responsibility(segment, found, words) or self._identify(found, words):
            return
        if trigger is None and not found.losses:
            self._unconfirmed(segment, found, words)
            self._set_scene(found)
            self._hear(found)
            return
        if segment.role == "reference" and not (found.places or found.dates or found.actors):
            return
        sites = areas.sites(found.places)
        if (
            trigger
            and trigger.sub_event_type in OF_ALL
            and any(p.precision == "border" for p in found.places)
        ):
            sites = ()  # a ceasefire is where it holds, not where it was signed
        old = self._again(trigger, found, sites) if trigger else None
        if trigger and old:
            draft = self._draft(trigger, segment, found)
            draft.losses = list(found.losses)
            self._tell_again(old, draft, sites)
        elif not (sites and self._sum_of_many(sites, words)):
            self._new_or_more(segment, found, trigger, sites)

    def _new_or_more(
        self,
        segment: Segment,
        found: Found,
        trigger: Trigger | None,
        sites: Sequence[areas.Site],
    ) -> None:
        """Add to an event told before, or tell a new one."""
        words = segment.words
        if trigger is None or self._adds(trigger, found, sites, words):
            self._tell_on(trigger, found)
            self._attach(found, sites, words)
            return
        if trigger.generic and self._part_of_whole(found, sites, words):
            return
        self._new(self._draft(trigger, segment, found), segment, found, sites)

    def _tell_on(self, trigger: Trigger | None, found: Found) -> None:
        """Keep the event told last the one that goes on, though nothing is lost in these words."""
        last = self._current(found.sentence.block) if trigger else None
        if trigger is None or last is None:
            return
        if trigger.sub_event_type == "Suicide bomb" and last.sub_event_type == types.IED:
            last.sub_event_type = trigger.sub_event_type  # the blast was a suicide bomber's
        if not found.losses:
            self.story.touch(last, found.sentence.block.index)
            add_sentence(last, found.sentence)

    def _new(
        self, draft: Draft, segment: Segment, found: Found, sites: Sequence[areas.Site]
    ) -> None:
        """Put the draft of a deed on its areas."""
        words = segment.words
        borders = [p for p in found.places if p.precision == "border"]
        if not sites:
            self._unplaced(draft, borders, found, words)
        elif self._separate(words) and len(sites) == 1:
            self._placed(draft, sites[0], found.losses, self.story.recent[-1:])
        elif len(sites) == 1 and not (
            EACH.search(words) and found.losses and len(sites[0].places) > 1
        ):
            if segment.role != "reference" and not any(
                areas.same(s.area, sites[0].area) for s in self.sites
            ):
                self.sites = []
            self._placed(draft, sites[0], found.losses)
        else:
            self._several(draft, sites, borders, found, words)

    def _adds(  # noqa: PLR0911
        self, trigger: Trigger, found: Found, sites: Sequence[areas.Site], words: str
    ) -> bool:
        """Tell whether a stretch adds to the event told before rather than telling a new one."""
        block = found.sentence.block
        last = self._current(block)
        if last is None:
            return False
        goes_on = CONTINUES.match(words) and trigger.start - found.sentence.start < OPENING
        if any(one.later for one in found.losses) or goes_on:
            return True
        if self._separate(words):
            return False
        if found.dates and not (
            trigger.sub_event_type in SECONDARY and same_time(last.date, found.dates[0])
        ):
            return False
        if self._goes_on(last, trigger, found, sites):
            return True
        elsewhere = sites and not self._same_place(last, sites)
        if self.lexicon.patterns["heard"].search(words) and not elsewhere:
            return True
        if trigger.generic:
            back = (
                bool(DEFINITE.search(words))
                or self.story.block == block.index
                or bool(found.losses)
            )
            return back and not elsewhere
        same = self.story.block == block.index or found.own in (*last.side_a, *last.side_b)
        if trigger.sub_event_type == "Arrests" and last.event_type in (types.PROTESTS, types.RIOTS):
            return same and not elsewhere
        return (
            trigger.sub_event_type in SECONDARY
            and not elsewhere
            and same
            and (last.event_type == types.BATTLES or last.sub_event_type in GOES_WITH)
        )

    def _kind(self, trigger: Trigger, found: Found, sides: Sides) -> tuple[str, str, bool]:
        """Return the type of a deed, and whether its words leave it open."""
        event_type, sub, generic = trigger.event_type, trigger.sub_event_type, trigger.generic
        alluded = self._alluded(trigger, found)
        before = None if alluded else self._continues(trigger, found, areas.sites(found.places))
        if before:
            alluded = before
            sides = replace(sides, side_a=before.side_a, side_b=before.side_b)
        if alluded:
            event_type, sub = alluded.event_type or event_type, alluded.sub_event_type or sub
            generic = alluded.generic
            if trigger.sub_event_type == "Suicide bomb" and sub == types.IED:
                sub = trigger.sub_event_type  # the blast was a suicide bomber's
        elif generic:
            event_type, sub, generic = kind_of(sides)
        elif sub == "Armed clash" and on_civilians(trigger, sides):
            event_type, sub = types.CIVILIANS, "Attack"
        elif event_type == types.BATTLES and sides.crowd:
            event_type, sub = types.PROTESTS, "Protest with intervention"
        generic = generic or (event_type == types.BATTLES and bool(OPEN_TYPE.match(trigger.text)))
        return event_type, sub, generic

    def _draft(self, trigger: Trigger, segment: Segment, found: Found) -> Draft:
        sides = self._sides(trigger, found)
        event_type, sub, generic = self._kind(trigger, found, sides)
        both = self.lexicon.patterns["both_sides"].search(segment.words)
        if both and sub != "Other" and not (sides.side_a and sides.side_b):
            sides = self._two_states(sides)
        if sub == "Agreement" and not (sides.side_a or sides.side_b):
            first, second = (*((one,) for one in self.dyad()), (), ())[:2]
            sides = replace(sides, side_a=first, side_b=second)
        block = found.sentence.block
        draft = Draft(
            "event",
            event_type,
            sub,
            self._date(trigger, found),
            sides.side_a,
            sides.side_b,
            block=block.index,
            generic=generic,
            mutual=types.is_mutual(trigger.text),
            means=reference.meanings(found.sentence, trigger, self.lexicon),
            several=bool(self.lexicon.patterns["several"].search(segment.words)),
        )
        if event_type == types.STRATEGIC and not sides.side_a and sub != "Other":
            own = self._force(found.own or self.reader.party, sub)
            draft.side_a = (own,) if own and own not in sides.side_b and sub != "Agreement" else ()
        self._by_the_same_hand(draft, segment.words)
        draft.date = draft.date or found.day
        if draft.date is None and block.clock:
            day = self.published
            draft.date = DateMention(segment.start, segment.start, day, day, "day", "live entry")
        quote = (trigger.text, trigger.start, trigger.end)
        draft.grounds.append(ground("event_type", quote, trigger.rule))
        for actor, mention in sides.mentions:
            said = (self.text[mention.start : mention.end], mention.start, mention.end)
            for field in ("side_a", "side_b"):
                if actor in getattr(draft, field):
                    draft.grounds.append(ground(field, said, "named in the words"))
        for sentence in self._told_in(found):
            add_sentence(draft, sentence)
        return draft

    def _date(self, trigger: Trigger, found: Found) -> DateMention | None:
        """Return the date nearest to the words of the deed."""
        if not found.dates:
            return None
        nearest = min(
            found.dates,
            key=lambda d: (min(abs(d.start - trigger.end), abs(trigger.start - d.end)), d.start),
        )
        if trigger.sub_event_type in _AT_ONCE and nearest.rule.startswith("since"):
            return replace(nearest, last=nearest.first, precision="day")
        return nearest

    def finish(self) -> list[Draft]:
        """Return the drafts; fights that named no party until later sentences did get theirs."""
        for draft in self.story.drafts:
            if draft.status == "event":
                self._of_victims(draft)
                self._of_party(draft)
                self._default_dyad(draft)
                self._on_the_border(draft)
        return consolidate([d for d in self.story.drafts if not _vague(d)])


def _vague(draft: Draft) -> bool:
    """Tell whether a draft has neither a place nor parties: too little to be an event."""
    parties = draft.side_a and draft.side_b
    return draft.status == "event" and draft.area is None and not parties
