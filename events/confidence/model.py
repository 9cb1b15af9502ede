"""From doubts to a score: weights, a calibrated curve, and the doubts that weigh most.

The score of a proposal is the share that was right among proposals with doubts like its own,
in reports that had no part in the fit.  Every doubt can only lower it.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

SURE = 0.9  # nine in ten of the proposals marked so are right
BELOW_SURE = 0.89
_WEIGHS = 0.05  # a doubt that lowers the logit by less is not worth a reader's time


Table = TypeVar("Table", bound=BaseModel)


class ConfidenceError(ValueError):
    """A data file of the score breaks its schema; says the file, the key and what is accepted."""


class _Cue(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str = Field(pattern=r"^[a-z_]+$")
    says: str = Field(min_length=3, max_length=70)
    kind: bool = False
    aside: bool = False


class _Cues(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    cue: tuple[_Cue, ...] = Field(min_length=1)


class _Weights(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    base: float
    slope: float = Field(ge=0)
    shift: float
    sure_from: float | None = None  # the logit from which on an event is marked sure
    sure_words_from: float | None = None  # the same for a statement, a plan or history
    weights: dict[str, float]


@dataclass(frozen=True, slots=True)
class Confidence:
    """How far one proposal can be trusted.

    ``score`` lies in [0, 1]; ``doubts`` are sentences for a reader, what weighs most first.
    """

    score: float
    doubts: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether nine in ten like it were right."""
        return self.score >= SURE


@dataclass(frozen=True, slots=True)
class Model:
    """The fitted weights.

    ``base`` is the logit of an event without a doubt, ``weights`` what each doubt adds (never
    above 0; those of ``kinds`` may be); ``slope`` and ``shift`` turn the sum into the logit of
    the share that was right in held-out reports.  From ``sure_from`` on, a logit before the
    turn, an event is marked 0.9 or more; from ``sure_words_from`` on a proposal of one of the
    ``kinds`` (a statement, a plan, history).  None: none is.
    """

    base: float
    slope: float
    shift: float
    sure_from: float | None
    weights: Mapping[str, float]
    says: Mapping[str, str] = field(default_factory=dict)
    kinds: frozenset[str] = frozenset()
    asides: frozenset[str] = frozenset()
    sure_words_from: float | None = None

    def logit(self, doubts: Iterable[str]) -> float:
        """Return the sum of base and weights; a doubt without a weight adds nothing."""
        return self.base + math.fsum(self.weights.get(name, 0.0) for name in sorted(doubts))

    def score(self, doubts: Iterable[str]) -> float:
        """Return the score, in [0, 1], of a proposal with these doubts."""
        named = frozenset(doubts)
        logit = self.logit(named)
        share = 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, self.slope * logit + self.shift))))
        level = self.sure_words_from if named & self.kinds else self.sure_from
        if level is not None and logit >= level:
            return round(max(share, SURE), 2)
        return round(min(share, BELOW_SURE), 2)

    def confidence(self, doubts: Iterable[str]) -> Confidence:
        """Return the score with the doubts that lower it, in words, the heaviest first."""
        named = frozenset(doubts)
        heavy = sorted(
            (self.weights.get(name, 0.0), name)
            for name in named - self.kinds
            if self.weights.get(name, 0.0) < -_WEIGHS
        )
        telling = [name for _, name in heavy if name not in self.asides]
        told = telling or [name for _, name in heavy]
        return Confidence(self.score(named), tuple(self.says.get(name, name) for name in told))


@cache
def load() -> Model:
    """Return the shipped model; read once a process."""
    return load_from(files("events") / "confidence")


def load_from(folder: Traversable) -> Model:
    """Return the model whose ``cues.toml`` and ``weights.toml`` lie in ``folder``.

    Raises
    ------
    ConfidenceError
        A file is missing, is not TOML, breaks its schema, or a doubt would raise the score.
    """
    told = _read(folder, "cues.toml", _Cues)
    fitted = _read(folder, "weights.toml", _Weights)
    says = {each.name: each.says for each in told.cue}
    kinds = frozenset(each.name for each in told.cue if each.kind)
    for name, weight in fitted.weights.items():
        if name not in says:
            message = f"weights.toml: {name!r} is no doubt of cues.toml"
            raise ConfidenceError(message)
        if weight > 0 and name not in kinds:
            message = f"weights.toml: {name} = {weight}; a doubt's weight is 0 or less"
            raise ConfidenceError(message)
    return Model(
        fitted.base,
        fitted.slope,
        fitted.shift,
        fitted.sure_from,
        fitted.weights,
        says,
        kinds,
        frozenset(each.name for each in told.cue if each.aside),
        fitted.sure_words_from,
    )


def cue_names() -> tuple[tuple[str, ...], frozenset[str]]:
    """Return the names of all cues, in their order, and which of them are kinds."""
    told = _read(files("events") / "confidence", "cues.toml", _Cues)
    return tuple(c.name for c in told.cue), frozenset(c.name for c in told.cue if c.kind)


def _read(folder: Traversable, name: str, schema: type[Table]) -> Table:
    try:
        return schema.model_validate(tomllib.loads((folder / name).read_text("utf-8")))
    except FileNotFoundError as error:
        message = f"{name} is missing in {folder}"
        raise ConfidenceError(message) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f"{name}: {error}"
        raise ConfidenceError(message) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        message = f"{name}: {where}: {first['msg']} (found {first.get('input')!r:.80})"
        raise ConfidenceError(message) from error
