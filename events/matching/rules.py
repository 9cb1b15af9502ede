"""What pairs are compared by, what each finding weighs and how it reads: a checked data file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, ValidationError

Floats = npt.NDArray[np.float64]

# What the program can find, by what it compares; the order is the number of each finding.
FINDINGS: Mapping[str, tuple[str, ...]] = {
    "days": ("same_day", "in_span", "one_day", "two_days", "more_days"),
    "place": (
        "same_point", "few_km", "some_km", "stretched", "near_point", "near_few", "near_some",
        "near_far", "near_stretched", "in_district", "by_district", "in_province", "same_district",
        "same_province", "same_country",
    ),
    "name": ("same_name", "alike_name", "other_name", "no_name"),
    "actors": (
        "both_sides", "one_side_kin", "one_side_open", "both_kin", "one_kin_open", "one_side_only",
        "one_kin_only",
    ),
    "type": ("same_type", "kin_type", "other_type"),
    "toll": ("same_toll", "in_range", "close_toll", "double_toll", "far_toll", "no_toll"),
    "words": ("many_words", "some_words", "few_words", "no_words"),
}  # fmt: skip
# How a pair stands beside the next best one of either record; and of sums.
RIVALS = ("clearly_best", "just_best", "just_second", "clearly_second")
SUMS = ("exact_sum", "close_sum")


class MatchingRulesError(ValueError):
    """The data file of matching breaks its schema; says the key and what is accepted."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Limits(_Strict):
    """How far apart two records may be and still be compared; days, km, counts."""

    days: int = Field(ge=0, le=14)
    longest: int = Field(ge=1, le=60)
    exact_km: float = Field(gt=0, le=50)
    near_km: float = Field(gt=0, le=100)
    slack_km: float = Field(ge=0, le=50)
    district_km: float = Field(ge=0, le=50)
    crowded: int = Field(ge=100)
    parts: int = Field(ge=2, le=6)


class Levels(_Strict):
    """Scores from 0 to 1: what is proposed, what is likely, what is sure."""

    floor: float = Field(gt=0, lt=1)
    likely: float = Field(gt=0, lt=1)
    sure: float = Field(gt=0, lt=1)


class _Base(_Strict):
    pair: float
    slope: float = Field(gt=0)
    parts: float


class _Finding(_Strict):
    kind: str
    code: str
    says: str = Field(min_length=3, max_length=90)
    weight: float = Field(ge=-20, le=20)


class _SumWeights(_Strict):
    worst: float
    mean: float
    single: float
    elsewhere: float
    left: float
    count: float
    size: float
    ways: float
    exact_sum: float
    close_sum: float


class _File(_Strict):
    limits: Limits
    levels: Levels
    base: _Base
    finding: tuple[_Finding, ...]
    sums: _SumWeights


@dataclass(frozen=True)
class Rules:
    """The checked file.  ``weight[kind][number]`` is a log odds."""

    limits: Limits
    levels: Levels
    base: _Base
    sums: _SumWeights
    says: Mapping[tuple[str, str], str]
    weights: Mapping[tuple[str, str], float]

    @cached_property
    def arrays(self) -> dict[str, Floats]:
        """Return the weights of each kind's findings in the order of their numbers."""
        kinds = {**FINDINGS, "rival": RIVALS}
        return {
            kind: np.array([self.weights[kind, code] for code in codes], np.float64)
            for kind, codes in kinds.items()
        }


@cache
def load() -> Rules:
    """Return the shipped rules.

    Raises
    ------
    MatchingRulesError
        When the file breaks its schema.
    """
    return read(files("events.matching").joinpath("weights.toml"))


def read(path: Traversable) -> Rules:
    """Return the rules of a file; raises as :func:`load`."""
    try:
        held = _File.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise MatchingRulesError(f"{path.name}: {error}") from error
    known = {(kind, code) for kind, codes in FINDINGS.items() for code in codes}
    known |= {("rival", code) for code in RIVALS}
    there = {(each.kind, each.code): each for each in held.finding}
    if there.keys() != known or len(there) != len(held.finding):
        odd = sorted(there.keys() ^ known) or "one twice"
        raise MatchingRulesError(f"{path.name}: every finding once, and no other: {odd}")
    return Rules(
        held.limits, held.levels, held.base, held.sums,
        {key: each.says for key, each in there.items()},
        {key: each.weight for key, each in there.items()},
    )  # fmt: skip
