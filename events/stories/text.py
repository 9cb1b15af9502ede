"""Whether two reports share their words: copies of a wire text, cut or with another headline."""

from __future__ import annotations

import re
from typing import Literal

import numpy as np
from datasketch import MinHash, MinHashLSH

PERMUTATIONS = 64
SCHEME: Literal["affine32"] = "affine32"
SHINGLE = 4  # words
ALIKE = 0.35  # share of shingles; retellings in other words have nearly none, cut copies half
_WORD = re.compile(r"[^\W_]+")


def signature(text: str) -> tuple[int, ...]:
    """Return the MinHash of a text's runs of four words; empty for a text of fewer.

    The same text has the same signature on every machine: the hash functions are fixed.
    """
    words = _WORD.findall(text.casefold())
    runs = {" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)}
    if not runs:
        return ()
    made = MinHash(num_perm=PERMUTATIONS, seed=1, scheme=SCHEME)
    made.update_batch([run.encode() for run in sorted(runs)])
    return tuple(int(value) for value in made.hashvalues)


def shared(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Return the share of runs of words that two texts have in common, from 0 to 1; estimated."""
    if not one or not other or len(one) != len(other):
        return 0.0
    return sum(a == b for a, b in zip(one, other, strict=True)) / len(one)


class Copies:
    """Finds the reports that share words with a given one, among those added before."""

    def __init__(self) -> None:
        self._index = MinHashLSH(threshold=ALIKE, num_perm=PERMUTATIONS)
        self._signatures: dict[str, tuple[int, ...]] = {}

    def of(self, sign: tuple[int, ...]) -> dict[str, float]:
        """Return the ids of reports that share at least ``ALIKE``, with the share."""
        if not sign:
            return {}
        near = {
            each: shared(sign, self._signatures[each]) for each in self._index.query(_hashed(sign))
        }
        return {each: share for each, share in sorted(near.items()) if share >= ALIKE}

    def add(self, report_id: str, sign: tuple[int, ...]) -> None:
        """Add a report; one without words is found by nobody."""
        if sign and report_id not in self._signatures:
            self._signatures[report_id] = sign
            self._index.insert(report_id, _hashed(sign))


def _hashed(sign: tuple[int, ...]) -> MinHash:
    values = np.array(sign, dtype=np.uint32)
    return MinHash(num_perm=PERMUTATIONS, seed=1, hashvalues=values, scheme=SCHEME)
