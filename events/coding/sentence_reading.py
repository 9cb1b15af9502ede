"""One sentence with all that its words hold: actors, places, dates, triggers, speakers, losses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from events.codebook.vocabulary import Codebook
from events.coding import accounts, actors, claimants, claims, date_use, dates, types
from events.coding.actor_grammar import ActorGrammar, compile_grammar
from events.coding.actors import ActorFinder
from events.coding.calendar_days import Frame
from events.coding.lexicon import Lexicon
from events.coding.place_search import PlaceMemory
from events.coding.places import PlaceFinder
from events.coding.records import (
    ActorMention,
    Area,
    Block,
    DateMention,
    Loss,
    PlaceMention,
    Segment,
    Sentence,
    Speaker,
    Trigger,
)
from events.coding.sameness import TOLD_ON
from events.coding.sentences import Parser
from events.coding.setting import Setting, with_district, within
from events.model import Report
from geodata.gazetteer import Gazetteer

_ACTOR_ID = re.compile(r"[A-Z0-9:-]+")
_SIDE = re.compile(r"\b[Oo]n the (\w+) side\b")
_PLACED_SPEAKER = re.compile(
    r"\b(?:in|at|of|from) (?:the )?([A-Z][\w-]+(?: [A-Z][\w-]+)?)|([A-Z][\w-]+(?: [A-Z][\w-]+)?)[’']s\b"  # noqa: E501
)
_SAYS = re.compile(
    r"\b([A-Z][\w-]+(?: [A-Z][\w-]+)?) (?:has |have |had )?(?:says?|said|denie[sd]|claims?|claimed|"
    r"accuse[sd]|warn(?:s|ed)|insist(?:s|ed)|blame[sd]|reject(?:s|ed)|vow(?:s|ed))\b"
)


@dataclass(frozen=True, slots=True)
class Tools:
    """What coding needs besides the report; made once, used for many reports."""

    codebook: Codebook
    lexicon: Lexicon
    grammar: ActorGrammar
    places: PlaceFinder
    parser: Parser

    @classmethod
    def of(
        cls, codebook: Codebook, gazetteer: Gazetteer, parser: Parser, lexicon: Lexicon
    ) -> Tools:
        """Compile what can be compiled."""
        grammar = compile_grammar(codebook, lexicon)
        return cls(codebook, lexicon, grammar, PlaceFinder.of(gazetteer, lexicon), parser)


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a sentence, or in a stretch of it; ``own`` is who speaks, if an actor."""

    sentence: Sentence
    actors: tuple[ActorMention, ...]
    places: tuple[PlaceMention, ...]
    triggers: tuple[Trigger, ...]
    dates: tuple[DateMention, ...]
    speakers: tuple[Speaker, ...]
    losses: tuple[Loss, ...]
    own: str | None
    day: DateMention | None = None  # of the label or the heading above

    def within(self, segment: Segment, segments: Sequence[Segment] = ()) -> Found:
        """Return what stands inside one stretch; a line's label stays with each.

        ``segments`` are all stretches of the sentence, which may share its one date.
        """
        label = self.sentence.block.label_start

        def inside(start: int) -> bool:
            return segment.holds(start)

        return replace(
            self,
            actors=tuple(m for m in self.actors if inside(m.start)),
            places=tuple(
                p
                for p in self.places
                if inside(p.start)
                or p.start == label
                or (p.container and p.start < self.sentence.start)
            ),
            triggers=tuple(t for t in self.triggers if inside(t.start)),
            dates=date_use.of_stretch(segment, segments, self.dates),
            losses=tuple(one for one in self.losses if inside(one.count_start)),
        )


