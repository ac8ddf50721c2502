"""One key for all services of the budget that share a cost: what it changes, and what not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from enamnd_cost.analysis.scenarios import overrides
from enamnd_cost.analysis.scenarios.workbench import Workbench
from enamnd_cost.analysis.year import Service
from enamnd_cost.model import parts
from enamnd_cost.model.fordelning import Fordelning, Split, split_of
from enamnd_cost.model.parts import Post
from enamnd_cost.model.period import Period
from enamnd_cost.model.problem import KeyPath
from enamnd_cost.model.scenario import Scenario, Tjanstandring
from enamnd_cost.model.tjanst import Tjanst

AT: KeyPath = ("fordelning",)


def set_key(bench: Workbench, scenario: Scenario, before: Mapping[str, Service]) -> None:
    """Split all that is shared by a key by the one that is wanted, and note what is left as it is.

    Amounts that are agreed, measured or paid once are nobody else's, also as items of a service;
    what is stated of a service under its own id counts before this. What is uprated amount by
    amount is shared anew, as where its key is changed alone. ``before`` are the services as they
    were before the scenario's population date, which may be all that the key changes.
    """
    wanted, changed = scenario.fordelning, False
    assert wanted is not None  # the caller has seen to it
    for service in [each for each in bench.services().values() if each.in_budget]:
        if service.id in scenario.tjanst:
            bench.untouched[service.id] = "ändras för sig"
            continue
        left, change = _change(before.get(service.id, service), wanted, scenario.folkmangd)
        if left:
            bench.untouched[service.id] = left
        if change:
            changed = True
            overrides.put(bench, service, change, scenario.folkmangd, AT)
    if not changed:
        text = f"ingen tjänst i budgeten {bench.year} delar en kostnad efter en annan nyckel"
        bench.nothing(f"{text}, så ingenting ändras", AT)


def _change(
    service: Service, wanted: Fordelning, date: dt.date | None
) -> tuple[str, Tjanstandring | None]:
    """Say what of a service is left as it is, and why; and what is changed in it, if anything."""
    period = service.period
    if period.split:
        left = _left(service, period.split, wanted, date)
    elif period.post:
        kept = {
            post.namn: why
            for post in period.post
            if (why := _left(service, post.split, wanted, date))
        }
        left = ", ".join(f"{name}: {why}" for name, why in kept.items())
        if len(kept) < len(period.post):
            posts = [post if post.namn in kept else _with(post, wanted) for post in period.post]
            return left, Tjanstandring(post=posts)
    else:
        left = "uppräknade avtalade belopp" if _agreed(service.tjanst, period) else ""
    return left, None if left else Tjanstandring(fordelning=wanted)


def _with(post: Post, wanted: Fordelning) -> Post:
    return post.model_copy(update={"fordelning": wanted, "folkmangd": None})


def _left(service: Service, split: Split, wanted: Fordelning, date: dt.date | None) -> str:
    """Say why a cost is not shared by another key; nothing where it is."""
    if split.charges or split.metered:
        return split.words(None)
    new = split_of(wanted)
    other_date = new.by_population and date not in (None, overrides.population_date(service))
    same = overrides.proportions(split) == overrides.proportions(new)
    return "delas redan så" if same and not other_date else ""


def _agreed(tjanst: Tjanst, period: Period) -> bool:
    """Tell whether amounts that are uprated one by one were once agreed, and never shared."""
    while isinstance(stated := period.stated, parts.EachUprated):
        earlier = tjanst.known_in(stated.rule.fran)
        if earlier is None:
            return False
        period = earlier
    return all(split.charges for split in period.splits)
