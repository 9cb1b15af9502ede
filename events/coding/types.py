"""Which words tell of an event, and of what type."""

from __future__ import annotations

import re
from collections.abc import Sequence

from events.coding.lexicon import Lexicon
from events.coding.records import Sentence, Trigger

_MUTUAL = re.compile(
    r"\b(?:exchang\w+ (?:of )?(?:\w+ )?(?:fire|gunfire)|traded|clash(?:es|ed)?|fought|battl(?:ed|es)|fire ?fights?|gun ?battles?|gun ?fights?|skirmish\w*|fire exchange|fighting|(?:responded|replied|retaliated) with (?:\w+ )?(?:fire|artillery)|returned (?:the )?fire|(?:forces|troops|soldiers|guards|side|mujahideen) (?:also )?(?:responded|retaliated|hit back)|answered (?:the )?fire)\b",  # noqa: E501
    re.IGNORECASE,
)
# "fighters who had withdrawn": told of somebody, not as news.
_INNER = re.compile(r"\b(?:who|which|that) (?:had|have|has)(?: been)? $")
BATTLES, REMOTE, CIVILIANS = "Battles", "Explosions/Remote violence", "Violence against civilians"
PROTESTS, RIOTS, STRATEGIC = "Protests", "Riots", "Strategic developments"
SHELLING = "Shelling/artillery/missile attack"


def find(sentence: Sentence, lexicon: Lexicon) -> tuple[Trigger, ...]:
    """Return the triggers of a sentence, in order; of overlapping ones the higher rank stands."""
    hits: list[Trigger] = []
    for row, pattern in lexicon.triggers:
        hits += [
            Trigger(
                sentence.start + match.start(),
                sentence.start + match.end(),
                match.group(),
                row.event_type,
                row.sub_event_type,
                f"{'open word' if row.generic else 'trigger'}: {row.sub_event_type}",
                row.rank,
                row.generic,
            )
            for match in pattern.finditer(sentence.text)
            if match.group().strip()
            and not _INNER.search(sentence.text[: match.start()])
            and not (row.generic and _attribute(sentence, match.start()))
        ]
    hits.sort(key=lambda t: (-t.rank, t.start))
    kept: list[Trigger] = []
    for hit in hits:
        if not any(hit.start < other.end and other.start < hit.end for other in kept):
            kept.append(hit)
    return tuple(sorted(kept, key=lambda t: t.start))


def _attribute(sentence: Sentence, at: int) -> bool:
    """Tell whether a word only describes somebody: "the martyred policeman", "slain soldiers"."""
    for i, token in enumerate(sentence.tokens):
        if token.start - sentence.start == at:
            following = sentence.tokens[i + 1 : i + 2]
            return (
                token.dep == "amod"
                and token.tag in ("VBN", "VBD")
                and bool(following)
                and following[0].pos in ("NOUN", "PROPN", "ADJ")
                and token.head > i
            )
    return False


def choose(triggers: Sequence[Trigger], words: str) -> Trigger | None:
    """Return the trigger that decides what a stretch tells.

    Mutual fire is an armed clash whatever the weapon (codebook, section 3).
    """
    if not triggers:
        return None
    best = max(triggers, key=lambda t: (t.rank, -t.start))
    if best.sub_event_type in (SHELLING, "Disrupted weapons use") and _MUTUAL.search(words):
        clash = next((t for t in triggers if t.sub_event_type == "Armed clash"), None)
        return clash or best
    return best


def is_mutual(words: str) -> bool:
    """Tell whether words say that both sides fired."""
    return bool(_MUTUAL.search(words))
