"""From losses to claims: who says it, how firmly, and whose loss it is (codebook, section 7)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from events.coding import counts, losses, tolls, whose
from events.coding.actors import ActorFinder
from events.coding.lexicon import Lexicon
from events.coding.records import ActorMention, Loss, Sentence, Speaker
from events.model import Claim, Quote, Stance

_MORE = re.compile(r"\b(?:more|others?|another|further)\b", re.IGNORECASE)
_HEDGE = re.compile(
    r"^[\"“]?(?:(?:at least|no fewer than|no less than|not less than|upwards of|approximately|roughly|an estimated|a total of|more than|over|about|around|some|up to|as many as|nearly|almost|only|all|the|between|another)\s+)+",  # noqa: E501
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\b(?:denied|acknowledged|condemned|confirmed|mourned|blamed)\b[^.;]*, which [^.;]*$"
)
_PROPER = r"[A-Z][\w.’-]+(?: [A-Z][\w.’-]+)*"
_CLAIMED = re.compile(
    rf"(?:\b(?P<who>{_PROPER})[’']s? )?\b(?:claims?|reports?|figures?|allegations?)"
    rf"(?: (?:of|by) (?P<of>{_PROPER}))? (?:of|that)\b"
)
_LATER = re.compile(
    r"\b(?:of (?:the|those) (?:injured|wounded)|wounded in that|injured in that|one of the injured|died of (?:his|her|their)|two more died|later died)\b",  # noqa: E501
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Voice:
    """What a sentence's claims need to know of it."""

    speakers: tuple[Speaker, ...]
    default: str | None
    own: str | None


def find(  # noqa: PLR0917
    sentence: Sentence,
    speakers: Sequence[Speaker],
    default: str | None,
    finder: ActorFinder,
    mentions: Sequence[ActorMention],
    lexicon: Lexicon,
) -> tuple[Loss, ...]:
    """Return the claims of a sentence, in the order of their words.

    ``side`` is set where the victims' own words name it; class nouns without a country are
    left to the event.
    """
    if lexicon.patterns["not_conflict"].search(sentence.text) and not re.search(
        r"\b(?:attack|bomb|blast|clash|firing|gunm|militant|terrorist|shell|shot|martyr|soldier)",
        sentence.text,
        re.IGNORECASE,
    ):
        return ()
    phrases = counts.find(sentence, lexicon)
    made = list(_told(sentence, phrases, lexicon))
    zero = tolls.zeros(sentence, lexicon)
    sums = tolls.sums(sentence, lexicon)
    covered = [(t.start, t.end) for t in (*zero, *sums)]
    made = [one for one in made if not any(s <= one.count_start < e for s, e in covered)]
    made += [_of_toll(sentence, toll) for toll in (*zero, *sums)]
    made += list(_denied(sentence, made, lexicon))
    voiced = [_voiced(one, sentence, speakers, default, lexicon) for one in made]
    voiced += list(_of_others(sentence, voiced, mentions, finder))
    sided = whose.sided(_true_subsets(voiced), sentence, mentions, finder)
    return tuple(sorted(sided, key=lambda one: (one.count_start, one.claim.kind)))


def _true_subsets(found: list[Loss]) -> list[Loss]:
    """Leave a part a part only where its sentence tells the whole, or it is a later death."""
    wholes = {one.claim.kind for one in found if not one.claim.subset}
    return [
        replace(one, claim=replace(one.claim, subset=False))
        if one.claim.subset and not one.later and one.claim.kind not in wholes
        else one
        for one in found
    ]


def _told(
    sentence: Sentence, phrases: tuple[counts.Phrase, ...], lexicon: Lexicon
) -> Iterator[Loss]:
    for found in losses.find(sentence, phrases, lexicon):
        phrase = found.phrase
        quote = sentence.text[found.start - sentence.start : found.end - sentence.start]
        more = bool(_MORE.search(phrase.what)) and phrase.numbered
        later = found.part or bool(
            _LATER.search(
                sentence.text[
                    max(0, phrase.start - sentence.start) : found.end - sentence.start + 20
                ]
            )
        )
        claim = Claim(
            kind=found.kind,
            low=phrase.low,
            high=phrase.high,
            what=_what(phrase),
            quote=Quote(quote, found.start, found.end),
            subset=phrase.subset
            or _of_them(sentence, phrase)
            or (later and found.kind == "killed"),
        )
        yield Loss(
            found.start,
            found.end,
            claim,
            phrase.start,
            each=phrase.each,
            more=more,
            later=later,
            count_end=phrase.end,
        )


