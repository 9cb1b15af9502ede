"""Who does a deed and who suffers it, by the grammar of the sentence.

The parser's tree says that soldiers "were killed by gunmen", that "an attack on the police" is
the police's to suffer and "a Pakistani air strike" Pakistan's doing, whatever the order of words.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from events.coding.records import ActorMention, Sentence, Token, Trigger

AGENT, PATIENT, OPPONENT = "agent", "patient", "opponent"

_SUFFERS = {"nsubjpass", "nsubj:pass", "dobj", "obj", "dative"}
_TARGET = {"on", "upon", "against", "at", "into", "targeting", "towards"}
_BOTH = {"between", "with", "among"}
# Verbs that a deed's doer is the subject of: "launched an attack", "claimed the bombing".
_DOES = {
    "launch", "carry", "conduct", "mount", "stage", "open", "begin", "start", "execute", "perform",
    "plan", "undertake", "initiate", "lead", "resume", "continue", "commit", "perpetrate", "fire",
    "make", "hold", "join", "return", "exchange", "trade", "use", "set",
}  # fmt: skip
# Verbs whose subject the deed befalls: "came under attack", "was killed in an ambush".
_BEFALLS = {"die", "perish", "succumb", "embrace", "attain", "lose", "drink", "fall"}
_UNDERGOES = {
    "come",
    "suffer",
    "sustain",
    "face",
    "receive",
    "take",
    "die",
    "survive",
    "escape",
    "hit",
    "embrace",
    "lose",
    "perish",
    "succumb",
    "fall",
    "attain",
}
# What "the attack" is to these verbs' subject: his own deed.
_OWNS = {"claim", "accept", "take", "own"}
# The subject of these answers the deed that is their object: "repelled an attack".
_ANSWERS = {
    "repel", "repulse", "foil", "thwart", "beat", "fend", "resist", "prevent", "stop", "defeat",
    "ward", "respond", "survive", "avert", "face", "confront", "withstand", "push", "reply",
}  # fmt: skip
_HARMS = {
    "kill", "wound", "injure", "neutralise", "neutralize", "eliminate", "martyr", "abduct",
    "kidnap", "behead", "execute", "hurt", "gun", "arrest", "detain",
}  # fmt: skip
_FROM = {"fire", "gunfire", "attack", "attacks", "shelling", "bombardment", "firing", "strikes"}
_PRONOUNS = {"it", "they", "he", "she", "we"}
_KILLING = {"killing", "killings", "shelling", "bombing", "murder"}
_LONG = 12  # steps up the tree


def role(sentence: Sentence, trigger: Trigger, mention: ActorMention) -> str | None:
    """Return ``agent``, ``patient`` or ``opponent``, or None where the tree does not tell.

    Parameters
    ----------
    sentence
        The sentence that both stand in, with its parse.
    trigger, mention
        Words of a deed and of an actor; offsets are into the report.
    """
    tokens = sentence.tokens
    deed = _root(tokens, trigger.start, trigger.end, verb=True)
    named = _root(tokens, mention.start, mention.end, verb=False)
    if deed is None or named is None or deed == named:
        return None
    return _role(tokens, deed, _owner(tokens, named, deed))


def _role(tokens: Sequence[Token], deed: int, named: int) -> str | None:
    if _in_when(tokens, named, deed):
        return AGENT
    path = _path(tokens, named, deed)
    if path is None and tokens[deed].dep == "conj" and not _subjects(tokens, deed):
        above = tokens[deed].head  # "gunmen stopped a lorry and took six traders"
        path = _path(tokens, named, above)
        if path is not None and tokens[path[-1]].dep == "nsubj":
            return _of_deed(tokens, deed, path)
        path = None
    if path is not None:
        return _of_deed(tokens, deed, path)
    verb = _governor(tokens, deed)
    if verb is None:
        return None
    path = _path(tokens, named, verb)
    if path is None and tokens[verb].dep == "xcomp":
        over = _path(tokens, named, tokens[verb].head)  # "was believed to have carried out"
        return AGENT if over and tokens[over[-1]].dep in ("nsubj", "nsubjpass") else None
    return _of_governor(tokens, verb, deed, path) if path else None


@dataclass(frozen=True, slots=True)
class Teller:
    """An actor who tells what a sentence says; ``word`` is the pronoun for it in what is told."""

    word: Token | None = None


def teller(sentence: Sentence, mention: ActorMention, verbs: Collection[str]) -> Teller | None:
    """Return that a mention is the subject of a verb of saying, or None.

    Parameters
    ----------
    verbs
        Verbs of saying, in the forms that reports use, in lower case.
    """
    tokens = sentence.tokens
    at = _root(tokens, mention.start, mention.end, verb=False)
    for _ in range(_LONG):
        if at is None or tokens[at].dep in ("ROOT", "dobj", "obj", "relcl", "advcl"):
            return None
        above = tokens[at].head
        if tokens[at].dep == "nsubj":
            says = tokens[above].lower in verbs and not _owns(tokens, above)
            says = says and not any(t.head == above and t.dep == "xcomp" for t in tokens)
            return Teller(_pronoun(tokens, above)) if says else None
        if tokens[at].dep == "conj" and tokens[at].pos == "VERB":
            return None
        at = above
    return None


def aside(sentence: Sentence, trigger: Trigger, mention: ActorMention) -> bool:
    """Tell whether a mention stands in a relative clause that a deed is not told in.

    "An attack hit a town where the army had suffered losses": the army is no party of it.
    """
    tokens = sentence.tokens
    deed = _root(tokens, trigger.start, trigger.end, verb=True)
    at = _root(tokens, mention.start, mention.end, verb=False)
    if deed is None or at is None:
        return False
    above = _upward(tokens, deed)
    clauses = [i for i in _upward(tokens, at) if tokens[i].dep == "relcl" and _restricts(tokens, i)]
    return (
        bool(clauses)
        and not all(i in above for i in clauses)
        and not any(tokens[i].head in _upward(tokens, deed)[:1] for i in clauses)
    )


def _restricts(tokens: Sequence[Token], clause: int) -> bool:
    """Tell whether a relative clause only says which: one after a comma goes on with the story."""
    first = min(i for i, t in enumerate(tokens) if clause in _upward(tokens, i))
    return first == 0 or tokens[first - 1].text != ","


def _upward(tokens: Sequence[Token], at: int) -> list[int]:
    """Return a token and those above it."""
    path = [at]
    for _ in range(_LONG):
        above = tokens[path[-1]].head
        if above == path[-1]:
            break
        path.append(above)
    return path


def _owns(tokens: Sequence[Token], verb: int) -> bool:
    """Tell whether a verb takes a deed upon itself: "claimed responsibility"."""
    return tokens[verb].lemma in _OWNS and any(
        t.head == verb and t.dep in ("dobj", "obj") for t in tokens
    )


def _pronoun(tokens: Sequence[Token], verb: int) -> Token | None:
    """Return the pronoun subject of what is said: "the army said it struck a hideout"."""
    clauses = {i for i, t in enumerate(tokens) if t.head == verb and t.dep == "ccomp"}
    clauses |= {i for i, t in enumerate(tokens) if t.head in clauses and t.dep == "ccomp"}
    return next(
        (
            t
            for t in tokens
            if t.head in clauses and t.dep in ("nsubj", "nsubjpass") and t.lower in _PRONOUNS
        ),
        None,
    )


def _owner(tokens: Sequence[Token], named: int, deed: int) -> int:
    """Return the noun that an actor only describes: "a compound used by the group"."""
    for at in _upward(tokens, named):
        if at == deed:
            return named
        if tokens[at].dep == "acl" and deed not in _upward(tokens, at)[:1]:
            noun = tokens[at].head
            return noun if tokens[noun].pos in ("NOUN", "PROPN") and noun != deed else named
    return named


def _root(tokens: Sequence[Token], start: int, end: int, *, verb: bool) -> int | None:
    """Return the token of a span that heads it, a verb where one is asked for and there."""
    inside = [i for i, t in enumerate(tokens) if t.start < end and start < t.end]
    if not inside:
        return None
    heads = [i for i in inside if tokens[i].head not in inside or tokens[i].head == i]
    if verb:
        heads = [i for i in heads if tokens[i].pos == "VERB"] or heads
    return (heads or inside)[-1 if not verb else 0]


def _path(tokens: Sequence[Token], low: int, high: int) -> list[int] | None:
    """Return the tokens from ``low`` up to just below ``high``, if ``high`` is above it."""
    path, at = [], low
    for _ in range(_LONG):
        path.append(at)
        above = tokens[at].head
        if above == high:
            return path
        if above == at:
            return None
        if tokens[at].dep in ("relcl", "ccomp", "advcl", "parataxis", "acl"):
            return None  # another clause's actor
        at = above
    return None


def _of_deed(tokens: Sequence[Token], deed: int, path: Sequence[int]) -> str | None:
    """Read an actor that stands under the deed's own word."""
    top = tokens[path[-1]]
    if any(tokens[i].lower == "from" and tokens[tokens[i].head].lower in _FROM for i in path):
        return AGENT
    linked = _linked(top, tokens[deed].lower)
    if linked:
        return linked
    if tokens[deed].pos in ("VERB", "AUX"):
        if top.dep == "nsubj":
            befalls = tokens[deed].lemma in _BEFALLS or _passive(tokens, deed)
            return PATIENT if befalls else AGENT
        return PATIENT if top.dep in _SUFFERS else None
    return AGENT if top.dep in ("poss", "compound", "amod", "nmod") else None


