"""What number the words of a claim hold, read by the rules' own number grammar.

The model points at words; the figure is made here, so that a number that is not in the words
cannot come in (codebook, section 7).
"""

from __future__ import annotations

from dataclasses import dataclass

from events.coding import counts, numbers, tolls
from events.coding.counts import Phrase
from events.coding.lexicon import Lexicon
from events.coding.records import Sentence
from events.llm.reading import Words
from events.model import ClaimKind, Stance


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of losses with its bounds; ``at`` is where it stands in the report."""

    low: int
    high: int | None
    at: int


def figure(
    quote: Words, number: Words | None, kind: ClaimKind, stance: Stance, lexicon: Lexicon
) -> Figure | None:
    """Return the number of a claim, None where its words hold none.

    Parameters
    ----------
    quote
        The words that state the loss.
    number
        The words that are the number; None where a person is only named, or where a denial has
        no number.
    """
    sentence = quote.found.sentence
    if number is not None:
        return _read(number, lexicon) or _none(number, kind, lexicon)
    if stance != "asserted":
        denied = tolls.denied(sentence, quote.start, quote.end, lexicon)
        same = next((t for t in denied if t.kind == kind), None)
        return Figure(same.low, same.high, quote.start) if same else None
    return _single(quote, sentence, lexicon)


def _read(number: Words, lexicon: Lexicon) -> Figure | None:
    """Return what a number in digits or words means, with the hedge before it."""
    sentence = number.found.sentence
    for one in numbers.find(sentence.text, lexicon.numbers):
        if number.overlaps(sentence.start + one.core, sentence.start + one.end):
            return Figure(one.low, one.high, sentence.start + one.core)
    for phrase in counts.find(sentence, lexicon):
        if number.start <= phrase.start < number.end:
            return Figure(phrase.low, phrase.high, phrase.start)
    return None


def _none(number: Words, kind: ClaimKind, lexicon: Lexicon) -> Figure | None:
    """Return 0 where the words say that there was none."""
    for toll in tolls.zeros(number.found.sentence, lexicon):
        if toll.kind == kind and number.overlaps(toll.start, toll.end):
            return Figure(0, 0, toll.start)
    return None


def _single(quote: Words, sentence: Sentence, lexicon: Lexicon) -> Figure | None:
    """Return 1 where the words name one person: "his son", "Constable Naseebullah"."""
    inside: list[Phrase] = [
        phrase
        for phrase in counts.find(sentence, lexicon)
        if quote.start <= phrase.start < quote.end and (phrase.named or not phrase.numbered)
    ]
    return Figure(1, 1, inside[0].start) if inside else None
