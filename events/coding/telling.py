"""From what sentences hold to drafts of events: what is told anew, and what adds to an event.

A stretch with words of a deed makes a draft, which :mod:`events.coding.story` merges; a stretch
with losses only adds to the event of its place, else to the one told last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from events.coding import areas, dyads, status, types
from events.coding.records import (
    Area,
    Block,
    DateMention,
    Draft,
    Loss,
    PlaceMention,
    Segment,
    Sentence,
    Trigger,
)
from events.coding.sentence_reading import Found, SentenceReader
from events.coding.story import (
    Story,
    add_losses,
    add_sentence,
    add_sides,
    ground,
    place_ground,
    same_time,
)

_EACH = re.compile(r"\beach\b|\bapiece\b", re.IGNORECASE)
_DEFINITE = re.compile(
    r"\b(?:the|that|this|these|those|its|their) (?:\w+ ){0,2}?(?:attacks?|blasts?|bombings?|explosions?|clash(?:es)?|fighting|"
    r"strikes?|raids?|exchange|firing|shelling|incidents?|ambush|assault|operations?|violence|encounter|battle|"
    r"engagements?|skirmish(?:es)?|bombs?|shells?|rockets?|protests?|sit-in|airstrikes?|unrest)\b",
    re.IGNORECASE,
)
_CONTINUES = re.compile(
    r"^(?:[\"“])?(?:The|This|That|These|Those) (?:\w+ )?(?:fighting|attack|clash(?:es)?|blast|bombing|explosion|strike|raid|firing|shelling|incident|ambush|assault|operation|violence|encounter|battle|engagement|exchange|gun ?battle)s? "
    r"(?:began|started|broke|erupted|came|took|happened|occurred|lasted|continued|left|also|was|were|followed|ended|raged)\b"
)
_OPEN = re.compile(r"attack|raid|storm|opened fire|ambush|assault", re.IGNORECASE)
_BOTH = re.compile(r"\b(?:the two|both|the) (?:sides|countries|forces|neighbours|armies|parties|militaries)\b", re.IGNORECASE)
_SEPARATE = re.compile(
    r"\b(?:separate|another|second|different|similar) (?:\w+ )?(?:incident|attack|operation|blast|clash|encounter|strike|raid|engagement|ambush|shooting|event)s?\b|\b(?:separately|elsewhere)\b",
    re.IGNORECASE,
)
_SAME = re.compile(r"\b(?:the|that) same (?:valley|district|area|town|place|village|bazaar|slope|zone|province|region|city|quarter|road|tehsil)\b", re.IGNORECASE)
_BEHIND = re.compile(
    r"\b(?:claimed responsibility|claimed the attack|said it was behind|said it had carried out|"
    r"was behind the|took responsibility|accepted responsibility|owned up)\b",
    re.IGNORECASE,
)
_NO_ONE = re.compile(r"\b(?:no group|nobody|no one|none)\b", re.IGNORECASE)
_REFERS = re.compile(
    r"\b(?:th(?:e|at|ose|is|ese) (?:figures?|numbers?|toll|claims?|report|losses|deaths)|confirmed it|confirm it)\b",
    re.IGNORECASE,
)
_PLURAL = re.compile(r"\b(?:figures|numbers|claims|losses|deaths)\b", re.IGNORECASE)
_AGGREGATE = re.compile(
    r"\b(?:total of|all these|together|combined|overall|in all|altogether)\b", re.IGNORECASE
)
_SECONDARY = {
    "Looting/property destruction", "Disrupted weapons use", "Non-state actor overtakes territory",
}
_OF_ALL = {"Agreement", "Change to group/activity"}
_OPENING = 40  # characters within which "The fighting began" has its noun
_NEAR = 3  # lines within which a deed with no place goes on where the last was
_REACH = 8  # lines within which a fight with no parties named is the one told before
_KINETIC = {types.BATTLES, types.REMOTE, types.CIVILIANS, types.PROTESTS, types.RIOTS}
_FORCES = (":CIV", ":PRO")


class Teller:
    """Builds the story of one report from its sentences."""

    def __init__(self, reader: SentenceReader) -> None:
        self.reader = reader
        self.lexicon = reader.tools.lexicon
        self.text = reader.report.text
        self.published: date = reader.report.published
        self.story = Story()
        self.sites: list[areas.Site] = []
        self.sites_block = -1
        self.group: str | None = None
        self.off_block = -1

    def anchor(self) -> DateMention | None:
        """The date of the event told last."""
        dated = (d.date for d in reversed(self.story.recent) if d.date and d.date.rule != "no date word")
        return next(dated, None)

    def here(self, sentence: Sentence) -> Area | None:
        """The area of the event told last, where a sentence goes on with it."""
        last = self.story.last()
        if last is None:
            return None
        block = sentence.block
        thread = block.numbered and self.story.block >= block.index - 1
        goes_on = self.story.block == block.index or thread or bool(_SAME.search(sentence.text))
        return last.area if goes_on else None

    def _current(self, block: Block) -> Draft | None:
        """The deed that a line without place or date goes on with, if one was told just before."""
        live = block.clock is not None or block.numbered
        near = live or self.story.block >= block.index - 1
        if not near or (block.label and self.story.block != block.index):
            return None
        return next((d for d in reversed(self.story.recent) if d.event_type in _KINETIC), None)

    # ---- a stretch
    def tell(self, segment: Segment, found: Found, before: status.Verdict | None) -> status.Verdict:
        """Take in one stretch; return its verdict, which the rest of its sentence leans on."""
        words = segment.words
        trigger = types.choose(found.triggers, words)
        verdict = status.judge(
            segment, words, found.dates, self.published, self.lexicon, deed_at=self._deed_at(found)
        )
        if before and before.status == "background" and verdict.status == "event" and not found.dates:
            verdict = replace(before, start=segment.start, end=segment.end)
        if self._off_topic(found):
            return verdict
        if verdict.status == "event":
            self._event(segment, found, trigger, words)
        else:
            self._non_event(verdict, found, trigger)
        named = [m.actor for m in found.actors if m.cls == "GRP" and m.actor]
        rebels = [a for a in named if not a.endswith((":MIL", ":POL", ":GOV", ":IEA"))]
        self.group = rebels[-1] if rebels else self.group
        return verdict

    def _off_topic(self, found: Found) -> bool:
        """Tell whether a sentence is of sport, markets or accidents."""
        strong = any(t.rank >= 70 and not t.generic for t in found.triggers)  # noqa: PLR2004 - sure words
        block = found.sentence.block.index
        off = bool(self.lexicon.patterns["not_conflict"].search(found.sentence.text))
        armed = any(m.cls in ("GRP", "UNK", "MIL") and not m.bare or m.cls == "UNK" for m in found.actors)
        off = off or (self.off_block == block and not armed)
        if off:
            self.off_block = block
        return off and not strong

    def _deed_at(self, found: Found) -> int | None:
        """Where a stretch tells a deed or a loss, if it does."""
        at = [one.start for one in found.losses if one.claim.stance == "asserted"]
        for trigger in found.triggers:
            before = self.text[max(0, trigger.start - 24) : trigger.start]
            definite = _DEFINITE.search(before + trigger.text) and not found.dates
            if not definite and not (trigger.generic and not found.losses and not found.places):
                at.append(trigger.start)
        return min(at, default=None)

    # ---- words, history, plans
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

    def _denied(self, draft: Draft, found: Found) -> None:
        """A denied number stays with the event it denies; with none, with the statement."""
        target = self._target(areas.sites(found.places), found) if found.losses else None
        if target:
            add_losses(target, found.losses)
            add_sentence(target, found.sentence)
        else:
            draft.losses = list(found.losses)

    def _speaker_sides(self, verdict: status.Verdict, found: Found) -> tuple[str, ...]:
        speaker = next((s for s in found.speakers if s.start <= verdict.start < s.end), None)
        if speaker and speaker.claimant and re.fullmatch(r"[A-Z0-9:-]+", speaker.claimant):
            return (speaker.claimant,)
        first = next((m for m in found.actors if m.cls == "GRP" or m.metonym or m.country), None)
        actor = self.reader.finder.actor_of(first, speaks=True) if first else self.reader.party
        return (actor,) if actor else ()

    # ---- events
    def _event(self, segment: Segment, found: Found, trigger: Trigger | None, words: str) -> None:
        self._claims_responsibility(segment, found, words)
        if trigger is None and not found.losses:
            self._unconfirmed(segment, found, words)
            return
        if segment.role == "reference" and not (found.places or found.dates or found.actors):
            return
        sites = areas.sites(found.places)
        if trigger and trigger.sub_event_type in _OF_ALL and any(p.precision == "border" for p in found.places):
            sites = ()  # a ceasefire is where it holds, not where it was signed
        if trigger is None or self._adds(trigger, found, sites, words):
            self._attach(found, sites, words)
            return
        if self._only_refers(trigger, found, words):
            return
        draft = self._draft(trigger, segment, found)
        borders = [p for p in found.places if p.precision == "border"]
        if not sites:
            self._unplaced(draft, borders, found, words)
        elif _SEPARATE.search(words) and len(sites) == 1:
            self._placed(draft, sites[0], found.losses, self.story.recent[-1:])
        elif len(sites) == 1 and not (_EACH.search(words) and found.losses and len(sites[0].places) > 1):
            if segment.role != "reference" and not any(areas.same(s.area, sites[0].area) for s in self.sites):
                self.sites = []
            self._placed(draft, sites[0], found.losses)
        else:
            self._several(draft, sites, borders, found, words)

    def _several(
        self, draft: Draft, sites: Sequence[areas.Site], borders: list[PlaceMention],
        found: Found, words: str,
    ) -> None:
        """Several areas in one stretch: an event each, and one of the whole for a total."""
        self.sites, self.sites_block = list(sites), found.sentence.block.index
        if _AGGREGATE.search(words) and found.losses:
            self._whole(draft, borders, found.losses)
            return
        each = bool(_EACH.search(words)) and bool(found.losses)
        found = replace(found, losses=_apiece(found.losses, words))
        made: list[Draft] = []
        for site in self._split(sites) if each else sites:
            losses = found.losses if each else ()
            made.append(self._placed(copy_of(draft), site, losses, made))
        if found.losses and not each:
            self._whole(copy_of(draft), borders, found.losses)
        elif borders:
            self._bordered(copy_of(draft), borders[0])

    def _split(self, sites: Sequence[areas.Site]) -> list[areas.Site]:
        """"One each in A and B" is two records, though both lie in one district."""
        return [
            areas.Site(site.area, place, (place,)) for site in sites for place in site.places
        ]

    def _adds(
        self, trigger: Trigger, found: Found, sites: Sequence[areas.Site], words: str
    ) -> bool:
        """Tell whether a stretch adds to the event told before rather than telling a new one."""
        block = found.sentence.block
        last = self._current(block)
        if last is None:
            return False
        goes_on = _CONTINUES.match(words) and trigger.start - found.sentence.start < _OPENING
        if any(one.later for one in found.losses) or goes_on:
            return True
        if _SEPARATE.search(words):
            return False
        if found.dates and not (trigger.sub_event_type in _SECONDARY and same_time(last.date, found.dates[0])):
            return False
        if self._strangers(last, trigger, found):
            return False
        elsewhere = sites and not self._same_place(last, sites)
        if trigger.generic:
            back = bool(_DEFINITE.search(words)) or self.story.block == block.index or bool(found.losses)
            return back and not elsewhere
        same = self.story.block == block.index or found.own in (*last.side_a, *last.side_b)
        if trigger.sub_event_type == "Arrests" and last.event_type in (types.PROTESTS, types.RIOTS):
            return same and not elsewhere
        return trigger.sub_event_type in _SECONDARY and not elsewhere and same and last.event_type == types.BATTLES

    def _strangers(self, last: Draft, trigger: Trigger, found: Found) -> bool:
        """Tell whether a stretch names armed parties that the event told last has nothing of."""
        sides = self._sides(trigger, found)
        named = {a for a in (*sides.side_a, *sides.side_b) if not a.endswith((":CIV", ":UNK", ":PRO"))}
        known = {a for a in (*last.side_a, *last.side_b) if not a.endswith((":CIV", ":UNK"))}
        return len(named) > 1 and bool(known) and not named & known

    def _same_place(self, draft: Draft, sites: Sequence[areas.Site]) -> bool:
        names = {p.name for p in draft.places}
        return any(
            draft.area and (areas.same(draft.area, s.area) or s.main.name in names) for s in sites
        )

    def _only_refers(self, trigger: Trigger, found: Found, words: str) -> bool:
        """Tell whether words only speak of an event: "gave no comment on the raid"."""
        if found.losses or found.dates or found.places:
            return False
        before = self.text[max(0, trigger.start - 24) : trigger.start]
        silent = self.lexicon.patterns["no_word"].search(words)
        spoken = bool(_DEFINITE.search(before + trigger.text))
        return bool(silent) or (spoken and trigger.event_type in _KINETIC and not found.actors)

    def _sides(self, trigger: Trigger, found: Found) -> dyads.Sides:
        country = next((p.area.country for p in found.places if p.area.country), None)
        here = self.here(found.sentence)
        country = country or (here.country if here else None)
        country = country or next(iter(self.reader.countries), None)
        return dyads.sides(
            trigger, found.actors, self.text, self.reader.finder, country, found.own, self.group
        )

    def _draft(self, trigger: Trigger, segment: Segment, found: Found) -> Draft:
        sides = self._sides(trigger, found)
        event_type, sub, generic = trigger.event_type, trigger.sub_event_type, trigger.generic
        if generic:
            event_type, sub, generic = _kind(sides)
        elif sub == "Armed clash" and _on_civilians(trigger, sides):
            event_type, sub = types.CIVILIANS, "Attack"
        generic = generic or (event_type == types.BATTLES and bool(_OPEN.match(trigger.text)))
        if _BOTH.search(self.text[segment.start : segment.end]) and not (sides.side_a and sides.side_b):
            sides = self._two_states(sides)
        block = found.sentence.block
        draft = Draft(
            "event", event_type, sub, self._date(trigger, found), sides.side_a, sides.side_b,
            block=block.index, generic=generic, mutual=types.is_mutual(trigger.text),
        )
        if event_type == types.STRATEGIC and not sides.side_a and sub != "Other":
            own = self._force(found.own or self.reader.party, sub)
            draft.side_a = (own,) if own and own not in sides.side_b and sub != "Agreement" else ()
        if draft.date is None and block.clock:
            day = self.published
            draft.date = DateMention(segment.start, segment.start, day, day, "day", "live entry")
        quote = (trigger.text, trigger.start, trigger.end)
        draft.grounds.append(ground("event_type", quote, trigger.rule))
        for mention in sides.mentions:
            said = (self.text[mention.start : mention.end], mention.start, mention.end)
            draft.grounds.append(ground("side", said, "named in the words"))
        add_sentence(draft, found.sentence)
        return draft

    def _two_states(self, sides: dyads.Sides) -> dyads.Sides:
        """Read "the two sides", "both forces": the forces of the two countries told of."""
        lands = self.reader.countries[:2]
        forces = [self.reader.finder.class_id(land, "MIL") for land in lands]
        known = self.dyad()
        pair = known or (tuple(forces) if len(forces) > 1 else ())
        return replace(sides, side_a=pair[:1], side_b=pair[1:2]) if pair else sides

    def dyad(self) -> tuple[str, ...]:
        """The sides of the fight told last."""
        for old in reversed(self.story.recent):
            if old.event_type == types.BATTLES and old.side_a and old.side_b:
                return (old.side_a[0], old.side_b[0])
        return ()

    def _force(self, speaker: str | None, sub: str) -> str | None:
        """The forces of the state whose official tells what they shot down."""
        if speaker and sub == "Disrupted weapons use" and speaker.endswith((":GOV", ":CIV")):
            return self.reader.finder.class_id(speaker[:3], "MIL") if speaker.endswith(":GOV") else None
        return speaker

    def _date(self, trigger: Trigger, found: Found) -> DateMention | None:
        """The date nearest to the words of the deed."""
        if not found.dates:
            return None
        return min(found.dates, key=lambda d: (min(abs(d.start - trigger.end), abs(trigger.start - d.end)), d.start))

    # ---- where
    def _placed(
        self, draft: Draft, site: areas.Site, losses: Sequence[Loss], apart: Sequence[Draft] = ()
    ) -> Draft:
        draft.area, draft.places = site.area, _ordered(site)
        draft.losses = list(losses)
        draft.grounds.append(place_ground(site.main))
        self._default_dyad(draft)
        return self.story.add(draft, apart)

    def _bordered(self, draft: Draft, border: PlaceMention) -> Draft:
        draft.area, draft.places = border.area, [border]
        draft.grounds.append(place_ground(border))
        self._default_dyad(draft)
        return self.story.add(draft)

    def _unplaced(
        self, draft: Draft, borders: list[PlaceMention], found: Found, words: str
    ) -> None:
        draft.losses = list(found.losses)
        if borders:
            self._bordered(draft, borders[0])
            return
        if found.losses and self._after_list(found):
            self._whole(draft, [], found.losses)
            return
        self._default_dyad(draft)
        apart: list[Draft] = []
        if self.story.match(draft) is None:
            self._inherit(draft, words)
            if draft.date and draft.date.rule != "live entry":
                apart = [d for d in self.story.recent if d.date is None]  # another time, the same ground
        self.story.add(draft, apart)

    def _inherit(self, draft: Draft, words: str) -> None:
        """Give a deed with no place in its words the place of the event it goes with."""
        recent = [d for d in reversed(self.story.recent) if d.area]
        if draft.sub_event_type in _OF_ALL:
            fights = [d for d in recent if d.event_type == types.BATTLES]
            source = next((d for d in fights if d.area and d.area.border), fights[-1] if fights else None)
        else:
            source = next(iter(recent), None) if draft.block - self.story.block <= _NEAR else None
            if source is None and re.search(r"\bthe (?:gate|crossing|border|town|city|area|district)\b", words):
                source = next(iter(recent), None)
        if source is None and draft.event_type in _KINETIC and self.reader.home:
            draft.area, draft.inherited = self.reader.home, True
        if source and source.area:
            draft.area, draft.places, draft.inherited = source.area, source.places[:1], True

    def _after_list(self, found: Found) -> bool:
        near = found.sentence.block.index - self.sites_block <= 1
        return len(self.sites) > 1 and self.sites_block >= 0 and near

    def _whole(self, draft: Draft, borders: list[PlaceMention], losses: Sequence[Loss]) -> None:
        """Put a total on the event of the whole: the border, or the province that takes all in."""
        draft.losses = list(losses)
        whole = areas.around([site.area for site in self.sites])
        known = next(
            (d for d in reversed(self.story.recent) if d.area and d.area.border and d.event_type == draft.event_type),
            None,
        )
        if borders:
            draft.area, draft.places = borders[0].area, [borders[0]]
        elif whole:
            draft.area = whole
            draft.places = [site.main for site in self.sites]
            self._span(draft)
        elif known:
            draft.area = known.area
        else:
            draft.area = Area(border="?")
            draft.places = [site.main for site in self.sites]
        self._default_dyad(draft)
        merged = self.story.add(draft, self._listed() if whole and not borders else ())
        names = {p.name for p in merged.places}
        if known is merged and self._listed():
            merged.places += [s.main for s in self.sites if s.main.name not in names]

    def _span(self, draft: Draft) -> None:
        """A total over several events spans their days."""
        parts = [d.date for d in self._inside() if d.date and d.date.rule != "no date word"]
        if draft.date is None and parts:
            first, last = min(d.first for d in parts), max(d.last for d in parts)
            draft.date = replace(
                parts[0], first=first, last=last, precision="day" if first == last else "span",
                rule="days of the events it takes in",
            )

    def _inside(self) -> list[Draft]:
        return [
            d for d in self.story.recent for s in self.sites
            if d.area and (areas.same(d.area, s.area) or areas.contains(s.area, d.area))
        ]

    def _listed(self) -> list[Draft]:
        return [
            d for d in self.story.recent for s in self.sites if d.area and areas.same(d.area, s.area)
        ]

    def _default_dyad(self, draft: Draft) -> None:
        """Give a fight with no actor in its words the dyad of the fight told before."""
        if draft.event_type != types.BATTLES or (draft.side_a and draft.side_b):
            return
        mine = {*draft.side_a, *draft.side_b}
        for old in reversed(self.story.recent):
            fits = old.event_type == types.BATTLES and old.side_a and old.side_b and old is not draft
            if fits and mine <= {*old.side_a, *old.side_b} and abs(draft.block - old.block) <= _REACH:
                draft.side_a, draft.side_b = old.side_a, old.side_b
                return

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
        if draft.event_type in _KINETIC and party not in sides and alone:
            draft.side_a, draft.side_b = (party,), sides

    def finish(self) -> list[Draft]:
        """Return the drafts; fights that named no party until later sentences did get theirs."""
        for draft in self.story.drafts:
            if draft.status == "event":
                self._of_party(draft)
                self._default_dyad(draft)
        return [d for d in self.story.drafts if not _vague(d)]

    # ---- what adds to an event
    def _attach(self, found: Found, sites: Sequence[areas.Site], words: str) -> None:
        """Add claims to the event that they are about: that of their place, else the last one."""
        if not found.losses and not _CONTINUES.match(words):
            return
        if len(sites) > 1 and _EACH.search(words):
            self._spread(found, sites)
            return
        current = self._current(found.sentence.block)
        target = self._target(sites, found)
        if current and (any(one.later for one in found.losses) or _CONTINUES.match(words)):
            target = target or current
            target.places += [p for s in sites for p in s.places if p.name not in {q.name for q in target.places} and not p.resolved]
        if target is None:
            self._from_losses(found, sites)
            return
        listed = self._listed()
        summed = bool(_AGGREGATE.search(words)) and listed
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
        """A group that counts its enemies' dead takes the place of an unknown actor."""
        for one in found.losses:
            group = one.claim.claimant
            known = self.reader.tools.codebook.actor(group) if group else None
            if known and known.actor_class in ("rebels", "militia") and one.claim.stance == "asserted":
                if any(a.endswith(":UNK") for a in (*target.side_a, *target.side_b)):
                    own_up(target, group or "")

    def _spread(self, found: Found, sites: Sequence[areas.Site]) -> None:
        """Losses of one each in several areas, told of the fight that goes on there."""
        last = next((old for s in sites for old in reversed(self.story.recent) if old.event_type in _KINETIC and self._same_place(old, [s])), None)
        fights = (d for d in reversed(self.story.recent) if d.event_type == types.BATTLES)
        last = last or next(fights, None) or self.story.last()
        made: list[Draft] = []
        for site in self._split(sites):
            if last is not None and last.event_type in _KINETIC:
                draft = Draft("event", last.event_type, last.sub_event_type, last.date, last.side_a, last.side_b)
            else:
                draft = Draft("event", *_victim_type(found.losses), generic=True)
            draft.block = found.sentence.block.index
            add_sentence(draft, found.sentence)
            made.append(self._placed(draft, site, found.losses, made))

    def _from_losses(self, found: Found, sites: Sequence[areas.Site]) -> None:
        """Losses with a place of their own and no words of a deed: the deed is that told before."""
        last = self._current(found.sentence.block)
        block = found.sentence.block.index
        if last is not None and self.story.block == block and last.event_type in _KINETIC:
            draft = Draft("event", last.event_type, last.sub_event_type, last.date, last.side_a, last.side_b, block=block)
        else:
            draft = Draft("event", *_victim_type(found.losses), block=block, generic=True)
        draft.date = next(iter(found.dates), draft.date)
        add_sentence(draft, found.sentence)
        if sites:
            self._placed(draft, sites[0], found.losses)
            return
        draft.losses = list(found.losses)
        self._default_dyad(draft)
        self.story.add(draft)

    def _target(self, sites: Sequence[areas.Site], found: Found) -> Draft | None:
        for site in sites:
            for old in reversed(self.story.recent):
                if old.event_type in _KINETIC and self._same_place(old, [site]):
                    return old
        last = self._current(found.sentence.block)
        if last is None or not sites:
            return last
        wider = last.area is not None and any(
            (areas.contains(last.area, s.area) and last.area.adm1) or areas.contains(s.area, last.area) for s in sites
        )
        return last if wider and self.story.block == found.sentence.block.index else None

    def _claims_responsibility(self, segment: Segment, found: Found, words: str) -> None:
        match = _BEHIND.search(words)
        last = self.story.last()
        if not match or last is None or _NO_ONE.search(words[: match.start()]):
            return
        at = segment.start + match.start()
        group = next((m.actor for m in found.actors if m.actor and m.start < at), None)
        other = any(not t.generic for t in found.triggers)
        if group and not other and last.block >= found.sentence.block.index - 1:
            own_up(last, group)
            add_sentence(last, found.sentence)

    def _unconfirmed(self, segment: Segment, found: Found, words: str) -> None:
        """"Did not confirm that figure": the figure it refers to, unconfirmed."""
        last = self._current(found.sentence.block)
        cue = self.lexicon.patterns["unconfirmed"].search(words)
        if not cue or last is None or not _REFERS.search(words):
            return
        told = [one for one in last.losses if one.claim.stance == "asserted" and one.claim.high != 0]
        near = [one for one in told if one.start >= told[-1].start - 160] if _PLURAL.search(words) else told[-1:]
        speaker = next((s.claimant for s in found.speakers), None)
        if near and re.search(r"\bnobody\b", words, re.IGNORECASE):
            speaker = near[-1].claim.side
        said = words.rstrip(" .")
        quote = ground("claim", (said, segment.start, segment.start + len(said)), "").quote
        add_losses(last, [
            replace(
                one, start=segment.start, end=segment.end, count_start=segment.start + i, total=False,
                claim=replace(one.claim, claimant=speaker, stance="unconfirmed", quote=quote, subset=False, outlet=None),
            )
            for i, one in enumerate(near)
        ])
        add_sentence(last, found.sentence)


