"""Where a figure of changed data comes from: the scenario that made it so, or the data folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from enamnd_cost.analysis.scenarios.workbench import written
from enamnd_cost.analysis.year import Computed
from enamnd_cost.files.scenarios import ScenarioFile
from enamnd_cost.model.data import (
    INDEX_FILE,
    KOMMUNER_FILE,
    Data,
    budget_file,
    matt_file,
    tjanst_file,
)
from enamnd_cost.model.problem import KeyPath
from enamnd_cost.model.tjanst import Tjanst


class Layer(NamedTuple):
    """One scenario laid over what was there ``before``; ``at`` says by which of its keys.

    ``at`` goes by the file that the scenario changed, relative to the data folder. ``computed`` is
    what the base's year then comes to, and ``untouched`` are the services that its key for all left
    as they are, by id, each with the reason.
    """

    scenario: ScenarioFile
    before: Data
    after: Data
    at: Mapping[str, KeyPath]
    computed: Computed
    untouched: Mapping[str, str]


class Origin(NamedTuple):
    """The file and key that a figure comes from, and the scenario whose file it is, if it is."""

    file: str
    path: KeyPath
    scenario: ScenarioFile | None = None


def origin(layers: Sequence[Layer], file: str, path: KeyPath) -> Origin:
    """Follow a key of the changed data back to where it was written.

    A key that a scenario made without writing it (a total that became a cost) is put where the
    scenario made the change.
    """
    for layer in reversed(layers):
        held, before = _files(layer.after).get(file), _files(layer.before).get(file)
        if held is before:
            continue
        if before is None:
            return Origin(layer.scenario.file, _written(layer, file, path), layer.scenario)
        earlier = _before(held, before, path)
        if earlier is None or _value(held, path) != _value(before, earlier):
            return Origin(layer.scenario.file, _written(layer, file, path), layer.scenario)
        path = earlier
    return Origin(file, path)


def _files(data: Data) -> dict[str, Any]:
    """Give what each file of the folder holds that a scenario may change."""
    return {
        KOMMUNER_FILE: data.kommuner,
        INDEX_FILE: data.index,
        **{tjanst_file(name): tjanst for name, tjanst in data.tjanster.items()},
        **{budget_file(year): budget for year, budget in data.budgetar.items()},
        **{matt_file(name): serie for name, serie in data.matt.items()},
    }


def _before(held: Any, before: Any, path: KeyPath) -> KeyPath | None:
    """Give the same key's path before: of a service, in the period and item that there were."""
    if not isinstance(held, Tjanst) or path[:1] != ("period",):
        return path
    _, n, *rest = path
    assert isinstance(n, int)
    place = before.place_in(held.period[n].first_year)
    if not place:
        return None
    if rest[:1] == ["post"] and len(rest) > 1:
        name = held.period[n].post[rest[1]].namn  # type: ignore[index]
        posts = [post.namn for post in before.period[place[1]].post]
        if name not in posts:
            return None
        rest[1] = posts.index(name)
    return (*place, *rest)


def _value(of: Any, path: KeyPath) -> Any:
    """Look up what stands at a path; None where nothing does."""
    for part in path:
        if isinstance(of, Mapping):
            of = of.get(part)
        elif isinstance(part, int):
            of = of[part] if isinstance(of, Sequence) and part < len(of) else None
        else:
            of = getattr(of, part, None)
    return of


def _written(layer: Layer, file: str, path: KeyPath) -> KeyPath:
    """Give the scenario's own key for what it changed."""
    at = layer.at.get(file)
    if at is not None:
        return written(at, path)
    if file == INDEX_FILE:
        return ("index", layer.after.index.serie[path[1]].id)  # type: ignore[index]
    if file == KOMMUNER_FILE:
        names = [kommun.id for kommun in layer.scenario.scenario.kommun]
        date = str(layer.after.kommuner.folkmangd[path[1]].datum)  # type: ignore[index]
        n = names.index(path[-1]) if path[-1] in names else 0
        return ("kommun", n, "invanare", date)
    if file.startswith("budget/"):
        return path
    # A new municipality is left out of what it has not joined, and measures lose those who leave.
    return ("uttrade", 0) if file.startswith("matt/") else ("kommun", 0)
