"""From a record of the answer to a draft of an event: each text found, each value read from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from events.coding.records import Draft, Loss, Sentence
from events.coding.sentence_reading import Found
from events.coding.story import add_losses, ground, place_ground
from events.coding.types import PROTESTS
from events.llm import losses, refusing, when, where, who
from events.llm.answer import MOST_CLAIMS, MOST_WORDS, SaidEvent, SaidLoss, SaidPlace
from events.llm.reading import ASIDE, ReadReport, Words
from events.llm.refusing import Refused
from events.model import Claim

RULE = "language model"


class Drafting:
    """Makes the draft of one record; what it refuses lies in ``refused``."""

    def __init__(self, read: ReadReport, refused: Refused) -> None:
        self.read = read
        self.refused = refused
        self.found: tuple[Found, ...] = ()

    def draft(self, said: SaidEvent) -> Draft | None:
        """Return the draft, None where no sentence of the report supports the record."""
        self.found = self._evidence(said.evidence)
        types = self._types(said)
        if not self.found or types is None:
            return None
        draft = Draft(said.status, *types, sentences=self._sentences())
        first = draft.sentences[0]
        whole = (self.read.report.text[first.start : first.end], first.start, first.end)
        draft.grounds += [ground(name, whole, RULE) for name in ("status", "event_type")]
        self._when(said, draft)
        self._where(said.places[:MOST_WORDS], draft)
        country = draft.area.country if draft.area else None
        draft.side_a = self._side("side_a", said.side_a, country, draft)
        draft.side_b = self._side("side_b", said.side_b, country, draft)
        if len(said.claims) > MOST_CLAIMS:
            self.refused.add("claims", f"{len(said.claims)} claims", refusing.TOO_MANY)
        made = (self._loss(n, one, country) for n, one in enumerate(said.claims[:MOST_CLAIMS]))
        add_losses(draft, [loss for loss in made if loss])
        return draft

    def _evidence(self, texts: Sequence[str]) -> tuple[Found, ...]:
        kept: dict[int, Found] = {}
        for number, text in enumerate(texts[:MOST_WORDS]):
            found = self.read.sentences(text)
            spoken = [
                f for f in found if self.read.speaks_to_program(f.sentence.start, f.sentence.end)
            ]
            if not found:
                self.refused.add(f"evidence.{number}", text, refusing.NOT_FOUND)
            elif spoken:
                self.refused.add(f"evidence.{number}", text, refusing.TO_PROGRAM)
            kept |= {f.sentence.start: f for f in found if f not in spoken}
        return tuple(kept[start] for start in sorted(kept))

    def _sentences(self) -> list[Sentence]:
        told = [f.sentence for f in self.found]
        return [s for s in told if s.block.section != ASIDE] or told

    def _types(self, said: SaidEvent) -> tuple[str | None, str | None] | None:
        """Return type and sub-type by the codebook; None where they are unknown to it."""
        book = self.read.tools.codebook
        kind, sub = said.event_type.strip() or None, said.sub_event_type.strip() or None
        if sub is not None:
            owner = book.event_type_of(sub)
            kind, sub = (owner, sub) if owner else (kind, None)
        if kind in book.event_types or (kind is None and said.status != "event"):
            return kind, sub
        self.refused.add("event_type", kind or "", refusing.NO_TYPE, "error")
        return None

    def _words(self, name: str, text: str, within: Iterable[Found] | None = None) -> Words | None:
        """Return where words stand in the evidence; refused and None where they do not."""
        if not text.strip():
            return None
        words = self.read.words(text, self.found if within is None else within)
        if words is None:
            self.refused.add(name, text, refusing.NOT_FOUND)
        return words

    def _when(self, said: SaidEvent, draft: Draft) -> None:
        words = self._words("date", said.date)
        if words is None:
            if said.status == "event":
                draft.date = when.by_layout(self.found, self.read.report.published)
            return
        draft.date = when.day(words, self.read, ahead=said.status == "planned")
        if draft.date is None:
            self.refused.add("date", said.date, refusing.NO_DATE)

    def _where(self, said: Sequence[SaidPlace], draft: Draft) -> None:
        found = []
        for number, one in enumerate(said):
            words = self._words(f"places.{number}", one.name)
            within = [
                w
                for name in one.within[:MOST_WORDS]
                if (w := self._words(f"places.{number}.within", name))
            ]
            if words:
                found.append(where.place(words, within, self.read))
        draft.area, draft.places = where.whole(found)
        draft.grounds += [place_ground(place) for place in draft.places]

    def _side(
        self, name: str, texts: Sequence[str], country: str | None, draft: Draft
    ) -> tuple[str, ...]:
        actors: dict[str, None] = {}
        for text in texts[:MOST_WORDS]:
            words = self._words(name, text)
            actor = who.actor(words, self.read, country) if words else None
            if words and actor:
                if draft.event_type == PROTESTS:  # "residents" who gather are protesters
                    actor = actor.replace(":CIV", ":PRO")
                actors[actor] = None
                quote = (words.text, words.start, words.end)
                draft.grounds.append(ground(name, quote, f"{RULE}, actor register"))
            elif words:
                self.refused.add(name, text, refusing.NO_ACTOR)
        return tuple(actors)

    def _loss(self, number: int, said: SaidLoss, country: str | None) -> Loss | None:
        name = f"claims.{number}"
        quote = self._words(f"{name}.quote", said.quote)
        if quote is None:
            return None
        digits = self._number(said, quote)
        if said.number.strip() and digits is None:
            self.refused.add(f"{name}.number", said.number, refusing.NOT_FOUND)
            return None
        lexicon = self.read.tools.lexicon
        figure = losses.figure(quote, digits, said.kind, said.stance, lexicon)
        if figure is None:
            self.refused.add(f"{name}.quote", said.quote, refusing.NO_NUMBER)
            return None
        victims = self._words(f"{name}.victims", said.victims, (quote.found,))
        claim = Claim(
            kind=said.kind,
            low=figure.low,
            high=figure.high,
            what=_what(victims, digits),
            side=self._actor(f"{name}.side", said.side, country),
            claimant=self._claimant(f"{name}.claimant", said.claimant, country),
            stance=said.stance,
            quote=quote.quote,
            subset=said.subset,
        )
        return Loss(quote.start, quote.end, claim, figure.at)

    def _number(self, said: SaidLoss, quote: Words) -> Words | None:
        """Return where the number stands: in the quote, or where a denial refers to."""
        if not said.number.strip():
            return None
        found = self.read.words(said.number, [(quote.start, quote.end)])
        if found is None and said.stance != "asserted":
            found = self.read.words(said.number, self.found)
        return found

    def _actor(self, name: str, text: str, country: str | None) -> str | None:
        words = self._words(name, text)
        actor = who.actor(words, self.read, country) if words else None
        if words and actor is None:
            self.refused.add(name, text, refusing.NO_ACTOR)
        return actor

    def _claimant(self, name: str, text: str, country: str | None) -> str | None:
        words = self._words(name, text)
        claimant = who.claimant(words, self.read, country) if words else None
        if words and claimant is None:
            self.refused.add(name, text, refusing.NO_ACTOR)
        return claimant


def _what(victims: Words | None, number: Words | None) -> str | None:
    """Return the victims' words without the number before them."""
    if victims is None:
        return None
    cut = number.end - victims.start if number and number.start == victims.start else 0
    return victims.text[cut:].strip() or victims.text
