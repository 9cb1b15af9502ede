"""What goes on with the event told before: "the blast", "before leaving they burned the post"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from events.coding import areas, reference, types
from events.coding.assertion import UNDONE
from events.coding.attaching import Attaching
from events.coding.cues import FORCES, REACH, SECONDARY
from events.coding.lexicon import Lexicon
from events.coding.records import Draft, Trigger
from events.coding.sameness import same_time
from events.coding.scene import ordered
from events.coding.sentence_reading import Found
from events.coding.story import merge

_THE = re.compile(r"(?:\b(?:the|this|that|these|those)|[’']s) (?:[\w-]+ ){0,2}$", re.IGNORECASE)
_FEW = 30  # characters before a noun in which its "the" stands
_DEEDS = (types.BATTLES, types.REMOTE, types.CIVILIANS)
_ARMED = ("UNK", "GRP", "TRI")
_IN = re.compile(r"^\s*(?:in|at|near|of|on|across)\s+(?:the )?$", re.IGNORECASE)


class Continuing(Attaching):
    """Tells which words speak of the event told before."""

    def _alluded(self, trigger: Trigger, found: Found) -> Draft | None:
        """Return the event that "the attack", "the blast" stands for, if one was told."""
        before = self.text[max(0, trigger.start - _FEW) : trigger.start]
        inside = re.match(r"(?:the|this|that) ", trigger.text, re.IGNORECASE)
        subject = "" if inside else self._subject_of(trigger, found)
        definite = inside or subject or _THE.search(before.replace("\n", " "))
        if not definite or trigger.event_type == types.STRATEGIC:
            return None
        block = found.sentence.block.index
        day = next(iter(found.dates), None)
        fits = [
            old
            for old in reversed(self.story.recent)
            if block - old.block <= REACH
            and self._stands_for(subject or trigger.text, old)
            and same_time(old.date, day)
        ]
        if self.lexicon.patterns["from_afar"].search(trigger.text):
            fits.sort(key=lambda old: old.event_type != types.REMOTE)
        return next(iter(fits), None)

    def _subject_of(self, trigger: Trigger, found: Found) -> str:
        """Return the definite noun of a deed that does what the words say: "Tuesday's blast went off"."""  # noqa: E501
        tokens = found.sentence.tokens
        for i, token in enumerate(tokens):
            verb = tokens[token.head]
            if (
                token.dep in ("nsubj", "nsubjpass")
                and trigger.start <= verb.start < trigger.end
                and reference.definite(tokens, i)
                and reference.of_noun(token.lower, self.lexicon)
            ):
                return token.lower
        return ""

    def _again(self, trigger: Trigger, found: Found, sites: Sequence[areas.Site]) -> Draft | None:
        """Return the event that "the raid" is of, where the words put it in no other place.

        Countries do not count as places here: they are whose forces, whose guests.
        """
        old = self._alluded(trigger, found) or self._stays(trigger)
        if old is None or self._separate(found.sentence.text):
            return None
        other = [s for s in sites if s.area.level != "country" and not self._same_place(old, [s])]
        inside = len(other) == 1 and old.area and areas.contains(old.area, other[0].area)
        return old if inside or not other else None

    def _sum_of_many(self, sites: Sequence[areas.Site], words: str) -> bool:
        """Tell whether a lead sums up what is told below, place by place."""
        wide = all(s.area.level in ("province", "country") for s in sites)
        return wide and bool(self.lexicon.patterns["many"].search(words))

    def _stays(self, trigger: Trigger) -> Draft | None:
        """Return the closing told before, of which "the border remained closed" speaks."""
        if trigger.sub_event_type != "Other" or not self.lexicon.patterns["stays"].search(
            trigger.text
        ):
            return None
        return next((d for d in reversed(self.story.recent) if d.sub_event_type == "Other"), None)

    def _tell_again(self, old: Draft, new: Draft, sites: Sequence[areas.Site]) -> None:
        """Add to an event what is said of it again; a place inside its area is the better one."""
        finer = [s for s in sites if old.area and areas.contains(old.area, s.area)]
        new.area, new.places = None, []
        if finer:
            new.area, new.places = finer[0].area, ordered(finer[0])
        merge(old, new)
        self.story.touch(old, new.block)

    def _continues(
        self, trigger: Trigger, found: Found, sites: Sequence[areas.Site]
    ) -> Draft | None:
        """Return the deed by which people died of whom the words say no more than that."""
        last = self.story.last()
        if trigger.rank > types.EFFECT or last is None or last.event_type not in _DEEDS:
            return None
        block = found.sentence.block.index
        close = self.story.block == block or block - last.block <= 1
        sides = self._sides(trigger, found)
        armed = any(not a.endswith(FORCES) for a in sides.side_a)
        part = not sites or last.area is None or areas.contains(last.area, sites[0].area)
        return last if close and not armed and (part or self.story.block == block) else None

    def _goes_on(
        self, last: Draft, trigger: Trigger, found: Found, sites: Sequence[areas.Site]
    ) -> bool:
        """Tell whether a deed with no place and no day of its own is part of the one told last."""
        elsewhere = len(sites) > 1 or (sites and not self._same_place(last, sites))
        minor = trigger.sub_event_type in SECONDARY or trigger.sub_event_type == types.ABDUCTION
        if found.dates or elsewhere or (last.generic and not minor):
            return False
        block = found.sentence.block.index
        words = found.sentence.text
        close = self.story.block == block or block - last.block <= 1
        definite = self._alluded(trigger, found) is last or self._speaks_of(last, found)
        if not close or not (
            self.story.block == block or definite or self.lexicon.patterns["anaphor"].match(words)
        ):
            return False
        return definite or self._part_of(last, trigger)

    def _speaks_of(self, last: Draft, found: Found) -> bool:
        """Tell whether words name the blast told last: "gunmen opened fire after the explosion"."""
        if last.event_type != types.REMOTE:
            return False
        sentence = found.sentence
        kinds = reference.named(sentence, sentence.start, sentence.end, self.lexicon)
        return bool(kinds) and reference.fits(last, kinds)

    def _told(self, found: Found) -> Found:
        """Leave out deeds that are not told as done, with the places that are only theirs.

        A road that armed men block is no protest.
        """
        armed = [m for m in found.actors if m.cls in _ARMED]
        kept = [
            t
            for t in found.triggers
            if (not t.hedge or (t.hedge == "accused" and found.losses))
            and not (
                t.event_type == types.PROTESTS
                and self.lexicon.patterns["blocked"].match(t.text)
                and any(m.start < t.start for m in armed)
            )
        ]
        gone = [t for t in found.triggers if t.hedge]
        places = [
            p
            for p in found.places
            if not any(_IN.match(self.text[t.end : p.start]) for t in gone if t.end < p.start)
        ]
        if places and all(p.container for p in places):  # what it holds is told elsewhere
            places = [replace(p, container=False) for p in places]
        undone = [t for t in gone if t.hedge in UNDONE]
        losses = [
            one
            for one in found.losses
            if not any(t.start < one.end and one.start < t.end for t in undone)
        ]
        return replace(
            found,
            triggers=tuple(kept),
            places=tuple(places) or found.places,
            losses=tuple(losses),
        )

    def _stands_for(self, noun: str, old: Draft) -> bool:
        """Tell whether "the blast", "the raid" can be said of an event."""
        said = self.lexicon.patterns
        if old.event_type in (types.STRATEGIC, None):
            return False
        if said["machines"].match(noun):
            return old.sub_event_type == "Air/drone strike"
        if said["any_deed"].search(noun):
            return old.event_type in (types.BATTLES, types.REMOTE, types.CIVILIANS, types.RIOTS)
        if said["blast"].search(noun):
            return old.event_type == types.REMOTE
        if said["gunfire"].search(noun):
            heavy = old.sub_event_type in ("Suicide bomb", types.SHELLING)
            return heavy or old.event_type in (types.BATTLES, types.CIVILIANS, types.PROTESTS)
        return False

    def _part_of(self, last: Draft, trigger: Trigger) -> bool:
        """Tell whether a deed of this type can be part of an event (codebook, section 1)."""
        kind, sub = trigger.event_type, trigger.sub_event_type
        if sub in SECONDARY or sub == types.ABDUCTION:
            return last.event_type in (types.BATTLES, types.CIVILIANS) or (
                last.event_type == types.REMOTE and sub == "Looting/property destruction"
            )
        if last.sub_event_type == "Suicide bomb":
            return kind in (types.BATTLES, types.CIVILIANS) or sub == last.sub_event_type
        if last.event_type == types.BATTLES:
            left = sub == types.CHANGE and bool(self.lexicon.patterns["left"].search(trigger.text))
            return left or kind in (types.BATTLES, types.REMOTE, types.CIVILIANS)
        return last.event_type == types.CIVILIANS == kind

    def _of_victims(self, draft: Draft) -> None:
        """Make a one-sided shooting whose victims are civilians an attack on them."""
        if draft.sub_event_type != "Armed clash" or draft.mutual:
            return
        sides = (*draft.side_a, *draft.side_b)
        armed = {a for a in sides if not a.endswith((*FORCES, ":UNK"))}
        state = any(a.endswith((":MIL", ":POL", ":GOV", ":IEA")) for a in armed)
        lost = [
            one.claim
            for one in draft.losses
            if one.claim.kind in ("killed", "injured") and one.claim.high != 0
        ]
        of_civilians = [c for c in lost if is_civilian(c.what or "", c.side, self.lexicon)]
        opened = draft.generic or any(
            self.lexicon.patterns["one_sided"].search(g.quote.text)
            for g in draft.grounds
            if g.field == "event_type"
        )
        alone = not state and len(armed) < 2  # noqa: PLR2004 - one party, and it is no state's
        if opened and alone and lost and len(of_civilians) == len(lost):
            draft.event_type, draft.sub_event_type = types.CIVILIANS, "Attack"
            draft.side_b = tuple(a for a in draft.side_b if not a.endswith(":UNK"))


def is_civilian(what: str, side: str | None, lexicon: Lexicon) -> bool:
    """Tell whether a loss is of civilians, by its side or else by its words."""
    if side is not None:
        return side.endswith(":CIV")
    return bool(lexicon.patterns["civil_victims"].search(what))
