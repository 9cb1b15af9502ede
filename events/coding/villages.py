"""Which names that no gazetteer knows read as villages: not as persons, offices, times.

A unit word beside the name or after it says so; else a preposition of place before it and the
end of a phrase after it.
"""

from __future__ import annotations

import re

from events.coding.placenames import Name
from events.coding.records import Sentence

_NAME_WORDS = 4
_BEFORE_VILLAGE = re.compile(
    r"\b(?:in|at|near|around|outside|inside|over|opposite|facing|spread to|spreading to|reached|reaching|"  # noqa: E501
    r"hit|struck|bombed|shelled|stormed|invaded|raided|entered|overran|torched|razed|captured|seized|"
    r"recaptured|retook|besieged|strafed|(?:attack|raid|assault|incursion|strike|air ?strike|bomb|"
    r"missile|rocket|shell|shelling|bombardment|raid|march|advance)s? (?:on|into|against)|"
    r"(?:shelling|bombing|bombardment|siege|capture|fall|seizure|recapture|control|master|loss|airstrip|"
    r"outskirts|edge|west|east|north|south|centre|center|residents?|inhabitants|people) of) $",
    re.IGNORECASE,
)
_AFTER_VILLAGE = re.compile(
    r"(?:[,.;:)”\"]|$| \(| (?:in|on|at|and|or|early|late|overnight|by|when|where|who|which|near|"
    r"after|before|during|since|until|from|to|as|with|while|but|for|over|this|last|yesterday|today|was|"
    r"were|has|have|had|is|are|killing|leaving|wounding|injuring|destroying|abducting|kidnapping|"
    r"setting|burning)\b)"
)

_DESCRIBED = re.compile(
    r",? (?:a|an|the|in|two) (?:[\w-]+ ){0,3}(?:village|hamlet|town|city|district|capital|province|"
    r"settlement|community|suburb|island|commune|township|locality|quarter)s?\b"
)


def reads_as_place(name: Name, sentence: Sentence, *, listed: bool) -> bool:
    """Tell whether a name that no gazetteer knows reads as a place.

    Parameters
    ----------
    listed
        Whether it stands in a list behind a place.
    """
    if len(name.text.split()) > _NAME_WORDS:
        return False
    if name.cue == 2 or described(name, sentence):  # noqa: PLR2004 - a unit word
        return True
    if name.quarter and name.cue:
        return True
    if name.article or not name.proper:
        return False  # "the Customs": villages take no article
    return listed or (name.cue == 1 and _stands_as_place(name, sentence))


def described(name: Name, sentence: Sentence) -> bool:
    """Tell whether the words after a name put it in a larger area: "X, a village in"."""
    return bool(_DESCRIBED.match(sentence.text[name.end - sentence.start :]))


def _stands_as_place(name: Name, sentence: Sentence) -> bool:
    before = sentence.text[: name.start - sentence.start]
    after = sentence.text[name.end - sentence.start :]
    return bool(_BEFORE_VILLAGE.search(before)) and bool(_AFTER_VILLAGE.match(after))
