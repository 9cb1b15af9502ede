"""Which words tell of an event, and of what type."""

from __future__ import annotations

import re
from collections.abc import Sequence

from events.coding.asides import asides, without
from events.coding.assertion import hedge
from events.coding.lexicon import Lexicon
from events.coding.records import Sentence, Trigger

_MUTUAL = re.compile(
    r"\b(?:exchang\w+ (?:of )?(?:\w+ )?(?:fire|gunfire)|traded|clash(?:es|ed)?|fought|battl(?:ed|es)|fire ?fights?|gun ?battles?|gun ?fights?|skirmish\w*|fire exchange|fighting|(?:responded|replied|retaliated) with (?:\w+ )?(?:fire|artillery)|returned (?:the )?fire|(?:forces|troops|soldiers|guards|side|mujahideen) (?:also )?(?:responded|retaliated|hit back)|answered (?:the )?fire)\b",  # noqa: E501
    re.IGNORECASE,
)
# "fighters who had withdrawn": told of somebody, not as news.
_INNER = re.compile(r"\b(?:who|which|that) (?:had|have|has)\b(?: been\b)?\s?\S{0,5}$")
BATTLES, REMOTE, CIVILIANS = "Battles", "Explosions/Remote violence", "Violence against civilians"
PROTESTS, RIOTS, STRATEGIC = "Protests", "Riots", "Strategic developments"
SHELLING = "Shelling/artillery/missile attack"
ABDUCTION = "Abduction/forced disappearance"
CHANGE = "Change to group/activity"
IED = "Remote explosive/landmine/IED"
_OF_THINGS = {"Looting/property destruction", "Other"}
AIR = "Air/drone strike"
EFFECT = 43  # rank of words that only say that people died


def find(sentence: Sentence, lexicon: Lexicon) -> tuple[Trigger, ...]:
    """Return the triggers of a sentence, in order; of overlapping ones the higher rank stands."""
    inner = asides(sentence.text)
    stretches = [(0, without(sentence.text, inner))]
    stretches += [(start, sentence.text[start:end]) for start, end in inner]
    kept: list[Trigger] = []
    for at, text in stretches:
        mine: list[Trigger] = []
        for hit in sorted(_hits(sentence, at, text, lexicon), key=lambda t: (-t.rank, t.start)):
            if not any(hit.start < other.end and other.start < hit.end for other in mine):
                mine.append(hit)
        kept += mine
    return tuple(sorted(kept, key=lambda t: t.start))


def _hits(sentence: Sentence, at: int, text: str, lexicon: Lexicon) -> list[Trigger]:
    offset = sentence.start + at
    return [
        Trigger(
            offset + match.start(),
            offset + match.end(),
            sentence.text[at + match.start() : at + match.end()],
            row.event_type,
            row.sub_event_type,
            f"{'open word' if row.generic else 'trigger'}: {row.sub_event_type}",
            row.rank,
            row.generic,
            hedge(sentence, offset + match.start(), offset + match.end(), lexicon.status.assertion),
        )
        for row, pattern in lexicon.triggers
        for match in pattern.finditer(text)
        if match.group().strip()
        and (at or not _INNER.search(text[: match.start()] + match.group()[:5]))
        and not (row.generic and _attribute(sentence, at + match.start()))
    ]


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


def choose(
    triggers: Sequence[Trigger], words: str, *, people: bool = False, blood: bool = False
) -> Trigger | None:
    """Return the trigger that decides what a stretch tells.

    Mutual fire is an armed clash whatever the weapon (codebook, section 3).  Where people were
    killed, hurt or taken (``people``), the deed against them stands before that against things;
    where blood was shed, arrests are a part of the deed that shed it.
    """
    if not triggers:
        return None
    best = max(triggers, key=_rank)
    if blood and best.sub_event_type == "Arrests":
        best = max((t for t in triggers if t.sub_event_type != "Arrests"), key=_rank, default=best)
    if blood and best.sub_event_type == CHANGE:  # "killed nine troops and withdrew"
        best = max((t for t in triggers if t.sub_event_type != CHANGE), key=_rank, default=best)
    if best.sub_event_type in (SHELLING, "Disrupted weapons use") and _MUTUAL.search(words):
        clash = next((t for t in triggers if t.sub_event_type == "Armed clash"), None)
        return clash or best
    if best.sub_event_type == ABDUCTION:  # taken by those who hold and search is an arrest
        return next((t for t in triggers if t.sub_event_type == "Arrests"), best)
    if best.sub_event_type == "Armed clash" and best.text.lower().startswith("clash"):
        crowd = [
            t for t in triggers if t.event_type == PROTESTS
        ]  # "marched, which triggered clashes"
        return max(crowd, key=lambda t: t.rank, default=best)
    if people and best.sub_event_type in _OF_THINGS:
        other = best if best.sub_event_type == "Looting/property destruction" else None
        return next((t for t in triggers if t.generic), other)
    return best


def _rank(trigger: Trigger) -> tuple[int, int]:
    return trigger.rank, -trigger.start


def is_mutual(words: str) -> bool:
    """Tell whether words say that both sides fired."""
    return bool(_MUTUAL.search(words))
