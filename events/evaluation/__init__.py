"""How one coding is scored against another; the definitions stand in ``docs/evaluation.md``."""
