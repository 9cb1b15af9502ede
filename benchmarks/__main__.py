"""Run every benchmark and put its table into docs/performance.md."""

from __future__ import annotations

import importlib
import pkgutil

import benchmarks
from benchmarks.measuring import record

# These need more than `make setup` brings, or a folder of events: each has a target of its own.
APART = {"join_peers", "browser_peers", "peer_map", "load", "locustfile", "growth"}
NO_BENCHMARKS = {"__main__", "measuring", "synthetic"} | APART

for module in pkgutil.iter_modules(benchmarks.__path__):
    if module.name not in NO_BENCHMARKS:
        record([importlib.import_module(f"benchmarks.{module.name}").measure()])
