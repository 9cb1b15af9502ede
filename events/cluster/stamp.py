"""What decides the result of a share, in short: a worker whose stamp differs may not work."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache
from importlib import metadata, resources
from pathlib import Path

from geodata import boundaries
from geodata.home import region_folder

_LIBRARIES = ("numpy", "pyarrow", "shapely", "spacy")
_REMEDY = {
    "program": "start the worker in a copy of this very program",
    "libraries": "install the same versions there",
    "codebook": "give the worker the same files of events/codebook and the same region folder "
    "(CONFLICT_MAP_REGION)",
    "boundaries": "let the worker see the same data folder, with the boundaries that were added",
}


@dataclass(frozen=True, slots=True)
class Stamp:
    """Hashes of the program's files and of the codebook, versions of libraries and boundaries."""

    program: str
    libraries: str
    codebook: str
    boundaries: str

    def differences(self, other: Stamp) -> list[str]:
        """Return in words what another stamp has otherwise, and what to do."""
        return [
            f"its {name} is {getattr(other, name)}, here it is {getattr(self, name)}: "
            f"{_REMEDY[name]}"
            for name in (each.name for each in fields(self))
            if getattr(self, name) != getattr(other, name)
        ]


@cache
def stamp(home: Path) -> Stamp:
    """Return the stamp of this process for a data folder; made once."""
    events, geodata = (Path(str(resources.files(name))) for name in ("events", "geodata"))
    words = [events / "codebook", *filter(None, [region_folder()])]
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in _LIBRARIES)
    return Stamp(
        _hash([events, geodata]),
        f"Python {'.'.join(platform.python_version_tuple()[:2])}, {versions}",
        _hash(words),
        boundaries.version(home),
    )


def _hash(roots: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for root in roots:
        for path in sorted(root.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.relative_to(root).as_posix().encode() + b"\0")
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
