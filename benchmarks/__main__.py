"""Run every benchmark and put its table into docs/performance.md."""

from __future__ import annotations

import importlib
import pkgutil

import benchmarks
from benchmarks.measuring import record

NO_BENCHMARKS = {"__main__", "measuring", "synthetic", "join_peers", "load", "locustfile", "growth"}

for module in pkgutil.iter_modules(benchmarks.__path__):
    if module.name not in NO_BENCHMARKS:
        record([importlib.import_module(f"benchmarks.{module.name}").measure()])