def _apiece(losses: Sequence[Loss], words: str) -> tuple[Loss, ...]:
    """Read "two drones were shot down, one each in Kunar and Khost": one in each."""
    match = re.search(r"\b(one|two|three|four|five|six) each (?:in|at|near|from)\b", words)
    if not match or any(one.each for one in losses):
        return tuple(losses)
    number = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}[match[1]]
    return tuple(
        replace(one, each=True, claim=replace(one.claim, low=number, high=number))
        if one.claim.high == one.claim.low and one.claim.low > number else one
        for one in losses
    )


def _vague(draft: Draft) -> bool:
    """Tell whether a draft has neither a place nor parties: too little to be an event."""
    parties = draft.side_a and draft.side_b
    return draft.status == "event" and draft.area is None and not parties


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


def _kind(sides: dyads.Sides) -> tuple[str, str, bool]:
    """The type of an attack by who did it to whom; the last tells whether it stays open."""
    armed = [a for a in (*sides.side_a, *sides.side_b) if not a.endswith(_FORCES)]
    if any(not a.endswith(_FORCES) for a in sides.side_b) or len(armed) > 1:
        return types.BATTLES, "Armed clash", len(armed) < 2  # noqa: PLR2004 - one party alone
    if sides.civilians:
        return types.CIVILIANS, "Attack", not armed
    return (types.BATTLES, "Armed clash", True) if armed else (types.CIVILIANS, "Attack", True)


