"""What a scenario's key for all services left as it was: said in every answer."""

from __future__ import annotations

from collections.abc import Iterator

from enamnd_cost.analysis.scenarios.apply import Alternative


def untouched(alternative: Alternative) -> dict[str, str]:
    """Give the services that the alternative's last such key did not change, by id, and why."""
    keyed = [layer for layer in alternative.layers if layer.scenario.scenario.fordelning]
    return dict(keyed[-1].untouched) if keyed else {}


def notes(alternative: Alternative, name: str) -> Iterator[str]:
    """Say it, one service after the other."""
    tjanster = alternative.result.data.tjanster
    if left := untouched(alternative):
        said = "; ".join(f"{tjanster[service].namn} ({why})" for service, why in left.items())
        yield f"{name}Den nya fördelningen ändrar inte allt: {said}."
