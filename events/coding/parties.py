"""Who the parties of a stretch are, and of fights whose words name none."""

from __future__ import annotations

import re
from dataclasses import replace

from events.coding import areas, dyads, types
from events.coding.camps import Sides
from events.coding.cues import FORCES, KINETIC, NEAR, REACH
from events.coding.records import Area, Draft, Trigger
from events.coding.scene import Scene
from events.coding.sentence_reading import Found
from events.coding.story import add_sides

_FURTHER = re.compile(
    r"\b(?:additional|further|more|other|fresh) (?:\w+ )?(?:air ?)?(?:strikes?|raids?|attacks?|bombings?|shelling)\b",  # noqa: E501
    re.IGNORECASE,
)
# Words for men of any force.
_EITHER = frozenset(
    {"officers", "officer", "reinforcements", "guards", "guard", "patrol", "personnel"}
)
_STATE = (":MIL", ":IEA", ":GOV", ":POL")


class Parties(Scene):
    """Finds the parties of a draft."""

    def _sides(self, trigger: Trigger, found: Found) -> Sides:
        country = next((p.area.country for p in found.places if p.area.country), None)
        here = self.here(found.sentence)
        country = country or (here.country if here else None)
        last = self.story.last()
        if country is None and last and last.area and self.story.open:
            near = found.sentence.block.index - self.story.block <= NEAR
            country = last.area.country if near else None
        country = country or next(iter(self.reader.countries), None)
        sides = dyads.sides(
            dyads.Stretch(
                trigger,
                found.actors,
                self.text,
                self.reader.finder,
                country,
                found.own,
                self._group_now(found),
                found.sentence,
            )
        )
        return self._of_the_police(sides, last)

    def _of_the_police(self, sides: Sides, last: Draft | None) -> Sides:
        """Read "four officers", "the reinforcements" as the police of a story of policemen."""
        told = {*last.side_a, *last.side_b} if last is not None else set()
        turned = {
            actor: f"{actor[:3]}:POL"
            for actor, mention in sides.mentions
            if actor.endswith(":MIL")
            and mention.bare
            and mention.text.lower() in _EITHER
            and f"{actor[:3]}:POL" in told
            and actor not in told
        }
        if not turned:
            return sides
        return replace(
            sides,
            side_a=tuple(turned.get(a, a) for a in sides.side_a),
            side_b=tuple(turned.get(a, a) for a in sides.side_b),
            mentions=tuple((turned.get(a, a), m) for a, m in sides.mentions),
        )

    def _group_now(self, found: Found) -> str | None:
        """Return the group that "the militants" are, unless another event has come between."""
        last = self.story.last()
        fresh = found.sentence.block.index - self.group_block <= 1
        known = last is not None and self.group in (*last.side_a, *last.side_b)
        open_ = last is None or (fresh and not self._unnamed(last, found))
        return self.group if known or open_ else None

    def _unnamed(self, last: Draft, found: Found) -> bool:
        """Tell whether a line goes on with a deed of unknown men."""
        here = last.block == found.sentence.block.index
        return here and any(a.endswith(":UNK") for a in (*last.side_a, *last.side_b))

    def _two_states(self, sides: Sides) -> Sides:
        """Read "the two sides", "both forces": the forces of the two countries told of."""
        lands = self.reader.countries[:2]
        forces = [self.reader.finder.class_id(land, "MIL") for land in lands]
        known = self.dyad()
        pair = known or (tuple(forces) if len(forces) > 1 else ())
        return replace(sides, side_a=pair[:1], side_b=pair[1:2]) if pair else sides

    def _force(self, speaker: str | None, sub: str) -> str | None:
        """Return the forces of the state whose official tells what they shot down."""
        if speaker and sub == "Disrupted weapons use" and speaker.endswith((":GOV", ":CIV")):
            return (
                self.reader.finder.class_id(speaker[:3], "MIL")
                if speaker.endswith(":GOV")
                else None
            )
        return speaker

    def _default_dyad(self, draft: Draft) -> None:
        """Give a fight with no actor in its words the dyad of the fight told before."""
        if draft.event_type != types.BATTLES or (draft.side_a and draft.side_b):
            return
        mine = {*draft.side_a, *draft.side_b}
        for old in reversed(self.story.recent):
            fits = (
                old.event_type == types.BATTLES and old.side_a and old.side_b and old is not draft
            )
            near = REACH if _states(old) or draft.generic else 1
            same = mine <= {*old.side_a, *old.side_b} or (
                old.block == draft.block
                and all(a.endswith(":UNK") for a in mine)
                and old.area is not None
                and draft.area is not None
                and areas.same(old.area, draft.area)
            )
            if fits and same and abs(draft.block - old.block) <= near:
                turned = bool({*draft.side_a} & {*old.side_b} or {*draft.side_b} & {*old.side_a})
                pair = (old.side_a, old.side_b)
                draft.side_a, draft.side_b = pair[::-1] if turned else pair
                return

    def _by_the_same_hand(self, draft: Draft, words: str) -> None:
        """Give "additional strikes" the author of those told just before."""
        last = self.story.last()
        if draft.side_a or draft.event_type != types.REMOTE or last is None or last is draft:
            return
        near = draft.block - last.block <= NEAR and last.event_type == draft.event_type
        if near and last.side_a and _FURTHER.search(words):
            draft.side_a = last.side_a

    def _on_the_border(self, draft: Draft) -> None:
        """Put what two neighbours' forces do to each other, in no place of either, on their border."""  # noqa: E501
        lands = {a[:3] for a in (*draft.side_a, *draft.side_b) if a.endswith(_STATE)}
        placed = draft.area is not None and (draft.area.adm1 or draft.area.border or draft.places)
        mutual = draft.event_type == types.BATTLES or draft.sub_event_type == "Agreement"
        if mutual and not placed and len(lands) == 2 and _states(draft):  # noqa: PLR2004 - two neighbours
            draft.area = Area(border="?")

    def _of_party(self, draft: Draft) -> None:
        """Make a group that publishes its own deeds the author of those that name none."""
        party = self.reader.party
        known = self.reader.tools.codebook.actor(party) if party else None
        if party is None or known is None or known.actor_class not in ("rebels", "militia"):
            return
        if any(a.endswith(":UNK") for a in (*draft.side_a, *draft.side_b)):
            own_up(draft, party)
        sides = (*draft.side_a, *draft.side_b)
        alone = bool(draft.side_a) != bool(draft.side_b)
        if draft.event_type in KINETIC and party not in sides and alone:
            draft.side_a, draft.side_b = (party,), sides


