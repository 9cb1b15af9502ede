"""A report coded by whom the reader chose: the rules, a language model, or both side by side.

Only what :mod:`views.model_choice` offers comes here; the rules alone never reach an endpoint.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from events.llm import client, refusing, settings
from events.llm import coder as llm
from events.llm.comparing import Compared, compare
from events.llm.errors import ModelError
from events.model import Event, Issue, Report
from views import data, proposals

Coder = Literal["rules", "llm", "both"]


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a report was read as.

    ``beside`` is, by proposal, how the other coder reads it; ``refused`` is what was refused of
    the model's answer; ``failed`` says why the model gave none while the rules did.
    """

    events: tuple[Event, ...]
    issues: tuple[Issue, ...]
    beside: Mapping[str, Compared] = field(default_factory=dict)
    refused: tuple[Issue, ...] = ()
    failed: str | None = None

    def compared(self, event_id: str) -> Compared | None:
        """Return how the other coder reads a proposal, also under an id made free."""
        return self.beside.get(event_id) or self.beside.get(event_id.rpartition(".")[0])


def propose(report: Report, coder: Coder) -> Proposed:
    """Return what the chosen coder proposes that nobody has decided yet.

    Raises
    ------
    views.proposals.NotReadableError
        The report cannot be coded, or the model alone was asked and gave no answer.
    """
    if coder == "rules":
        return Proposed(*proposals.propose(report))
    rules = proposals.by_rules(report) if coder == "both" else ((), ())
    try:
        events, issues = _by_model(report)
    except ModelError as error:
        if coder == "llm":
            raise proposals.NotReadableError(str(error)) from error
        return Proposed(*proposals.undecided(report, *rules), failed=str(error))
    told = [issue for issue in issues if issue.rule in refusing.RULES]
    refused = tuple(issue for issue in told if issue.severity != "note")
    doubts = (*rules[1], *(issue for issue in issues if issue not in told))
    beside: dict[str, Compared] = {}
    if coder == "both":
        compared = compare(rules[0], events, report.text, proposals.same_area(), data.actor_label)
        beside = {one.shown.id: one for one in compared if one.shown}
        events = (*rules[0], *(e for e in events if e.id in beside))
    return Proposed(*proposals.undecided(report, events, doubts), beside, refused)


def _by_model(report: Report) -> llm.Coding:
    ask = client.asker(settings.required(), data.codebook())
    answer = ask(report)  # takes minutes: others may code meanwhile
    return proposals.read_alone(lambda tools: llm.from_answer(report, tools, answer))
