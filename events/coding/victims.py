"""Which nouns a word of loss takes: people are killed, posts captured, drones shot down."""

from __future__ import annotations

import re

from events.coding.counts import Phrase
from events.coding.lexicon import Lexicon, LossRule
from events.model import ClaimKind

_OF_ANIMALS = {"dead", "killed"}  # of things only animals are
_OF_BOTH = {"seized", "seizing", "snatched"}  # of people: taken away
_TOOK = re.compile(r"(?:took|taking|taken)$", re.IGNORECASE)
_LIVES = re.compile(r"\b(?:claim|lost|los|took|tak|cost)", re.IGNORECASE)
_PLURALS = (("men", "man"), ("women", "woman"), ("children", "child"), ("ies", "y"), ("s", ""))
_PEOPLE = {"people", "persons", "personnel", "troops", "police", "levies", "dead"}


def kind_of(rule: LossRule, phrase: Phrase, predicate: str, lexicon: Lexicon) -> ClaimKind | None:
    """Return the kind of loss, given what is lost; None where verb and noun do not go together.

    Parameters
    ----------
    predicate
        The words of loss themselves, "set on fire".
    """
    words = lexicon.losses.words
    noun = phrase.noun
    if noun in ("lives", "life") and rule.kind == "killed" and phrase.numbered:
        return "killed" if _LIVES.search(predicate) else None
    if noun in words["no_victims"]:
        return None
    if rule.victims == "people":
        return _of_people(rule, phrase, predicate, lexicon)
    if rule.victims == "objects":
        return _of_things(rule, phrase, predicate, lexicon)
    nouns = {noun, *re.findall(r"[\w-]+", phrase.what.lower())} & set(words[rule.victims])
    fits = {
        "aircraft": bool(nouns) or not noun,
        "households": bool(nouns) and phrase.numbered,
        "positions": noun in words["positions"],
    }
    return rule.kind if fits[rule.victims] else None


def _of_things(
    rule: LossRule, phrase: Phrase, predicate: str, lexicon: Lexicon
) -> ClaimKind | None:
    if _is_thing(phrase, lexicon):
        animals = phrase.noun in lexicon.losses.words["animals"]
        return rule.kind if predicate.lower() not in _OF_ANIMALS or animals else None
    taken = rule.kind == "seized" and predicate.lower() in _OF_BOTH
    if taken and is_person(phrase.noun, lexicon):
        return "captured"
    return rule.kind if _is_ruined(rule, phrase, predicate, lexicon) else None


def _is_thing(phrase: Phrase, lexicon: Lexicon) -> bool:
    objects, aircraft = _things(lexicon)
    last = re.findall(r"[\w-]+", re.split(r" of |, ", phrase.what)[0])
    return (
        phrase.noun in objects
        or phrase.noun in aircraft
        or (bool(last) and last[-1].lower() in objects)
    )


def _of_people(
    rule: LossRule, phrase: Phrase, predicate: str, lexicon: Lexicon
) -> ClaimKind | None:
    if _is_thing(phrase, lexicon):
        if rule.kind == "captured":
            return "seized"
        animals = phrase.noun in lexicon.losses.words["animals"]
        return "destroyed" if rule.kind == "killed" and animals else None
    took = bool(_TOOK.match(predicate)) and not is_person(phrase.noun, lexicon)
    return None if took or phrase.noun in lexicon.victims.collective else rule.kind


def _is_ruined(rule: LossRule, phrase: Phrase, predicate: str, lexicon: Lexicon) -> bool:
    """Tell whether a sure verb of ruin makes an unlisted noun a thing lost: "two kilns were razed"."""  # noqa: E501
    if rule.kind not in ("destroyed", "damaged") or not phrase.noun:
        return False
    if predicate.lower() in lexicon.losses.words["ambiguous"]:
        return False
    victims = lexicon.victims
    known = phrase.noun in victims.abstract or phrase.noun in victims.collective
    return not known and not is_person(phrase.noun, lexicon)


def is_person(noun: str, lexicon: Lexicon) -> bool:
    """Tell whether a noun, singular or plural, is of people."""
    if noun in _PEOPLE or noun in lexicon.victims.persons:
        return True
    return any(
        noun.endswith(many) and noun.removesuffix(many) + one in lexicon.victims.persons
        for many, one in _PLURALS
    )


_CACHE: dict[int, tuple[Lexicon, frozenset[str], frozenset[str]]] = {}


def _things(lexicon: Lexicon) -> tuple[frozenset[str], frozenset[str]]:
    known = _CACHE.get(id(lexicon))
    if known is None or known[0] is not lexicon:
        words = lexicon.losses.words
        known = (lexicon, frozenset(words["objects"]), frozenset(words["aircraft"]))
        _CACHE[id(lexicon)] = known
    return known[1], known[2]
