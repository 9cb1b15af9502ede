"""The command line of the geodata: ``python -m geodata build``."""

from __future__ import annotations
import sys
from pathlib import Path
from geodata.build import build

build(Path(sys.argv[2]), Path(sys.argv[3]), print)