class SentenceReader:
    """Reads the sentences of one report, in order: later ones lean on earlier ones."""

    def __init__(self, report: Report, tools: Tools) -> None:
        self.report = report
        self.tools = tools
        told = f"{report.title}\n{report.text}"
        tally = actors.named_countries(told, tools.grammar, tools.codebook)
        self.countries = tools.places.countries(told, tally)
        self.finder = ActorFinder(
            tools.grammar,
            tools.codebook,
            report.published,
            self.countries,
            actors.acronyms(report.text, tools.codebook, report.published),
        )
        self.party = accounts.publisher(report.publisher or "", self.finder)
        self._places = PlaceMemory(self.countries)
        self.home = tools.places.headline(report.title, self._places)
        self._places.home = self.home
        self.town = self._places.town
        self.setting = Setting(self.home)
        self._speech = claimants.Memory(
            home=self.countries[0] if self.countries else None,
            publisher=report.publisher,
            default=self.party,
            where=self._country_of,
            voices=_voices(report.text, tools.grammar.names),
        )
        self._accounts = accounts.find(report.text, self.finder, tools.lexicon)

    def read(
        self,
        sentence: Sentence,
        anchor: DateMention | None,
        here: Area | None,
        dyad: tuple[str, ...] = (),
    ) -> Found:
        """Return what a sentence holds.

        Parameters
        ----------
        anchor
            The date of the event told last, for "a day earlier".
        here
            The area of the event told last in the same paragraph, for villages that no
            gazetteer knows.
        dyad
            The two sides of the fight told last, for "the other side".
        """
        tools = self.tools
        self._speech.dyad = dyad
        party = accounts.at(self._accounts, sentence.start) or self.party
        self.finder = replace(self.finder, enemy=accounts.enemy(party, self.finder))
        mentions = self.finder.find(sentence.text, sentence.start)
        places = self._placed(sentence, mentions, here)
        country = next((p.area.country for p in places if p.area.country), None)
        if country in self.countries[:2]:
            self._speech.country = country
        country = country or (here.country if here else None)
        country = country or self._speech.country or self._speech.home
        hearing = claimants.Hearing(sentence, self._speech, self.finder, tools.lexicon, country)
        speakers = claimants.attribute(sentence, mentions, hearing)
        said = speakers[0].claimant if speakers else party
        return Found(
            sentence,
            mentions,
            places,
            types.find(sentence, tools.lexicon),
            self._dates(sentence, anchor),
            speakers,
            claims.find(sentence, speakers, party, self.finder, mentions, tools.lexicon),
            said if said and _ACTOR_ID.fullmatch(said) else None,
            self._day(sentence) or self._said(sentence, anchor),
        )

    def _said(self, sentence: Sentence, anchor: DateMention | None) -> DateMention | None:
        """Return the day before publication on which it was told, where no other day is."""
        day = self._told_on(sentence.block)
        found = dates.find(sentence.text, sentence.start, Frame(day, anchor))
        lexicon = self.tools.lexicon
        told = [d for d in found if date_use.of_telling(sentence, d, lexicon) and d.last < day]
        return replace(told[0], rule=TOLD_ON) if len(told) == 1 == len(found) else None

    def speaker(self, words: str, sentence: Sentence, country: str | None) -> str | None:
        """Return the claimant that words name ("the health ministry"); None where they name none.

        Leans on what was read before: a spokesman's name, "the official" who spoke last.
        """
        hearing = claimants.Hearing(
            sentence, self._speech, self.finder, self.tools.lexicon, country
        )
        return claimants.named(words, hearing) or None

    def place_named(self, words: str, start: int) -> PlaceMention | None:
        """Return the place that words from outside the grammar name, by the places read before."""
        return self.tools.places.label(words, start, self._places)

    def _told_on(self, block: Block) -> date:
        """Return the day on which a paragraph was written: a live entry's own, else publication."""
        if block.posted is not None:
            start, end = block.posted
            found = dates.find(self.report.text[start:end], start, Frame(self.report.published))
            if found and found[0].precision == "day":
                return found[0].first
        return self.report.published

    def _day(self, sentence: Sentence) -> DateMention | None:
        """Return the day that the line's label, or the heading above it, names."""
        if sentence.block.day is None:
            return None
        start, end = sentence.block.day
        found = dates.find(self.report.text[start:end], start, Frame(self.report.published))
        return next(iter(found), None)

    def _placed(
        self, sentence: Sentence, mentions: Sequence[ActorMention], here: Area | None
    ) -> tuple[PlaceMention, ...]:
        block = sentence.block
        label = None
        spoken = block.label in self._speech.voices
        if block.label and block.label_start is not None and not spoken:
            label = self.tools.places.label(
                block.label, block.label_start, self._places, sure=block.heading
            )
        places = self.tools.places.find(
            sentence, tuple(mentions), self._places, self._side(sentence)
        )
        self._dated_from(block)
        around = self.setting.around(block, sentence.text, label.area if label else here)
        units = self.tools.lexicon.places.second_level
        places = tuple(within(place, around, self._speech.home, units) for place in places)
        places = with_district(places, self._places)
        self.setting.learn(block, places)
        named = any(p.precision not in ("border", "country") for p in places)
        return places if label is None or named else (label, *places)

    def _dated_from(self, block: Block) -> None:
        """Take note of the newsroom that a paragraph is dated from."""
        setting = self.setting
        if block.dateline is None or setting.dated == block.index:
            return
        start, end = block.dateline
        town = self.tools.places.dateline(self.report.text[start:end], start, self._places)
        if town is not None:
            seats, name = self.tools.lexicon.places.seats, town.name.casefold()
            setting.dateline, setting.dated = town, block.index
            setting.national = name in seats["national"]
            setting.capital = setting.national or name in seats["provincial"]

    def _country_of(self, words: str) -> str | None:
        """Return the country of a place in a speaker's words: "police in Marsabit"."""
        for match in _PLACED_SPEAKER.finditer(words):
            country = self.tools.places.country_of(match[1] or match[2], self._places)
            if country:
                return country
        return None

    def _side(self, sentence: Sentence) -> tuple[str, int, int] | None:
        """Return the country of "on the Kenyan side", and where the words stand."""
        match = _SIDE.search(sentence.text)
        code = self.tools.grammar.codes.get(match[1]) if match else None
        if match is None or code is None:
            return None
        return code, sentence.start + match.start(), sentence.start + match.end()

    def _dates(self, sentence: Sentence, anchor: DateMention | None) -> tuple[DateMention, ...]:
        """Return the dates of events; in the words after "will" they lie ahead."""
        plan = self.tools.lexicon.patterns["planned"].search(sentence.text)
        ahead = sentence.block.section == "planned"
        cut = plan.start() if plan and not ahead else len(sentence.text)
        day = self._told_on(sentence.block)
        first = dates.find(sentence.text[:cut], sentence.start, Frame(day, anchor, ahead))
        last = first[-1] if first else anchor
        after = sentence.text[cut:], sentence.start + cut
        rest = [
            date_use.of_past(sentence, one, plain)
            for one, plain in zip(
                dates.find(*after, Frame(day, last, ahead=True)),
                dates.find(*after, Frame(day, last, ahead)),
                strict=False,
            )
        ]
        return tuple(
            d for d in (*first, *rest) if date_use.of_deed(sentence, d, self.tools.lexicon)
        )


def _voices(text: str, names: frozenset[str]) -> frozenset[str]:
    """Return the countries and capitals that speak in a report, as in "Kabul says it is over"."""
    return frozenset(m[1] for m in _SAYS.finditer(text) if m[1] in names)
