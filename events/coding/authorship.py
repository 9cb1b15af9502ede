"""Who did what was told: claims of responsibility, and words that say who the unknown men were."""

from __future__ import annotations

from collections.abc import Sequence

from events.coding import areas, reference
from events.coding.cues import CROWDS, KINETIC
from events.coding.parties import own_up
from events.coding.placing import Placing
from events.coding.records import Draft, Segment
from events.coding.sentence_reading import Found
from events.coding.story import add_losses, add_sentence


class Authorship(Placing):
    """Names the authors of told deeds."""

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

    def _claims_responsibility(self, segment: Segment, found: Found, words: str) -> bool:
        """Make a group that owns up to a told deed its author; tell whether it did."""
        match = self.lexicon.patterns["behind"].search(words)
        if not match or self.lexicon.patterns["nobody"].search(words[: match.start()]):
            return False
        groups = [m for m in found.actors if m.cls == "GRP" and m.actor]
        at = segment.start + match.start()
        author = next((m.actor for m in groups if m.start < at), None)
        author = author or next((m.actor for m in groups if "by" in match.group()), None)
        target = self._owned(author, segment, found) if author else None
        if author is None or target is None:
            return False
        own_up(target, author)
        add_losses(target, found.losses)
        add_sentence(target, found.sentence)
        self.story.touch(target, found.sentence.block.index)
        self.group = author
        return True

    def _identify(self, found: Found, words: str) -> bool:
        """Name the unknown men of the event told last: "the slain men belonged to the TTP"."""
        last = self._current(found.sentence.block)
        groups = {m.actor for m in found.actors if m.cls == "GRP" and ":" not in (m.actor or ":")}
        cue = self.lexicon.patterns["identity"].search(words)
        told = (
            found.losses
            or found.places
            or found.dates
            or any(not t.generic for t in found.triggers)
        )
        if last is None or len(groups) != 1 or not cue or told or _authors(last):
            return False
        unknown = any(a.endswith(":UNK") for a in (*last.side_a, *last.side_b))
        if unknown:
            own_up(last, groups.pop() or "")
            add_sentence(last, found.sentence)
        return unknown

    def _owned(self, author: str, segment: Segment, found: Found) -> Draft | None:
        """Return the told deed that a claim of responsibility is of: one with no author yet."""
        sites = areas.sites(found.places)
        kinds = reference.named(found.sentence, segment.start, segment.end, self.lexicon)
        told = [
            d
            for d in reversed(self.story.recent)
            if d.event_type in KINETIC - CROWDS
            and (not kinds or reference.fits(d, kinds))
            and (not sites or self._same_place(d, sites) or _inside(d, sites))
        ]
        free = (d for d in told if not _authors(d) or author in _authors(d))
        return next(free, None)


def _authors(draft: Draft) -> set[str]:
    """Return the groups that an event names, which no other group's claim displaces."""
    return {a for a in (*draft.side_a, *draft.side_b) if ":" not in a}


def _inside(draft: Draft, sites: Sequence[areas.Site]) -> bool:
    return draft.area is not None and any(areas.contains(s.area, draft.area) for s in sites)