def _of_them(sentence: Sentence, phrase: counts.Phrase) -> bool:
    """Tell whether a phrase counts within the one before it: "14 people, six of them civilians"."""
    before = sentence.text[: phrase.start - sentence.start]
    return bool(re.search(r"\bof (?:them|whom)\b", phrase.what)) and before.rstrip().endswith(
        (",", "(", "—", "–")
    )


def _what(phrase: counts.Phrase) -> str:
    """Return the victims' words without the number and its hedge."""
    what = phrase.what.strip('“”" ')
    if not phrase.numbered or re.match(r"(?:an?|another)\s", what, re.IGNORECASE):
        return what
    bare = _HEDGE.sub("", what)
    words = re.sub(
        r"^[\"“]?(?:[\d,.]+(?:\s*(?:to|-|–|and)\s*[\d,.]+)?|[A-Za-z]+(?:-[a-z]+)?)[\"”]?\s+(?:of\s+)?",
        "",
        bare,
    )
    return words.strip('“”" ') or what


def _of_toll(sentence: Sentence, toll: tolls.Toll) -> Loss:
    quote = sentence.text[toll.start - sentence.start : toll.end - sentence.start]
    claim = Claim(
        toll.kind, toll.low, toll.high, toll.what, quote=Quote(quote, toll.start, toll.end)
    )
    return Loss(toll.start, toll.end, claim, toll.start, total=toll.total)


def _denied(sentence: Sentence, made: list[Loss], lexicon: Lexicon) -> Iterator[Loss]:
    """Losses without a number that are denied or not confirmed: "denied losing posts"."""
    for name in ("denied", "unconfirmed"):
        for cue in lexicon.patterns[name].finditer(sentence.text):
            start, end = sentence.start + cue.start(), sentence.end
            stop = re.search(
                r"\band (?:said|that it|it said|accused)\b|;", sentence.text[cue.end() :]
            )
            if stop:
                end = sentence.start + cue.end() + stop.start()
            if any(start <= one.count_start < end for one in made):
                continue
            for toll in tolls.denied(sentence, start, end, lexicon):
                loss = _of_toll(sentence, toll)
                stance: Stance = "denied" if name == "denied" else "unconfirmed"
                yield replace(loss, claim=replace(loss.claim, stance=stance))
            break


def _voiced(
    loss: Loss,
    sentence: Sentence,
    speakers: Sequence[Speaker],
    default: str | None,
    lexicon: Lexicon,
) -> Loss:
    speaker = next((s for s in speakers if s.start <= loss.count_start < s.end), None)
    words = sentence.text
    near = words[: loss.end - sentence.start + 1]
    claimant = speaker.claimant if speaker else default
    if _ASIDE.search(words[: loss.count_start - sentence.start]):
        claimant = (
            None  # "has not denied that strike, which destroyed a shop": the report's own words
        )
    outlet = speaker.outlet if speaker else None
    if lexicon.patterns["reportedly"].search(near) and (
        speaker is None or speaker.claimant is None
    ):
        claimant = None
    stance = loss.claim.stance
    if stance == "asserted":
        stance = _stance(words, loss.count_start - sentence.start, lexicon)
    return replace(loss, claim=replace(loss.claim, claimant=claimant, outlet=outlet, stance=stance))


def _of_others(
    sentence: Sentence,
    voiced: Sequence[Loss],
    mentions: Sequence[ActorMention],
    finder: ActorFinder,
) -> Iterator[Loss]:
    """Give a denied claim also to the one who made it: "Kabul's claim of 40 killed is false"."""
    for match in _CLAIMED.finditer(sentence.text):
        start = sentence.start + match.start()
        end = sentence.start + match.end()
        denied = [
            one for one in voiced if one.claim.stance == "denied" and one.count_start >= end - 1
        ]
        actor = next((m for m in mentions if start <= m.start < end), None)
        who = finder.actor_of(actor, speaks=True) if actor else match["who"] or match["of"]
        if not who or not denied or who == denied[0].claim.claimant:
            continue
        for one in denied:
            yield replace(one, claim=replace(one.claim, claimant=who, stance="asserted"))


def _stance(words: str, at: int, lexicon: Lexicon) -> Stance:
    """Denied or unconfirmed where the cue stands before the loss in the same clause, or after it as "is false"."""  # noqa: E501
    for name in ("unconfirmed", "denied"):
        for cue in lexicon.patterns[name].finditer(words):
            between = words[cue.end() : at] if cue.end() <= at else None
            governs = between is not None and not re.search(
                r";|\band (?:said|that it|it said)\b|\bbut\b|\. ", between
            )
            if governs:
                return "unconfirmed" if name == "unconfirmed" else "denied"
    after = lexicon.patterns["refuted"].search(words, at)
    if after and not re.search(r"[;]|\bbut\b", words[at : after.start()]):
        return "denied"  # "the claim of 17 killed is false"
    return "asserted"
