"""The names of actors that the codebook and the lexicon know, compiled into expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from events.codebook.vocabulary import Codebook
from events.coding.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class ActorGrammar:
    """The codebook's and the lexicon's names of actors, compiled."""

    alias: re.Pattern[str]
    country: re.Pattern[str]
    noun: re.Pattern[str]
    codes: dict[str, str]
    names: frozenset[str]
    classes: dict[str, str]
    exact: frozenset[str]
    ranks: frozenset[str]  # "major", "captain": of somebody only before his name
    owned: frozenset[str]  # "allies": somebody's only with a country's word
    says: frozenset[str]  # verbs of saying
    cues: dict[str, re.Pattern[str]]  # of parties.toml, by name


def compile_grammar(codebook: Codebook, lexicon: Lexicon) -> ActorGrammar:
    """Build the expressions once for a codebook and a lexicon."""
    classes: dict[str, str] = {}
    for row in lexicon.classes.classes:
        classes |= {word: row.cls for word in row.words if word not in classes}
    for code, group in codebook.actor_classes.items():
        classes |= {noun: code for noun in group.nouns if noun not in classes}
    codes: dict[str, str] = {}
    names: set[str] = set()
    for country in codebook.countries.values():
        for word in (country.name, *country.capitals):
            codes.setdefault(word, country.code)
            names.add(word)
        codes |= {word: country.code for word in country.adjectives if word not in codes}
        codes |= {
            f"{word}s": country.code
            for word in country.adjectives
            if f"{word}s" not in codes and word.endswith(("n", "i"))
        }
    extra = {
        "US": "USA",
        "U.S.": "USA",
        "UK": "GBR",
        "DRC": "COD",
        "Kiev": "UKR",
        "Rawalpindi": "PAK",
    }
    codes |= {word: code for word, code in extra.items() if word not in codes}
    aliases = {
        plain_text(row.alias): row.case
        for row in codebook.actor_aliases
        if row.kind != "metonym" and not _derivable(plain_text(row.alias), codes, classes)
    }
    return ActorGrammar(
        alias=_any(aliases, re.IGNORECASE),
        country=re.compile(
            _any(codes, 0).pattern
            + r"(?!-(?:backed|led|linked|allied|held|controlled|aligned|run|made|based|administered))"  # noqa: E501
        ),
        noun=_any(classes, re.IGNORECASE),
        codes=codes,
        names=frozenset(names | set(extra)),
        classes=classes,
        exact=frozenset(alias for alias, case in aliases.items() if case == "exact"),
        ranks=frozenset(lexicon.classes.definite["ranks"]),
        owned=frozenset(lexicon.classes.definite["owned"]),
        says=frozenset(lexicon.speech.verbs) - frozenset(lexicon.speech.weak)
        | {"said", "says", "claims"},
        cues={name: lexicon.patterns[name] for name in lexicon.parties.patterns},
    )


def _derivable(alias: str, codes: dict[str, str], classes: dict[str, str]) -> bool:
    """Tell whether an alias is a class noun, or one after a country's word: no name of its own."""
    first, _, rest = alias.partition(" ")
    return alias.lower() in classes or (
        first.removesuffix("'s") in codes and rest.lower() in classes
    )


def _any(words: Iterable[str], flags: int) -> re.Pattern[str]:
    """One expression for any of the words whole, the longest first, told apart by first letter."""
    by_letter: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        letter = word[0].lower() if flags & re.IGNORECASE else word[0]
        by_letter.setdefault(letter, []).append(re.escape(word[1:]).replace(r"\ ", r"[\s-]+"))
    body = "|".join(
        f"{re.escape(letter)}(?:{'|'.join(rest)})" for letter, rest in sorted(by_letter.items())
    )
    return re.compile(rf"(?<![\w-])(?:{body})(?![\w])", flags)


def plain_text(text: str) -> str:
    """Typewriter apostrophes; every character keeps its place."""
    return text.replace("’", "'").replace("‘", "'").replace("‑", "-")
