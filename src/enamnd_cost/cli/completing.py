"""What the shell offers when the user presses tab: years, services and municipalities of the data.

A completion must never disturb: where the data cannot be read there is nothing to offer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from enamnd_cost.cli import console
from enamnd_cost.cli.swedish import Mistake
from enamnd_cost.signs import ODD

if TYPE_CHECKING:
    from enamnd_cost.model.data import Data

COMPLETING = "_ENAMND_COST_COMPLETE"  # by this variable a shell asks what may come next

Offer = Callable[[typer.Context, list[str], str], list[str]]


def _of(data_to_words: Callable[[Data], Iterable[str]]) -> Offer:
    """Make a completion out of a way to read words from the data folder in use."""

    def offer(ctx: typer.Context, args: list[str], incomplete: str) -> list[str]:  # noqa: ARG001
        from enamnd_cost.files.loading import load

        try:
            data, _ = load(console.located(ctx.params.get("data")).folder)
        except (OSError, Mistake):
            return []
        words = data_to_words(data) if data else ()
        return [word for word in words if word.startswith(incomplete)]

    return offer


def checks(ctx: typer.Context, args: list[str], incomplete: str) -> list[str]:  # noqa: ARG001
    """Offer the names of the checks."""
    from enamnd_cost.analysis.checks.run import known_checks

    return [k.name for k in known_checks().values() if k.name.startswith(incomplete)]


def sweeps(ctx: typer.Context, args: list[str], incomplete: str) -> list[str]:  # noqa: ARG001
    """Offer what can be varied."""
    from enamnd_cost.analysis.compare.sweep import KINDS

    return [kind for kind in KINDS if kind.startswith(incomplete)]


def files(ctx: typer.Context, args: list[str], incomplete: str) -> list[str]:  # noqa: ARG001
    """Offer TOML files where the user stands."""
    found = (path.as_posix() for path in sorted(Path(incomplete).parent.glob("*.toml")))
    return [file for file in found if file.startswith(incomplete) and not ODD.search(file)]


def alternatives(ctx: typer.Context, args: list[str], incomplete: str) -> list[str]:
    """Offer budget years and decisions on them, and TOML files where the user stands."""
    return [*decided(ctx, args, incomplete), *files(ctx, args, incomplete)]


def _decided(data: Data) -> Iterable[str]:
    """Name the years, and where one is revised each decision that has a day."""
    for year in data.years:
        yield str(year)
        if year in data.revideringar:
            yield from (f"{year}@{day}" for day in data.decided(year))


years = _of(lambda data: map(str, data.years))
decided = _of(_decided)
services = _of(lambda data: sorted(data.tjanster))
measures = _of(lambda data: sorted(data.matt))
municipalities = _of(lambda data: data.kommuner.ids.values())
services_and_municipalities = _of(
    lambda data: (*sorted(data.tjanster), *data.kommuner.ids.values())
)
