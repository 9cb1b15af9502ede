"""Which drafts are the same event: merging inside one report (codebook, section 1).

What the text says twice is one event; a later sentence adds to it.  A total over several areas
goes to an event of the whole, never to one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from events.coding import areas, reference
from events.coding.records import DateMention, Draft, Loss, PlaceMention, Sentence
from events.coding.sameness import TOLD_ON, same_actors, same_area, same_time, same_type
from events.coding.types import BATTLES, CIVILIANS, IED, PROTESTS, REMOTE, SHELLING
from events.model import Ground, Quote


@dataclass(slots=True)
class Story:
    """The drafts of one report so far, in the order told."""

    drafts: list[Draft] = field(default_factory=list)
    recent: list[Draft] = field(default_factory=list)
    block: int = -1  # where an event was told or added to last
    open: bool = True  # whether what comes next may add to the event told last

    def last(self) -> Draft | None:
        """Return the event told last."""
        return self.recent[-1] if self.recent else None

    def touch(self, draft: Draft, block: int | None = None) -> None:
        """Make a draft the one told last."""
        self.open = True
        self.block = max(self.block, draft.block if block is None else block)
        if draft in self.recent:
            self.recent.remove(draft)
        self.recent.append(draft)

    def add(self, new: Draft, apart: Sequence[Draft] = ()) -> Draft:
        """Merge a draft into the one it repeats, or keep it as its own; return what it became.

        ``apart`` are drafts that it is not ("one each in A and B").
        """
        old = self.match(new, apart)
        if old is None:
            self.drafts.append(new)
            old = new
        else:
            merge(old, new)
        if old.status == "event":
            self.touch(old, new.block)
        return old

    def match(self, new: Draft, apart: Sequence[Draft] = ()) -> Draft | None:
        """Return the draft that ``new`` adds to."""
        if new.status != "event":
            return None
        told = [one for one in reversed(self.recent) if not any(one is a for a in apart)]
        meant = reference.target(new, told, new.means) if new.means else None
        if meant is not None:
            new.generic, new.inherited = True, new.area is None
            return meant
        for old in told:
            if (
                same_type(old, new)
                and same_area(old, new)
                and same_time(old.date, new.date)
                and same_actors(old, new)
            ):
                return old
        return None


def merge(old: Draft, new: Draft) -> None:
    """Add to ``old`` what ``new`` tells more exactly."""
    if old.event_type == PROTESTS == new.event_type and old.sub_event_type == "Peaceful protest":
        old.sub_event_type = new.sub_event_type
    if new.event_type == BATTLES and old.sub_event_type == SHELLING:
        old.event_type, old.sub_event_type = new.event_type, new.sub_event_type
    if {old.sub_event_type, new.sub_event_type} == {"Suicide bomb", IED}:
        old.sub_event_type = "Suicide bomb"
    if (old.generic and not new.generic) or (
        old.event_type == CIVILIANS and new.event_type in (REMOTE, BATTLES) and not new.generic
    ):
        old.event_type, old.sub_event_type, old.generic = (
            new.event_type,
            new.sub_event_type,
            new.generic,
        )
    if new.date and (
        old.date is None
        or old.date.rule in ("no date word", TOLD_ON)
        or _narrower(new.date, old.date)
    ):
        old.date = new.date
    elif new.date and new.date.rule == "until a day" and old.date:
        old.date = replace(new.date, first=min(old.date.first, new.date.first))
    if old.inherited and new.area is not None and not new.inherited:
        old.area, old.places, old.inherited = new.area, list(new.places), False
    elif old.area is None or (new.area is not None and areas.contains(old.area, new.area)):
        old.area = new.area or old.area
        if new.places:
            old.places = [
                *[p for p in old.places if not new.area or not areas.contains(p.area, new.area)],
                *new.places,
            ]
    else:
        names = {p.name for p in old.places}
        old.places += [
            p for p in new.places if p.name not in names and not areas.contains(p.area, old.area)
        ]
    add_sides(old, new.side_a, new.side_b)
    old.grounds += _on_the_sides_of(old, new)
    for sentence in new.sentences:
        add_sentence(old, sentence)
    add_losses(old, new.losses)


def _on_the_sides_of(old: Draft, new: Draft) -> list[Ground]:
    """Return the grounds of ``new`` with the sides as ``old`` has them: order is not blame."""
    turned = {*new.side_a} & {*old.side_b} or {*new.side_b} & {*old.side_a}
    straight = {*new.side_a} & {*old.side_a} or {*new.side_b} & {*old.side_b}
    if not turned or straight:
        return new.grounds
    other = {"side_a": "side_b", "side_b": "side_a"}
    return [replace(one, field=other.get(one.field, one.field)) for one in new.grounds]


def _narrower(new: DateMention, old: DateMention) -> bool:
    return (
        False
        if old.precision == "day"
        else old.precision in ("week", "month") and new.precision in ("day", "span")
    )


def add_sides(old: Draft, side_a: Sequence[str], side_b: Sequence[str]) -> None:
    """Fill empty sides; keep the known ones."""
    known = {*old.side_a, *old.side_b}
    fresh = [a for a in (*side_a, *side_b) if a not in known]
    named = [a for a in fresh if not a.endswith(":UNK")]
    for holder in ("side_a", "side_b"):
        side = getattr(old, holder)
        if (
            side
            and all(a.endswith(":UNK") for a in side)
            and len(named) == 1
            and not named[0].endswith((":CIV", ":MIL", ":POL", ":GOV"))
        ):
            setattr(old, holder, tuple(named))
            fresh = [a for a in fresh if a not in named]
    if not old.side_a and not old.side_b:
        old.side_a, old.side_b = tuple(side_a), tuple(side_b)
        return
    fresh = [a for a in fresh if not a.endswith(":CIV")]
    forces = (":MIL", ":POL", ":GOV")
    same = {a[:3] for a in old.side_b if a.endswith(forces)}
    mates = tuple(a for a in fresh if a.endswith(forces) and a[:3] in same)
    if old.event_type == REMOTE and mates and not old.side_a:  # who was hit, told in other words
        old.side_b += mates
        fresh = [a for a in fresh if a not in mates]
    if not old.side_a and side_a and side_a[0] in fresh:
        old.side_a = tuple(a for a in side_a if a in fresh)
        fresh = [a for a in fresh if a not in old.side_a]
    if fresh and not old.side_b:
        old.side_b = tuple(fresh)
    elif fresh and not old.side_a:
        old.side_a = tuple(fresh)


def add_sentence(draft: Draft, sentence: Sentence) -> None:
    """Add a sentence to the evidence once."""
    if sentence not in draft.sentences:
        draft.sentences.append(sentence)


def add_losses(draft: Draft, found: Sequence[Loss]) -> None:
    """Add claims; the same toll told twice by one claimant is one, the more exact one."""
    for loss in found:
        twin = next((one for one in draft.losses if _twins(one, loss)), None)
        if twin is None:
            draft.losses.append(loss)
    _subsets(draft)


def _twins(one: Loss, other: Loss) -> bool:
    a, b = one.claim, other.claim
    same_value = (a.kind, a.low, a.high, a.claimant, a.stance) == (
        b.kind,
        b.low,
        b.high,
        b.claimant,
        b.stance,
    )
    if not same_value:
        return False
    if one.start <= other.start < one.end or other.start <= one.start < other.end:
        return one.count_start == other.count_start
    return a.side == b.side or a.side is None or b.side is None


def _subsets(draft: Draft) -> None:
    """Return a raised toll takes in its claimant's earlier, smaller figures."""
    for i, total in enumerate(draft.losses):
        if not total.total:
            continue
        for j, part in enumerate(draft.losses):
            smaller = part.claim.high is not None and part.claim.high <= total.claim.low
            same = (
                part.claim.kind == total.claim.kind and part.claim.claimant == total.claim.claimant
            )
            if j < i and same and smaller and part.claim.high and not part.total:
                draft.losses[j] = replace(part, claim=replace(part.claim, subset=True))


def ground(field_name: str, quote: tuple[str, int, int], rule: str) -> Ground:
    """Return a ground with its quote."""
    return Ground(field_name, Quote(*quote), rule)


def place_ground(place: PlaceMention) -> Ground:
    """Return the ground of a place."""
    rule = "gazetteer" if place.resolved else "name not in the gazetteer, placed by the text"
    return ground("place", (place.name, place.start, place.end), rule)
