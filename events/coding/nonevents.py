"""What is no event: words, history and plans kept as records; funerals, sport, accidents."""

from __future__ import annotations

import re
from dataclasses import replace

from events.coding import areas, status, types
from events.coding.continuing import Continuing
from events.coding.records import Draft, Segment, Trigger
from events.coding.sentence_reading import Found
from events.coding.story import add_sentence, ground

_RECENT = 14  # days before publication that a report is about (codebook, section 2)
_NOW = re.compile(
    r"\b(?:latest|recent|this time|today|now|current|new)\b|\b(?:on|this) (?:\w+day|morning|week)\b",  # noqa: E501
    re.IGNORECASE,
)
BLOOD = ("killed", "injured")
OF_PEOPLE = ("killed", "injured", "captured")


class NonEvents(Continuing):
    """Keeps what is told but did not happen in the report's own time frame."""

    def _without_aftermath(self, found: Found, segment: Segment) -> Found:
        """Leave out the words of searches, inquiries and funerals, which are no deeds of theirs."""
        rite = self.lexicon.patterns["ceremony"].search(found.sentence.text)
        if rite:
            at = found.sentence.start + rite.start()
            kept = [
                t
                for t in found.triggers
                if t.event_type in (types.PROTESTS, types.RIOTS)
                or (t.end <= at and not t.generic and t.event_type == types.REMOTE)
            ]  # "struck a funeral"
            return replace(found, triggers=tuple(kept))
        if any(one.claim.kind in OF_PEOPLE for one in found.losses):
            return found
        spans = [
            (segment.start + m.start(), segment.start + m.end())
            for m in self.lexicon.patterns["aftermath"].finditer(segment.words)
        ]
        kept = [t for t in found.triggers if not any(a <= t.start < b for a, b in spans)]
        return replace(found, triggers=tuple(kept))

    def _off_topic(self, found: Found) -> bool:
        """Tell whether a sentence is of sport, markets or accidents."""
        strong = any(t.rank >= 70 and not t.generic for t in found.triggers)  # noqa: PLR2004 - sure words
        block = found.sentence.block.index
        words = f"{found.sentence.block.label or ''} {found.sentence.text}"
        off = bool(self.lexicon.patterns["not_conflict"].search(words))
        armed = any(
            (m.cls in ("GRP", "UNK", "MIL") and not m.bare) or m.cls == "UNK" for m in found.actors
        )
        off = off or (self.off_block == block and not armed)
        if off:
            self.off_block = block
        return off and not strong

    def _goes_on_with_history(self, verdict: status.Verdict, found: Found) -> bool:
        """Tell whether a sentence with no day of its own goes on with a dated history."""
        block = found.sentence.block.index
        old = bool(found.dates) and all(
            (self.published - one.last).days > _RECENT or one.precision in ("month", "year")
            for one in found.dates
        )
        if verdict.status == "background":
            told = bool(found.triggers or found.losses)
            self.history = block if (old and told) or self.history == block else -1
            return False
        if verdict.status != "event" or self.history != block:
            return False
        if found.dates or _NOW.search(found.sentence.text):
            self.history = -1
            return False
        return True

    def _non_event(self, verdict: status.Verdict, found: Found, trigger: Trigger | None) -> None:
        if verdict.status == "background" and not (found.triggers or found.losses):
            return
        draft = Draft(verdict.status, block=found.sentence.block.index)
        draft.date = next(iter(found.dates), None)
        if verdict.status == "background":
            self._history(draft, found, trigger)
        else:
            draft.side_a = self._speaker_sides(verdict, found)
            if verdict.status == "statement":
                self._denied(draft, found)
        quote = self.text[verdict.start : verdict.end]
        draft.grounds.append(ground("status", (quote, verdict.start, verdict.end), verdict.rule))
        add_sentence(draft, found.sentence)
        self.story.drafts.append(draft)

    def _history(self, draft: Draft, found: Found, trigger: Trigger | None) -> None:
        if trigger and not trigger.generic:
            draft.event_type, draft.sub_event_type = trigger.event_type, trigger.sub_event_type
        if trigger:
            sides = self._sides(trigger, found)
            draft.side_a, draft.side_b = sides.side_a, sides.side_b
        draft.losses = list(found.losses)
        site = next(iter(areas.sites(found.places)), None)
        if site:
            draft.area, draft.places = site.area, list(site.places)

    def _speaker_sides(self, verdict: status.Verdict, found: Found) -> tuple[str, ...]:
        speaker = next((s for s in found.speakers if s.start <= verdict.start < s.end), None)
        if speaker and speaker.claimant and re.fullmatch(r"[A-Z0-9:-]+", speaker.claimant):
            return (speaker.claimant,)
        first = next((m for m in found.actors if m.cls == "GRP" or m.metonym or m.country), None)
        actor = self.reader.finder.actor_of(first, speaks=True) if first else self.reader.party
        return (actor,) if actor else ()
