"""Which drafts are the same event: merging inside one report (codebook, section 1).

What the text says twice is one event; a later sentence adds to it.  A total over several areas
goes to an event of the whole, never to one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from events.coding import areas
from events.coding.records import DateMention, Draft, Loss, PlaceMention, Sentence
from events.coding.types import BATTLES, CIVILIANS, PROTESTS, REMOTE, RIOTS, SHELLING
from events.model import Ground, Quote

_NIGHT = 2  # days; a longer span and a day in it are not told of one event
_FIGHT_PARTS = {SHELLING}


@dataclass(slots=True)
class Story:
    """The drafts of one report so far, in the order told."""

    drafts: list[Draft] = field(default_factory=list)
    recent: list[Draft] = field(default_factory=list)
    block: int = -1  # where an event was told or added to last

    def last(self) -> Draft | None:
        """Return the event told last."""
        return self.recent[-1] if self.recent else None

    def touch(self, draft: Draft, block: int | None = None) -> None:
        """Make a draft the one told last."""
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
        for old in reversed(self.recent):
            if any(old is one for one in apart):
                continue
            if (
                _same_type(old, new)
                and _same_area(old, new)
                and same_time(old.date, new.date)
                and _same_actors(old, new)
            ):
                return old
        return None


def _same_type(old: Draft, new: Draft) -> bool:
    if new.generic or old.generic:
        kinetic = {BATTLES, REMOTE, CIVILIANS}
        if old.event_type == new.event_type and new.event_type in (PROTESTS, RIOTS):
            return True
        known = {a for a in (*old.side_a, *old.side_b) if not a.endswith((":CIV", ":UNK"))}
        close = (
            old.event_type == new.event_type
            or old.block == new.block
            or bool(known & {*new.side_a, *new.side_b})
        )
        return close and old.event_type in kinetic and new.event_type in kinetic
    if old.event_type == new.event_type:
        if new.event_type == PROTESTS and old.block == new.block:
            return True
        return (
            old.sub_event_type == new.sub_event_type
            or (old.event_type == REMOTE and new.block == old.block and new.area is None)
            or old.event_type == BATTLES
        )
    if (
        new.event_type == BATTLES
        and old.sub_event_type == SHELLING
        and new.inherited
        and new.mutual
    ):
        return True  # the other side answered: mutual fire is a fight, whatever the weapon
    part_of_fight = new.sub_event_type in _FIGHT_PARTS and old.event_type == BATTLES
    close = new.block == old.block or (
        new.area is not None and old.area is not None and areas.same(old.area, new.area)
    )
    return part_of_fight and close


def _same_area(old: Draft, new: Draft) -> bool:
    if old.area is None or new.area is None:
        mine, theirs = {*old.side_a, *old.side_b}, {*new.side_a, *new.side_b}
        lead = len(theirs) > 1 and mine == theirs and new.block - old.block == 1
        return old.block == new.block or new.generic or lead
    if old.inherited and old.block == new.block:
        return True
    if areas.same(old.area, new.area):
        return not _other_towns(old, new)
    if areas.contains(old.area, new.area):
        return (
            old.event_type == BATTLES
            and old.block >= new.block - 4
            and not any(p.precision == "exact" for p in old.places)
        )
    return areas.contains(new.area, old.area) and new.event_type == BATTLES


def _other_towns(old: Draft, new: Draft) -> bool:
    """Tell whether two drafts of one area with no district known name different towns."""
    if old.area is None or old.area.adm2 or not old.area.adm1:
        return False
    first = {p.name.lower() for p in old.places if p.resolved and p.precision in ("exact", "near")}
    second = {p.name.lower() for p in new.places if p.resolved and p.precision in ("exact", "near")}
    return bool(first) and bool(second) and not first & second


def same_time(old: DateMention | None, new: DateMention | None) -> bool:
    """Tell whether two dates can be of one event."""
    if old is None or new is None:
        return True
    if old.rule == "no date word" or new.rule == "no date word":
        return True
    if "week" in (old.precision, new.precision) and old.precision != new.precision:
        return old.first <= new.last and new.first <= old.last
    if ((old.last - old.first).days > _NIGHT) != ((new.last - new.first).days > _NIGHT):
        return False
    return old.first <= new.last and new.first <= old.last


def _same_actors(old: Draft, new: Draft) -> bool:
    mine = {*old.side_a, *old.side_b}
    theirs = {*new.side_a, *new.side_b}
    if not mine or not theirs:
        return True
    if all(a.endswith(":CIV") for a in theirs) and old.event_type == BATTLES != new.event_type:
        return True
    if mine & theirs:
        return not (len(mine) > 1 and len(theirs) > 1 and _strangers(old, new))
    unknown = any(a.endswith((":UNK", ":CIV")) for a in mine | theirs)
    return unknown and (old.block == new.block) and (new.generic or new.area is None)


def _strangers(old: Draft, new: Draft) -> bool:
    """Tell whether two full dyads differ in an armed actor that both name."""
    mine = {a for a in (*old.side_a, *old.side_b) if not a.endswith((":CIV", ":UNK"))}
    theirs = {a for a in (*new.side_a, *new.side_b) if not a.endswith((":CIV", ":UNK"))}
    return (
        len(mine) > 1
        and len(theirs) > 1
        and mine != theirs
        and not mine <= theirs
        and not theirs <= mine
    )


def merge(old: Draft, new: Draft) -> None:
    """Add to ``old`` what ``new`` tells more exactly."""
    if old.event_type == PROTESTS == new.event_type and old.sub_event_type == "Peaceful protest":
        old.sub_event_type = new.sub_event_type
    if new.event_type == BATTLES and old.sub_event_type == SHELLING:
        old.event_type, old.sub_event_type = new.event_type, new.sub_event_type
    if (old.generic and not new.generic) or (
        old.event_type == CIVILIANS and new.event_type in (REMOTE, BATTLES) and not new.generic
    ):
        old.event_type, old.sub_event_type, old.generic = (
            new.event_type,
            new.sub_event_type,
            new.generic,
        )
    if new.date and (
        old.date is None or old.date.rule == "no date word" or _narrower(new.date, old.date)
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
    old.grounds += new.grounds
    for sentence in new.sentences:
        add_sentence(old, sentence)
    add_losses(old, new.losses)


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
