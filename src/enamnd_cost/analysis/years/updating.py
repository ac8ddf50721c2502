"""A proposal brought up to date: its figures as the model gives them now, and nothing else.

What is not the model's to decide stays, and is told: a cost that differs from the income on
purpose, a line that cannot be computed, words that were written about a figure that is another now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from enamnd_cost.analysis.year import Computed, unknown_years
from enamnd_cost.analysis.years.proposal import proposal
from enamnd_cost.asking import Wish, ask
from enamnd_cost.model.budget import Budget, Budgetpost, Utanfor
from enamnd_cost.model.data import Data, budget_file
from enamnd_cost.model.problem import Problem
from enamnd_cost.swedish import number

At = tuple[str, str]  # the table that a line stands in, and its service
Line = Mapping[str, int | str | None]
WORDS = {"intakt": "intäkt", "kostnad": "kostnad", "belopp": "belopp", "underlag": "underlag"}
WRITTEN = ("kalla", "harledning")  # what a line says in words of its figures
TABLES = {"tjanst": "i budgeten", "utanfor": "utanför budgeten"}


class Update(NamedTuple):
    """What is to change in a proposal's file, and what is to be said of it.

    ``changed`` are the keys of lines that are there, None for one that goes; ``new`` are lines that
    come, ``gone`` those that go. ``total`` (kronor) is None where ``summa`` stays. ``said`` tells
    each change in a line of Swedish, ``left`` what stays though it is not the model's.
    """

    changed: Mapping[At, Line]
    new: Mapping[At, Line]
    gone: tuple[At, ...]
    total: int | None
    said: tuple[str, ...]
    left: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Tell whether the file is as it should be."""
        return not (self.changed or self.new or self.gone) and self.total is None


def refusal(data: Data, year: int) -> list[Problem]:
    """Say why the budget of ``year`` cannot be brought up to date, if it cannot.

    There is none (EK004), or it is decided, and no longer the model's to change (EK017).
    """
    if unknown := unknown_years(data, [year]):
        return unknown
    if data.budgetar[year].status == "forslag":
        return []
    text = f"budget {year} är beslutad, så dess tal skrivs inte om efter modellen"
    remedy = (
        f"{ask(Wish.CHECK, year)} säger vad som skiljer; är den ett förslag igen, skriv "
        'status = "forslag"'
    )
    return [Problem("EK017", budget_file(year), text, remedy, ("status",))]


def update(computed: Computed, year: int) -> Update:
    """Compare a year's budget with what the model gives now, line by line."""
    budget = computed.data.budgetar[year]
    wanted = proposal(computed, budget, year)
    changed, said, left = dict[At, Line](), list[str](), list[str]()
    for at, line in budget.lines.items():
        if now := wanted.lines.get(at):
            keys = _changes(line, now)
            if keys:
                changed[at] = keys
                said.append(f"{at[1]}: {', '.join(_told(line, keys))}")
            left += _left(at[1], line, now)
    new = {at: _figures(line) for at, line in wanted.lines.items() if at not in budget.lines}
    gone = tuple(at for at in budget.lines if at not in wanted.lines)
    said += [f"{at[1]}: ny rad {TABLES[at[0]]}, {_as_text(line)}" for at, line in new.items()]
    said += [_why_gone(computed.data, budget, year, at) for at in gone]
    total = wanted.summa
    if total is None:
        unknown = ", ".join(name for name, line in wanted.tjanst.items() if line.saknas)
        left += [f"summa lämnas som den är: {unknown} går inte att räkna ut än"]
    elif budget.summa is None:
        said.append(f"summa {_kr(total)}")
    elif total != budget.summa:
        said.append(f"summa {_kr(budget.summa)} → {_kr(total)}")
    return Update(
        changed, new, gone, None if total == budget.summa else total, tuple(said), tuple(left)
    )


def _changes(line: Budgetpost | Utanfor, now: Budgetpost | Utanfor) -> Line:
    """Give the keys of a line that become others; an amount that cannot be computed stays."""
    before, after = _figures(line), _figures(now)
    if now.saknas:
        return {}
    if before.get("kostnad") != before.get("intakt"):
        after["kostnad"] = before["kostnad"]  # decided by hand: not the municipalities' part
    keys = dict.fromkeys((*before, *after))
    return {name: after.get(name) for name in keys if after.get(name) != before.get(name)}


def _figures(line: Budgetpost | Utanfor) -> dict[str, int | str | None]:
    given = {name: getattr(line, name, None) for name in ("saknas", *WORDS)}
    return {name: value for name, value in given.items() if value is not None}


def _told(line: Budgetpost | Utanfor, keys: Line) -> Iterator[str]:
    """Say what becomes of each figure of a line."""
    for name, value in keys.items():
        before = getattr(line, name)
        if name == "saknas":
            yield "luckan fylls"
        elif before is None:
            yield f"{WORDS[name]} {_kr(value)}"
        elif value is None:
            yield f"underlag {_kr(before)} tas bort, tjänstens fil har inget"
        else:
            yield f"{WORDS[name]} {_kr(before)} → {_kr(value)}"


def _left(service: str, line: Budgetpost | Utanfor, now: Budgetpost | Utanfor) -> Iterator[str]:
    """Say what stays of a line though the model does not give it, or though a figure is other."""
    if now.saknas:
        yield f"{service}: lämnas som den är, {now.saknas}"
        return
    before, after = _figures(line), _figures(now)
    cost, model = before.get("kostnad"), after.get("kostnad")
    if cost not in (before.get("intakt"), model):
        yield (
            f"{service}: kostnad {_kr(cost)} lämnas, för den skilde sig från intäkten också förut; "
            f"kommunerna betalar {_kr(model)}"
        )
    if _changes(line, now):
        for name in WRITTEN:
            if words := getattr(line, name, None):
                yield f'{service}: läs om {name}, som står kvar: "{words}"'


def _why_gone(data: Data, budget: Budget, year: int, at: At) -> str:
    """Say that a line is taken away, with what stood in it, and why it stands for nothing."""
    table, service = at
    tjanst = data.tjanster[service]
    period = tjanst.period_in(year)
    if period is None:
        why = f"tjänsten har ingen period som gäller {year}"
    elif period.saknas:
        why = f"uppgift saknas för {year}: {period.saknas}"
    elif period.exempel:
        why = f"{year} är ett exempel"
    else:
        why = f"tjänsten ligger {TABLES['tjanst' if tjanst.i_budget else 'utanfor']}"
    line = budget.lines[at]
    was = _as_text(_figures(line))
    for name in WRITTEN:
        if words := getattr(line, name, None):
            was += f', {name} "{words}"'
    return f"{service}: raden {TABLES[table]} tas bort ({was}), för {why}"


def _as_text(line: Line) -> str:
    """Write a line's figures as running text."""
    told = (
        f"{WORDS[name]} {_kr(value)}" if name in WORDS else f"saknas: {value}"
        for name, value in line.items()
    )
    return ", ".join(told)


def _kr(value: object) -> str:
    assert isinstance(value, int)  # of figures that are known
    return number(value)
