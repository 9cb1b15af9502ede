"""The ``calibrate`` verb: gold reports in, weights and the reliability table out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO

from events.confidence.fitting import Sample, fit, held_out_scores
from events.confidence.judging import Proposing, samples
from events.confidence.model import Model, cue_names, load
from events.confidence.reliability import keeps_promise, tables
from events.evaluation.rule import SameArea
from events.jsonl import read_jsonl

HERE = Path(__file__).parent
WEIGHTS = HERE / "weights.toml"
PAGE = HERE.parents[1] / "docs" / "confidence.md"
TUNED = "tuned.txt"
BEGIN, END = "<!-- calibrate: begin -->", "<!-- calibrate: end -->"


def run(
    folders: Sequence[Path],
    propose: Proposing,
    same_area: SameArea,
    *,
    write: bool = False,
    out: IO[str] | None = None,
) -> int:
    """Fit the score to the gold reports in some folders and print how it keeps its word.

    Parameters
    ----------
    folders
        Gold reports; a ``tuned.txt`` beside them lists the ids of those that the coder was
        written against, which count for less.
    propose
        Codes and prepares a report as the page does.
    write
        Also write ``weights.toml`` and the tables in ``docs/confidence.md``.
    """
    out = out or sys.stdout
    found = gathered(folders, propose, same_area)
    names, kinds = cue_names()
    scores = held_out_scores(found, names, kinds)
    model = promised(fit(found, names, kinds), found, scores)
    told = tables(found, scores, replace(model, says=load().says))
    print(told, file=out)
    if write:
        WEIGHTS.write_text(as_toml(model), encoding="utf-8")
        PAGE.write_text(inserted(PAGE.read_text(encoding="utf-8"), told), encoding="utf-8")
        print(f"{WEIGHTS}\n{PAGE}", file=out)
    return 0


def gathered(
    folders: Sequence[Path], propose: Proposing, same_area: SameArea
) -> tuple[Sample, ...]:
    """Return the samples of all reports in some folders, each report once."""
    found: list[Sample] = []
    seen: set[str] = set()
    for folder in folders:
        codings, _ = read_jsonl(folder)
        fresh = [c for c in codings if c.report and c.report.id not in seen]
        seen |= {c.report.id for c in fresh if c.report}
        found += samples(fresh, propose, same_area, tuned_ids(folder))
    return tuple(found)


def tuned_ids(folder: Path) -> frozenset[str]:
    """Return the report ids that ``tuned.txt`` of a folder lists, one a line."""
    listed = folder / TUNED
    if not listed.is_file():
        return frozenset()
    lines = listed.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and line[0] != "#")


def promised(model: Model, found: Sequence[Sample], scores: Sequence[float]) -> Model:
    """Return the model, marking nothing 0.9 where held-out scores of new reports broke the word."""
    new = [(one, score) for one, score in zip(found, scores, strict=True) if one.new]
    held = keeps_promise([one for one, _ in new], [score for _, score in new])
    return model if held else replace(model, sure_from=None, sure_words_from=None)


def as_toml(model: Model) -> str:
    """Return the fitted numbers as :func:`events.confidence.model.load` reads them."""
    levels = {"sure_from": model.sure_from, "sure_words_from": model.sure_words_from}
    sure = [f"{name} = {level}" for name, level in levels.items() if level is not None]
    return "\n".join(
        [
            "# Written by `python -m events calibrate GOLD_DIR --write`; see docs/confidence.md.",
            f"base = {model.base}",
            f"slope = {model.slope}",
            f"shift = {model.shift}",
            *sure,
            "",
            "[weights]",
            *(f"{name} = {weight}" for name, weight in model.weights.items()),
            "",
        ]
    )


def inserted(page: str, told: str) -> str:
    """Return a page with the tables between its two marks.

    Raises
    ------
    ValueError
        When the page lacks a mark.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        message = f"{PAGE.name} lacks {BEGIN!r} or {END!r}"
        raise ValueError(message)
    return f"{before}{BEGIN}\n{told}{END}{after}"
