"""A report coded: the stages put together, sentence by sentence.

:func:`code` is what others call.  It reads nothing but its arguments and gives the same events
for the same words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from events.codebook.vocabulary import Codebook
from events.coding import actors, areas, claimants, claims, clauses, dates, dyads, layout, sentences, status, types
from events.coding.actors import ActorFinder
from events.coding.drafting import event_of
from events.coding.lexicon import Lexicon
from events.coding.places import PlaceFinder, PlaceMemory
from events.coding.records import (
    ActorMention,
    Area,
    DateMention,
    Draft,
    Loss,
    PlaceMention,
    Segment,
    Sentence,
    Speaker,
    Trigger,
)
from events.coding.sentences import Parser
from events.coding.story import Story, add_losses, add_sentence, add_sides, ground, place_ground
from events.model import Event, Issue, Report
from geodata.gazetteer import Gazetteer

_EACH = re.compile(r"\beach\b|\bapiece\b", re.IGNORECASE)
_DEFINITE = re.compile(
    r"\b(?:the|that|this|these|those) (?:\w+ ){0,2}?(?:attack|blast|bombing|explosion|clash(?:es)?|fighting|strikes?|raid|exchange|firing|shelling|incident|ambush|assault|operation|violence|encounter|battle|engagements?|skirmish(?:es)?)\b|\bthere\b",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\b(?:claimed responsibility|claimed the attack|said it was behind|said it had carried out|was behind the|took responsibility|accepted responsibility|owned up)\b", re.IGNORECASE
)
_NO_ONE = re.compile(r"\b(?:no group|nobody|no one|none)\b", re.IGNORECASE)
_REFERS = re.compile(r"\b(?:th(?:e|at|ose|is|ese) (?:figures?|numbers?|toll|claims?|report|losses|deaths)|(?:confirmed|confirm) it\b)", re.IGNORECASE)
_AGGREGATE = re.compile(r"\b(?:total|all these|together|combined|overall|in all|altogether|both)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tools:
    """What coding needs besides the report; made once, used for many reports."""

    codebook: Codebook
    lexicon: Lexicon
    grammar: actors.ActorGrammar
    places: PlaceFinder
    parser: Parser

    @classmethod
    def of(cls, codebook: Codebook, gazetteer: Gazetteer, parser: Parser, lexicon: Lexicon) -> Tools:
        """Compile what can be compiled."""
        return cls(
            codebook, lexicon, actors.compile_grammar(codebook, lexicon),
            PlaceFinder.of(gazetteer, lexicon), parser,
        )


@dataclass(frozen=True, slots=True)
class Read:
    """One sentence with all that was found in it."""

    sentence: Sentence
    actors: tuple[ActorMention, ...]
    places: tuple[PlaceMention, ...]
    triggers: tuple[Trigger, ...]
    dates: tuple[DateMention, ...]
    speakers: tuple[Speaker, ...]
    losses: tuple[Loss, ...]
    own: str | None

    def triggers_in(self, segment: Segment) -> bool:
        """Tell whether a stretch has a deed of its own, beside owning up to one."""
        return any(
            segment.start <= t.start < segment.end and not t.generic for t in self.triggers
        )


def code(
    report: Report, codebook: Codebook, gazetteer: Gazetteer, nlp: Parser, lexicon: Lexicon
) -> tuple[tuple[Event, ...], tuple[Issue, ...]]:
    """Return the events of a report, and what could not be coded.

    Parameters
    ----------
    report
        The text with its publication date.
    codebook
        Types and actors (:func:`events.codebook.loader.load`).
    gazetteer
        Place names (:meth:`geodata.gazetteer.Gazetteer.load`).
    nlp
        The parser (:func:`events.language.load`).
    lexicon
        The coder's words (:func:`events.lexicon.load`).
    """
    return code_with(report, Tools.of(codebook, gazetteer, nlp, lexicon))


def code_with(report: Report, tools: Tools) -> tuple[tuple[Event, ...], tuple[Issue, ...]]:
    """Like :func:`code`, with tools that were made before."""
    return _Coder(report, tools).run()


class _Coder:
    """The state of coding one report: what was told so far."""

    def __init__(self, report: Report, tools: Tools) -> None:
        self.report = report
        self.tools = tools
        told = f"{report.title}\n{report.text}"
        tally = actors.named_countries(told, tools.grammar, tools.codebook)
        self.countries = tools.places.countries(told, tally)
        self.finder = ActorFinder(
            tools.grammar, tools.codebook, report.published, self.countries,
            actors.acronyms(report.text, tools.codebook, report.published),
        )
        self.place_memory = PlaceMemory(self.countries)
        self.memory = claimants.Memory(
            home=self.countries[0] if self.countries else None, publisher=report.publisher
        )
        self.memory.default = self._publisher_actor()
        self.story = Story()
        self.anchor: DateMention | None = None
        self.site_list: list[areas.Site] = []
        self.list_block = -1

    def run(self) -> tuple[tuple[Event, ...], tuple[Issue, ...]]:
        blocks = layout.blocks(self.report.text, self.report.title, self.tools.lexicon)
        for sentence in sentences.sentences(self.report.text, blocks, self.tools.parser):
            self._sentence(sentence)
        issues: list[Issue] = []
        events = [
            event_of(draft, i, self.report, self.finder, self.countries)
            for i, draft in enumerate(self.story.drafts, 1)
        ]
        if not blocks:
            message = f"Report {self.report.id!r} holds no text that could be coded."
            issues.append(Issue(self.report.id, "text", "", "no text", message))
        issues += [
            Issue(event.id, "place", place.name, "place unresolved", f"{place.name!r} is in no gazetteer; the event keeps the smallest known area.", "note")
            for event in events for place in event.places if not place.resolved
        ]
        return tuple(events), tuple(issues)

    def _publisher_actor(self) -> str | None:
        """The actor whose press release this is, if the publisher is a party."""
        publisher = self.report.publisher or ""
        found = self.finder.find(publisher, 0)
        named = next((m for m in found if m.cls == "GRP"), None)
        if named:
            return named.actor
        state = next((m for m in found if m.cls in ("MIL", "GOV", "POL") and not m.metonym), None)
        if state and re.search(r"ministry|military|army|directorate|forces|government|command", publisher, re.IGNORECASE):
            return self.finder.actor_of(state, self.countries[0] if self.countries else None)
        return None

    # ---- one sentence
    def _sentence(self, sentence: Sentence) -> None:
        read = self._read(sentence)
        for segment in clauses.split(sentence, read.triggers, read.dates):
            self._segment(segment, read)
        for found in read.dates:
            if found.precision in ("day", "span") and not found.future:
                self.anchor = found

    def _read(self, sentence: Sentence) -> Read:
        tools = self.tools
        mentions = self.finder.find(sentence.text, sentence.start)
        label = self._label(sentence)
        places = tools.places.find(sentence, mentions, self.place_memory)
        if label and not any(p.resolved and p.precision != "border" for p in places):
            places = (label, *(self._within(p, label) for p in places))
        elif label:
            places = tuple(self._within(p, label) for p in places)
        ahead = bool(tools.lexicon.patterns["planned"].search(sentence.text)) and not re.search(r"\b(?:was|were|had|said|told)\b[^.]*\b(?:on|late|early)\b", sentence.text[:0])
        frame = dates.Frame(self.report.published, self.anchor, ahead)
        when = tuple(d for d in dates.find(sentence.text, sentence.start, frame) if not self._of_speech(sentence, d))
        country = self._country(places)
        speakers = claimants.attribute(sentence, mentions, self.memory, self.finder, tools.lexicon, country)
        own = speakers[0].claimant if speakers else self.memory.default
        found = claims.find(sentence, speakers, self.memory.default, self.finder, mentions, tools.lexicon)
        return Read(
            sentence, mentions, places, types.find(sentence, tools.lexicon), when, speakers, found,
            own if own and re.fullmatch(r"[A-Z0-9:-]+", own) else None,
        )

    def _label(self, sentence: Sentence) -> PlaceMention | None:
        block = sentence.block
        if not block.label or block.label_start is None:
            return None
        return self.tools.places.label(block.label, block.label_start, self.place_memory)

    def _within(self, place: PlaceMention, label: PlaceMention) -> PlaceMention:
        if place.resolved or place.area != Area():
            return place
        precision = label.precision if label.precision in ("district", "province") else "district" if label.area.adm2 else "province"
        return replace(place, area=label.area, precision=precision, adm1_id=label.adm1_id, adm2_id=label.adm2_id)  # type: ignore[arg-type]

    def _of_speech(self, sentence: Sentence, found: DateMention) -> bool:
        """Tell whether a date says when somebody spoke, not when it happened."""
        before = sentence.text[: found.start - sentence.start]
        return bool(
            re.search(r"\b(?:said|says|told (?:\w+ ){1,3}|announced|claimed responsibility|statement|accounts|added|confirmed|reported|reporters|tweeted)\s*,?\s*(?:on |late |early |late on |early on )?$", before)
            or (re.search(r"\bsaid (?:on )?$", before))
        )

    def _country(self, places: Sequence[PlaceMention]) -> str | None:
        for place in places:
            if place.area.country:
                return place.area.country
        last = self.story.last()
        if last and last.area and last.area.country:
            return last.area.country
        return self.countries[0] if self.countries else None

    # ---- one stretch of a sentence
    def _segment(self, segment: Segment, read: Read) -> None:
        words = self.report.text[segment.start : segment.end]
        inside = _Inside(segment, read)
        if self.tools.lexicon.patterns["not_conflict"].search(read.sentence.text) and not self._is_conflict(inside):
            return
        trigger = types.choose(inside.triggers, words)
        sure = trigger is not None and not trigger.generic
        losses = inside.losses
        deeds = bool([one for one in losses if one.claim.stance == "asserted"]) or (
            segment.role == "reference" and sure
        )
        verdict = status.judge(segment, words, inside.dates, self.report.published, self.tools.lexicon, deeds=deeds)
        if verdict.status != "event":
            self._non_event(verdict, segment, read, inside, trigger)
            if verdict.status == "statement" and losses:
                self._attach(segment, read, losses)
            return
        self._event(segment, read, inside, trigger, words)

    def _is_conflict(self, inside: _Inside) -> bool:
        return any(t.rank >= 70 and not t.generic for t in inside.triggers)  # noqa: PLR2004

    def _non_event(
        self, verdict: status.Verdict, segment: Segment, read: Read, inside: _Inside, trigger: Trigger | None
    ) -> None:
        if verdict.status == "background" and not (inside.triggers or inside.losses):
            return
        speaker = next((s for s in read.speakers if s.start <= segment.start < s.end), None)
        who = speaker.claimant if speaker else None
        sides: tuple[str, ...] = ()
        if verdict.status == "statement" and who and re.fullmatch(r"[A-Z0-9:-]+", who):
            sides = (who,)
        if verdict.status != "background":
            if not sides:
                first = next((m for m in inside.actors if m.cls == "GRP" or m.metonym or m.country), None)
                actor = self.finder.actor_of(first, speaks=True) if first else None
                sides = (actor,) if actor else ()
        draft = Draft(verdict.status, date=next(iter(inside.dates), None), side_a=sides, block=read.sentence.block.index)
        if verdict.status == "background" and trigger and not trigger.generic:
            draft.event_type, draft.sub_event_type = trigger.event_type, trigger.sub_event_type
        if verdict.status == "background":
            draft.losses = list(inside.losses)
            found = areas.sites(inside.places)
            if found:
                draft.area, draft.places = found[0].area, list(found[0].places)
        quote = self.report.text[verdict.start : verdict.end]
        draft.grounds.append(ground("status", (quote, verdict.start, verdict.end), verdict.rule))
        add_sentence(draft, read.sentence)
        self.story.drafts.append(draft)

    def _event(
        self, segment: Segment, read: Read, inside: _Inside, trigger: Trigger | None, words: str
    ) -> None:
        losses = inside.losses
        self._claims_responsibility(segment, read, words)
        if trigger is None and not losses:
            self._unconfirmed(segment, read, words)
            return
        if trigger is None or (trigger.generic and not inside.places and self._refers_back(words, losses, read)):
            self._attach(segment, read, losses)
            return
        found = areas.sites(inside.places)
        borders = [p for p in inside.places if p.precision == "border"]
        spread = [one for one in losses if one.each] or (_EACH.search(words) and losses)
        if segment.role == "reference" and not (found or inside.dates or inside.actors):
            return
        base = self._draft(trigger, segment, read, inside)
        if base is None:
            return
        if not found:
            self._unplaced(base, borders, losses, words, read)
            return
        if len(found) == 1:
            self._placed(base, found[0], losses)
            return
        self.site_list, self.list_block = list(found), read.sentence.block.index
        for site in found:
            self._placed(_copy(base), site, losses if spread else [])
        if losses and not spread:
            self._whole(base, borders, losses, read)
        elif borders and not losses:
            self._placed_border(_copy(base), borders[0])

    def _refers_back(self, words: str, losses: Sequence[Loss], read: Read) -> bool:
        last = self.story.last()
        if last is None:
            return False
        near = last.block >= read.sentence.block.index - 1
        return near and (bool(_DEFINITE.search(words)) or last.block == read.sentence.block.index or bool(losses) and not read.dates)

    def _draft(self, trigger: Trigger, segment: Segment, read: Read, inside: _Inside) -> Draft | None:
        country = self._country(inside.places)
        found = dyads.sides(trigger, inside.actors, read.speakers, self.report.text, self.finder, country, read.own)
        event_type, sub = trigger.event_type, trigger.sub_event_type
        generic = trigger.generic
        if generic:
            event_type, sub = self._kind(found)
        elif sub == "Armed clash" and found.civilians and not found.side_b and found.side_a and not _two_sided(found):
            if re.match(r"(?:attack|raid|storm|opened fire)", trigger.text, re.IGNORECASE):
                event_type, sub = types.CIVILIANS, "Attack"
        draft = Draft(
            "event", event_type, sub, next(iter(inside.dates), None), found.side_a, found.side_b,
            block=read.sentence.block.index, generic=generic,
        )
        if draft.date is None and read.sentence.block.clock:
            draft.date = DateMention(segment.start, segment.start, self.report.published, self.report.published, "day", "live entry")
        quote = (trigger.text, trigger.start, trigger.end)
        draft.grounds.append(ground("event_type", quote, trigger.rule))
        for mention in found.mentions:
            draft.grounds.append(ground("side", (self.report.text[mention.start : mention.end], mention.start, mention.end), "named in the words"))
        add_sentence(draft, read.sentence)
        return draft

    def _kind(self, found: dyads.Sides) -> tuple[str, str]:
        armed = [a for a in (*found.side_a, *found.side_b) if not a.endswith(":CIV")]
        forces = [a for a in found.side_b if not a.endswith((":CIV", ":PRO"))]
        if forces or len(armed) > 1:
            return types.BATTLES, "Armed clash"
        if found.civilians:
            return types.CIVILIANS, "Attack"
        return (types.BATTLES, "Armed clash") if armed else (types.CIVILIANS, "Attack")

    def _placed(self, draft: Draft, site: areas.Site, losses: Sequence[Loss]) -> Draft:
        draft.area, draft.places = site.area, _ordered(site)
        draft.losses = list(losses)
        draft.grounds.append(place_ground(site.main))
        self._default_dyad(draft)
        return self.story.add(draft)

    def _placed_border(self, draft: Draft, border: PlaceMention) -> Draft:
        draft.area, draft.places = border.area, [border]
        draft.grounds.append(place_ground(border))
        self._default_dyad(draft)
        return self.story.add(draft)

    def _unplaced(
        self, base: Draft, borders: list[PlaceMention], losses: Sequence[Loss], words: str, read: Read
    ) -> None:
        base.losses = list(losses)
        if borders:
            self._placed_border(base, borders[0]).block = base.block
            return
        if losses and self._follows_list(read, words):
            self._whole(base, [], losses, read)
            return
        self._default_dyad(base)
        self.story.add(base)

    def _follows_list(self, read: Read, words: str) -> bool:
        near = self.list_block >= 0 and read.sentence.block.index - self.list_block <= 1
        return len(self.site_list) > 1 and near and bool(_AGGREGATE.search(words) or True)

    def _whole(
        self, base: Draft, borders: list[PlaceMention], losses: Sequence[Loss], read: Read
    ) -> None:
        """Put a total on the event of the whole: the border, or the province that takes all in."""
        draft = _copy(base)
        draft.losses = list(losses)
        known = next((d for d in reversed(self.story.recent) if d.area and d.area.border and d.event_type == base.event_type), None)
        if borders:
            draft.area, draft.places = borders[0].area, [borders[0]]
        elif known:
            draft.area = known.area
        else:
            whole = _province_of([s.area for s in self.site_list])
            draft.area = whole or Area(border="?")
            draft.places = [s.main for s in self.site_list]
        self._default_dyad(draft)
        merged = self.story.add(draft)
        names = {p.name for p in merged.places}
        if known is merged and self.list_block >= 0:
            merged.places += [s.main for s in self.site_list if s.main.name not in names]

    def _default_dyad(self, draft: Draft) -> None:
        """Give a fight with no actor in its words the dyad of the fight told before."""
        if draft.event_type != types.BATTLES or (draft.side_a and draft.side_b):
            return
        for old in reversed(self.story.recent):
            sides = {*old.side_a, *old.side_b}
            mine = {*draft.side_a, *draft.side_b}
            if old.event_type == types.BATTLES and old.side_a and old.side_b and mine <= sides and draft.block - old.block <= 3:  # noqa: PLR2004
                draft.side_a, draft.side_b = old.side_a, old.side_b
                return

    def _attach(self, segment: Segment, read: Read, losses: Sequence[Loss]) -> None:
        """Add claims to the event that they are about: that of their place, else the last one."""
        if not losses:
            return
        inside = _Inside(segment, read)
        found = areas.sites(inside.places)
        target = self._target(found, read)
        words = self.report.text[segment.start : segment.end]
        if target is None:
            base = Draft("event", *self._victim_type(losses), date=next(iter(inside.dates), None), block=read.sentence.block.index, generic=True)
            add_sentence(base, read.sentence)
            base.losses = list(losses)
            if found:
                base.area, base.places = found[0].area, _ordered(found[0])
            self._default_dyad(base)
            self.story.add(base)
            return
        if not found and self._follows_list(read, words) and target in self._listed():
            base = _copy(target)
            base.losses, base.grounds, base.sentences = [], [], [read.sentence]
            base.block = read.sentence.block.index
            borders = [p for p in inside.places if p.precision == "border"]
            self._whole(base, borders, losses, read)
            return
        add_losses(target, losses)
        add_sentence(target, read.sentence)
        self.story.touch(target)

    def _listed(self) -> list[Draft]:
        return [d for d in self.story.recent for s in self.site_list if d.area and areas.same(d.area, s.area)]

    def _target(self, found: Sequence[areas.Site], read: Read) -> Draft | None:
        for site in found:
            for old in reversed(self.story.recent):
                if old.area and (areas.same(old.area, site.area) or areas.contains(old.area, site.area) or site.main.name in {p.name for p in old.places}):
                    return old
        last = self.story.last()
        if found and last and last.block != read.sentence.block.index:
            return None
        if last and read.sentence.block.index - last.block > 2 and read.sentence.block.label:  # noqa: PLR2004
            return None
        return last

    def _victim_type(self, losses: Sequence[Loss]) -> tuple[str, str]:
        for loss in losses:
            if loss.claim.side and loss.claim.side.endswith((":MIL", ":POL", ":IEA", "TTP")):
                return types.BATTLES, "Armed clash"
        return types.CIVILIANS, "Attack"

    def _claims_responsibility(self, segment: Segment, read: Read, words: str) -> None:
        match = _BEHIND.search(words)
        if not match or _NO_ONE.search(words[: match.start()]):
            return
        last = self.story.last()
        group = next((m for m in read.actors if m.actor and m.start < segment.start + match.start()), None)
        if group and group.actor and last and last.block >= read.sentence.block.index - 1 and not read.triggers_in(segment):
            self._own_up(last, group.actor)
            add_sentence(last, read.sentence)

    def _own_up(self, draft: Draft, group: str) -> None:
        """The group that claims an attack takes the place of its unknown actor."""
        unknown = {a for a in (*draft.side_a, *draft.side_b) if a.endswith(":UNK")}
        draft.side_a = tuple(group if a in unknown else a for a in draft.side_a)
        draft.side_b = tuple(group if a in unknown else a for a in draft.side_b)
        if group not in (*draft.side_a, *draft.side_b):
            if not draft.side_a:
                draft.side_a = (group,)
            else:
                add_sides(draft, (group,), ())

    def _unconfirmed(self, segment: Segment, read: Read, words: str) -> None:
        """"Did not confirm that figure": the figure it refers to, unconfirmed."""
        cue = self.tools.lexicon.patterns["unconfirmed"].search(words)
        last = self.story.last()
        if not cue or not last or not last.losses or not _REFERS.search(words):
            return
        plural = re.search(r"\b(?:figures|numbers|claims|losses|deaths)\b", words)
        newest = [one for one in last.losses if one.claim.stance == "asserted" and one.claim.high != 0]
        newest = [one for one in newest if newest and one.start >= newest[-1].start - 160] if plural else newest[-1:]
        speaker = next((s.claimant for s in read.speakers), None)
        if re.search(r"\bnobody\b", words, re.IGNORECASE) and newest:
            speaker = newest[-1].claim.side
        quote = ground("x", (words.rstrip(" ."), segment.start, segment.start + len(words.rstrip(" ."))), "").quote
        add_losses(last, [
            replace(one, start=segment.start, end=segment.end, count_start=segment.start + i,
                    claim=replace(one.claim, claimant=speaker, stance="unconfirmed", quote=quote, subset=False, outlet=None))
            for i, one in enumerate(newest)
        ])
        add_sentence(last, read.sentence)


@dataclass(frozen=True, slots=True)
class _Inside:
    """What of a sentence stands inside one segment."""

    segment: Segment
    read: Read

    def _in(self, start: int) -> bool:
        return self.segment.start <= start < self.segment.end

    @property
    def triggers(self) -> tuple[Trigger, ...]:
        return tuple(t for t in self.read.triggers if self._in(t.start))

    @property
    def places(self) -> tuple[PlaceMention, ...]:
        label = self.read.sentence.block.label_start
        return tuple(p for p in self.read.places if self._in(p.start) or (label is not None and p.start == label))

    @property
    def dates(self) -> tuple[DateMention, ...]:
        return tuple(d for d in self.read.dates if self._in(d.start))

    @property
    def actors(self) -> tuple[ActorMention, ...]:
        return tuple(m for m in self.read.actors if self._in(m.start))

    @property
    def losses(self) -> tuple[Loss, ...]:
        return tuple(one for one in self.read.losses if self._in(one.count_start))


def _two_sided(found: dyads.Sides) -> bool:
    return len({*found.side_a, *found.side_b}) > 1


def _ordered(site: areas.Site) -> list[PlaceMention]:
    return [site.main, *(p for p in site.places if p is not site.main)]


def _province_of(found: Sequence[Area]) -> Area | None:
    if found and len({(a.country, a.adm1) for a in found}) == 1 and found[0].adm1:
        return Area(found[0].country, found[0].adm1)
    return None


def _copy(draft: Draft) -> Draft:
    return Draft(
        draft.status, draft.event_type, draft.sub_event_type, draft.date, draft.side_a, draft.side_b,
        draft.area, list(draft.places), list(draft.losses), list(draft.sentences), list(draft.grounds),
        draft.block, draft.generic,
    )
