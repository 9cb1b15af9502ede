"""Which coder it was: a name that changes with its rules, its words, its model and its places."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from importlib import resources
from pathlib import Path

from events import language
from geodata import boundaries
from geodata.home import region_folder

_DECIDING = ("coding", "codebook", "checking", "language_hashes.json", "lexicon.py", "placing.py")
_ENDINGS = (".py", ".json", ".csv", ".txt", ".tsv", ".yaml", ".toml", ".parquet", ".geojson")


@cache
def coder_version(home: Path | None = None) -> str:
    """Return the name of the coder, its codebook, model and gazetteer as they are installed.

    Two codings of one text under the same name are the same; another name means that something
    that decides what is read has changed.
    """
    model = os.environ.get(language.MODEL_VARIABLE) or language.DEFAULT_MODEL
    digest = hashlib.sha256(f"{model} {boundaries.version(home)}".encode())
    roots = [Path(str(resources.files("events"))) / name for name in _DECIDING]
    roots.append(Path(str(resources.files("geodata"))))
    own = region_folder()
    roots += [own] if own else []
    for root in roots:
        for path in sorted(_files(root)):
            digest.update(path.relative_to(root.parent).as_posix().encode())
            digest.update(path.read_bytes())
    return f"rules-{digest.hexdigest()[:12]}"


def _files(root: Path) -> list[Path]:
    if root.is_file():
        return [root]
    return [path for path in root.rglob("*") if path.suffix in _ENDINGS and path.is_file()]