def _linked(top: Token, deed: str) -> str | None:
    """Read the preposition that ties an actor to a deed: "by", "on", "between"."""
    if top.dep == "agent" or top.lower == "by" or (top.lower == "from" and deed in _FROM):
        return AGENT
    if top.dep not in ("prep", "pcomp"):
        return None
    if top.lower in _BOTH:
        return OPPONENT
    if top.lower in _TARGET or (top.lower == "of" and deed in _KILLING):
        return PATIENT
    return None


def _in_when(tokens: Sequence[Token], named: int, deed: int) -> bool:
    """Tell whether an actor acts in a clause of how: "were killed when gunmen attacked"."""
    for at in _upward(tokens, named):
        verb = tokens[at].head
        if tokens[at].dep != "nsubj" or tokens[verb].dep != "advcl" or _passive(tokens, verb):
            continue
        above = tokens[verb].head
        told = {above, tokens[above].head} if tokens[above].dep == "conj" else {above}
        joined = tokens[deed].dep == "conj" and tokens[deed].head in told
        return (deed in told or joined) and _passive(tokens, above)
    return False


def _subjects(tokens: Sequence[Token], verb: int) -> bool:
    return any(t.head == verb and t.dep in ("nsubj", "nsubjpass") for t in tokens)


def _passive(tokens: Sequence[Token], verb: int) -> bool:
    if tokens[verb].lemma in _HARMS and not any(
        t.head == verb and t.dep in ("dobj", "obj") for t in tokens
    ):
        return True  # "three rebels killed": the auxiliary is left out
    return any(t.head == verb and t.dep in ("auxpass", "aux:pass") for t in tokens)


def _governor(tokens: Sequence[Token], deed: int) -> int | None:
    """Return the verb that a deed's noun hangs on: "launched an attack"."""
    at = deed
    for _ in range(_LONG):
        above = tokens[at].head
        if above == at:
            return None
        if tokens[above].pos == "VERB":
            return above
        at = above
    return None


def _of_governor(tokens: Sequence[Token], verb: int, deed: int, path: Sequence[int]) -> str | None:
    top = tokens[path[-1]]
    lemma = tokens[verb].lemma
    preposition = top.lower if top.dep in ("prep", "agent") else None
    if top.dep == "agent" or preposition == "by":
        return AGENT
    if top.dep == "nsubjpass" or (top.dep == "nsubj" and _passive(tokens, verb)):
        return PATIENT
    subject = _path(tokens, deed, verb)
    deed_acts = subject is not None and tokens[subject[-1]].dep == "nsubj"
    if top.dep == "nsubj":
        suffers = lemma in _UNDERGOES or (lemma in _ANSWERS and not deed_acts)
        return PATIENT if suffers and lemma not in _DOES else AGENT
    if top.dep in _SUFFERS and (deed_acts or lemma not in _DOES):
        return PATIENT
    return PATIENT if preposition in _TARGET else None
