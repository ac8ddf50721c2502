"""Finding the data folder: what was asked for, else the nearest upwards, else the one shipped."""

from __future__ import annotations

from pathlib import Path

from enamnd_cost.model.data import KOMMUNER_FILE

ENVIRONMENT = "ENAMND_COST_DATA"


def find(asked: str | None, start: Path) -> Path:
    """Give the data folder: ``asked`` for, or ``data/`` in ``start`` or above, or the shipped one.

    A folder that was asked for is taken as it is, so that a slip is not answered with other data.
    """
    if asked is not None:
        return Path(asked)
    for folder in (start, *start.parents):
        if (folder / "data" / KOMMUNER_FILE).is_file():
            return folder / "data"
    return shipped()


def shipped() -> Path:
    """Give the e-nämnd's own data: in the installed package, or in the checkout it runs from."""
    return _shipped("data", "data")


def shipped_gallery() -> Path:
    """Give the error gallery, likewise."""
    return _shipped("fel.md", "docs/fel.md")


def _shipped(in_package: str, in_checkout: str) -> Path:
    package = Path(__file__).parents[1]
    installed = package / in_package
    return installed if installed.exists() else package.parents[1] / in_checkout


def shown(folder: Path, file: str, start: Path) -> str:
    """Write a file's path as the user would type it from ``start``, with forward slashes."""
    path = (folder / file).absolute()
    try:
        return path.relative_to(start.absolute()).as_posix()
    except ValueError:
        return path.as_posix()