def _states(draft: Draft) -> bool:
    """Tell whether a fight is between two states' forces, the one fight of such a report."""
    return any(a.endswith(_STATE) for a in draft.side_a) and any(
        a.endswith(_STATE) for a in draft.side_b
    )


def own_up(draft: Draft, group: str) -> None:
    """Put the group that claims an attack in the place of its unknown actor."""
    unknown = {a for a in (*draft.side_a, *draft.side_b) if a.endswith(":UNK")}
    side_a = dict.fromkeys(group if a in unknown else a for a in draft.side_a)
    side_b = dict.fromkeys(group if a in unknown else a for a in draft.side_b)
    draft.side_a = tuple(side_a)
    draft.side_b = tuple(a for a in side_b if a != group or group not in side_a)
    draft.losses = [
        replace(one, claim=replace(one.claim, side=group)) if one.claim.side in unknown else one
        for one in draft.losses
    ]
    if group in (*draft.side_a, *draft.side_b):
        return
    if draft.side_a:
        add_sides(draft, (group,), ())
    else:
        draft.side_a = (group,)


def kind_of(sides: Sides) -> tuple[str, str, bool]:
    """Return the type of an attack by who did it to whom; the last tells whether it stays open."""
    armed = [a for a in (*sides.side_a, *sides.side_b) if not a.endswith(FORCES)]
    if any(not a.endswith(FORCES) for a in sides.side_b) or len(armed) > 1:
        return types.BATTLES, "Armed clash", len(armed) < 2  # noqa: PLR2004 - one party alone
    if sides.civilians:
        return types.CIVILIANS, "Attack", not armed
    return (types.BATTLES, "Armed clash", True) if armed else (types.CIVILIANS, "Attack", True)


def on_civilians(trigger: Trigger, sides: Sides) -> bool:
    """Tell whether an armed party attacked nobody but civilians."""
    one_sided = re.match(r"(?:attack|storm|opened fire|ambush)", trigger.text, re.IGNORECASE)
    targets = bool(sides.side_b) and all(a.endswith(":CIV") for a in sides.side_b)
    return (
        bool(one_sided) and sides.civilians and (targets or not sides.side_b) and bool(sides.side_a)
    )
