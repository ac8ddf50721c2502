"""Finding the data folder: what was asked for, else the nearest upwards, else the one shipped."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from enamnd_cost.files.intake import entries
from enamnd_cost.model.data import KOMMUNER_FILE

ENVIRONMENT = "ENAMND_COST_DATA"


class Found(NamedTuple):
    """A data folder, and whether it is the one that ships with the program, for want of another."""

    folder: Path
    shipped: bool = False

    @property
    def is_the_programs(self) -> bool:
        """Tell whether what is written there would change the data of the program itself."""
        return self.shipped or _reaches(self.folder, _PACKAGE / "data")


def find(asked: str | None, start: Path) -> Found:
    """Find the data folder: ``asked`` for, or in ``start`` or nearest above it, or the one shipped.

    A folder that was asked for is taken as it is, so that a slip is not answered with other data;
    only where it holds a ``data/`` instead of being one, that is what was meant.
    """
    if asked is not None:
        named = Path(asked)
        return Found(next(_of(named), named))
    for folder in (start, *start.parents):
        for found in _of(folder):
            return Found(found)
    return Found(shipped(), shipped=True)


def _of(folder: Path) -> Iterator[Path]:
    """Give the folder if it is a data folder, and its ``data/`` if that is."""
    nested = [folder / name for name in _entries(folder) if name.casefold() == "data"]
    return (each for each in (folder, *nested) if _is_data(each, named=each is not folder))


def _is_data(folder: Path, *, named: bool) -> bool:
    """Tell a data folder, also one whose kommuner.toml is missing or has a name in other letters.

    One that is called data, ``named``, is it by less: any part of one, or if nobody may look or its
    link leads nowhere. Its fault is told when it is read; other data is never taken instead.
    """
    names = {name.casefold() for name in _entries(folder)}
    if KOMMUNER_FILE in names or names >= {"tjanster", "budget"}:
        return True
    return named and (bool(names & PARTS) or _is_closed(folder))


PARTS = {"tjanster", "budget", "index.toml"}


def around(path: Path) -> Path | None:
    """Give the data folder that a path is to lie in, if it is: another one there hides both."""
    above = _real(path).parents
    return next((each for each in above if os.path.exists(each / KOMMUNER_FILE)), None)  # noqa: PTH110


def _is_closed(folder: Path) -> bool:
    """Tell a folder that nobody may look into, or a link that leads nowhere."""
    try:
        entries(folder, 1)
    except PermissionError:
        return True
    except OSError:
        return folder.is_symlink()
    return False


def _reaches(folder: Path, other: Path) -> bool:
    """Tell whether a folder, or any file or folder in it through a link, is within another."""
    if not other.exists():
        return False
    within = _real(other)
    above = [folder, *_paths(folder)]
    files = (path for each in above[1:] for path in _paths(each) if path.suffix == ".toml")
    return any(_real(path).is_relative_to(within) for path in chain(above, files))


def _real(path: Path) -> Path:
    """Follow links to their end; those in a ring have none, and that is no error here."""
    return Path(os.path.realpath(path))


def _entries(folder: Path) -> list[str]:
    return [path.name for path in _paths(folder)]


def _paths(folder: Path) -> list[Path]:
    try:
        return entries(folder)
    except OSError:
        return []


_PACKAGE = Path(__file__).parents[1]


def shipped() -> Path:
    """Give the e-nämnd's own data: in the installed package, or in the checkout it runs from."""
    return _shipped("data", "data")


def shipped_gallery() -> Path:
    """Give the error gallery, likewise."""
    return _shipped("fel.md", "docs/fel.md")


def _shipped(in_package: str, in_checkout: str) -> Path:
    installed = _PACKAGE / in_package
    return installed if installed.exists() else _PACKAGE.parents[1] / in_checkout


def shown(folder: Path, file: str, start: Path) -> str:
    """Write a file's path as the user would type it from ``start``, with forward slashes."""
    path = (folder / file).absolute()
    try:
        return path.relative_to(start.absolute()).as_posix()
    except ValueError:
        return path.as_posix()
