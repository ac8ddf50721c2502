"""Letting a period go on into a draft, and saying of it no more than is true of the draft.

What a period says of its figures - where they come from, how they were derived - it says of them
together, and of the table that they gave. Of a period with another figure nothing of that is
copied: its source says of which period it is a draft and what is other than there, and how the
rest was derived is said by that period, which stands above it in the same file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from enamnd_cost.model import wording
from enamnd_cost.model.counting import still
from enamnd_cost.model.fordelning import Fordelning
from enamnd_cost.model.parts import Post
from enamnd_cost.model.period import Period
from enamnd_cost.model.splits.keys import remeasured
from enamnd_cost.swedish import NBSP, listing, number


def carried_on(period: Period, year: int, **changes: Any) -> Period:
    """Let a period go on into ``year`` with some changes.

    Its source says that it is a draft, of which period, and what is other than there. How figures
    were derived is said there too, of those that are unchanged: a table that they explained is no
    longer so. An item that is changed has no source but that.
    """
    goes_on = {
        "dampning": period.dampning and period.dampning.carried(),
        "faktor": still(period.faktor, year),
    }
    next_ = period.model_copy(update={"fran": year, **goes_on, **changes})
    redated = next_.folkmangd != period.folkmangd
    posts = [
        post.model_copy(update={"faktor": still(post.faktor, year)})
        if post == old and not (redated and post.split.by_population)
        else post.model_copy(update={"kalla": None, "faktor": still(post.faktor, year)})
        for old, post in zip(period.post, next_.post, strict=True)
    ]
    new, gone = differences(period, next_)
    ways = [f"{word} {listing(keys)}" for word, keys in (("med", new), ("utan", gone)) if keys]
    source = f"Utkast till budget {year}: som perioden från {period.fran} men {listing(ways)}"
    told = {"post": posts, "kalla": source, "harledning": derived_there(period)}
    return next_.model_copy(update=told)


def derived_there(period: Period) -> str | None:
    """Point at what a period says of how its figures were derived, where it says anything."""
    there = f"Det som är oförändrat är härlett så som perioden från {period.fran} säger."
    return there if period.harledning else None


def differences(before: Period, after: Period) -> tuple[list[str], list[str]]:
    """Say in Swedish which figures are other in a changed period, and which are gone."""
    new, gone = [], []
    for key in ("underlag", "belopp"):
        held, kronor = getattr(before, key), getattr(after, key)
        if held != kronor:
            new += [] if kronor is None else [f"{key} {_kronor(kronor)}"]
            gone += [key] if kronor is None else []
    new += _of_the_split(before, after)
    rules = [period.rounding for period in (before, after)]
    if rules[0] != rules[1]:
        new.append(f"avrundning {_spaced(wording.rounding(rules[1]))}")
    for old, post in zip(before.post, after.post, strict=True):
        if post.underlag != old.underlag and post.underlag is not None:
            new.append(f"{post.namn} {_kronor(post.underlag)}")
        new += [f"{key} i {post.namn}" for key in _other_keys(old, post)]
        if _at_one_date(post) != _at_one_date(old):
            new.append(f"andra belopp i {post.namn}")
        if post.folkmangd != old.folkmangd:
            new.append(f"folkmängd {post.folkmangd} i {post.namn}")
    return new, gone


def _of_the_split(before: Period, after: Period) -> Iterator[str]:
    """Say what is other in how a period's cost is split, where that is not its items' own."""
    if after.uppraknas and after.uppraknas != before.uppraknas:
        yield f"priserna uppräknade med {after.uppraknas.index}"
    if after.folkmangd != before.folkmangd:
        yield f"folkmängd {after.folkmangd}"
    yield from _other_keys(before, after)
    if _at_one_date(after) != _at_one_date(before):
        yield "andra belopp i fördelningen"


def _other_keys(before: Period | Post, after: Period | Post) -> Iterator[str]:
    """Name the measures that a key goes by at other dates than before."""
    old, new = (each.split.measures if each.split else () for each in (before, after))
    yield from (f"mätningen {each.called}" for each in new if each.date and each not in old)


def _at_one_date(where: Period | Post) -> Fordelning | None:
    """Give a key as it is whatever the dates of its measures."""
    return where.fordelning and remeasured(where.fordelning, lambda _: dt.date.min)


def _kronor(kronor: int) -> str:
    """Write kronor as they are typed: what is written here stands in a file."""
    return f"{_spaced(number(kronor))} kr"


def _spaced(text: str) -> str:
    return text.replace(NBSP, " ")