def _on_civilians(trigger: Trigger, sides: dyads.Sides) -> bool:
    """Tell whether an armed party attacked nobody but civilians."""
    one_sided = re.match(r"(?:attack|storm|opened fire|ambush)", trigger.text, re.IGNORECASE)
    targets = bool(sides.side_b) and all(a.endswith(":CIV") for a in sides.side_b)
    return bool(one_sided) and sides.civilians and (targets or not sides.side_b) and bool(sides.side_a)


def _victim_type(losses: Sequence[Loss]) -> tuple[str, str]:
    for loss in losses:
        if loss.claim.side and not loss.claim.side.endswith(_FORCES):
            return types.BATTLES, "Armed clash"
        if re.search(r"soldier|troop|police|constable|personnel|militant|terrorist|fighter", loss.claim.what or "", re.IGNORECASE):
            return types.BATTLES, "Armed clash"
    return types.CIVILIANS, "Attack"


def _ordered(site: areas.Site) -> list[PlaceMention]:
    return [site.main, *(p for p in site.places if p is not site.main)]


def copy_of(draft: Draft) -> Draft:
    """Return a draft of its own with the same content."""
    return Draft(
        draft.status, draft.event_type, draft.sub_event_type, draft.date, draft.side_a, draft.side_b,
        draft.area, list(draft.places), list(draft.losses), list(draft.sentences), list(draft.grounds),
        draft.block, draft.generic, draft.mutual,
    )
