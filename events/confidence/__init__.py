"""How far a proposed event can be trusted: doubts that a person can check, and a score.

:mod:`.cues` names the doubts of a proposal, :mod:`.model` makes a score of them by the weights
in ``weights.toml``, which ``python -m events calibrate`` fits (:mod:`.calibrate`).
"""

from events.confidence.cues import by_rules, cues
from events.confidence.model import SURE, Confidence, Model, load

__all__ = ["SURE", "Confidence", "Model", "by_rules", "cues", "load"]
