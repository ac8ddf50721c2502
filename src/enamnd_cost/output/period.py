"""An inferred model as a period ready for a service file."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from enamnd_cost.analysis.infer import words
from enamnd_cost.analysis.infer.answer import Answer
from enamnd_cost.analysis.infer.hypothesis import Hypothesis
from enamnd_cost.analysis.infer.keys import Kind
from enamnd_cost.analysis.infer.verdict import firmness
from enamnd_cost.analysis.year import Computed
from enamnd_cost.engine.rounding import Method, round_shares
from enamnd_cost.files.toml_text import pairs
from enamnd_cost.signs import visible
from enamnd_cost.swedish import listing, number


def as_period(answer: Answer, n: int, year: int, computed: Computed) -> bytes | None:
    """Write hypothesis ``n`` (from 0) as a ``[[period]]``.

    None if it has no whole cost, if a cell deviates by what its rounding cannot give, or if the
    table does not show whole kronor: then no period gives the table.

    Cells that do not follow are a cost item of their own, so that the period gives the table as
    it is printed.
    """
    found = answer.ranked[n]
    if found.cost is None or not found.in_kronor or not repeatable(found):
        return None
    ids = {code: computed.data.kommuner.ids[code] for code in found.amounts}
    period: dict[str, Any] = {"fran": year, **_cost(found, ids)}
    if found.kind is Kind.REDUCED:
        period["faktor"] = {ids[code]: n for code, n in found.key.fordelning["faktor"].items()}
    period["avrundning"] = {"till": found.rounding.unit, "metod": found.rounding.method.value}
    if found.rounding.monthly:
        period["avrundning"]["per"] = "manad"
    if len(found.amounts) < len(computed.data.kommuner.codes):
        period["deltagare"] = list(ids.values())
    period["kalla"] = f"Uträknad ur tabellen {visible(answer.observed.name)}; inte publicerad"
    period["harledning"] = _reasoning(answer, found, computed)
    lines = ["[[period]]", *pairs(period)]
    if found.deviations:
        odd = {ids[each.code]: each.difference for each in found.deviations}
        model = {
            "namn": "Enligt modellen",
            **({} if found.charges else {"underlag": found.cost}),
            "fordelning": _split(found, ids),
        }
        beside = {"namn": "Avvikelser", "fordelning": {"belopp": odd}, "deltagare": list(odd)}
        lines += ["", "[[period.post]]", *pairs(model)]
        lines += ["", "# Stryk posten om de avvikande rutorna är tryckfel."]
        lines += ["[[period.post]]", *pairs(beside)]
    return ("\n".join(lines) + "\n").encode()


def repeatable(found: Hypothesis) -> bool:
    """Tell whether a period gives all that deviates: whole units, and no tie that they turn.

    Whole units are left alone by every rounding: they change nobody's remainder, and with the
    total as much larger, largest remainder hands out the same units to the same.
    """
    unit = found.rounding.year_unit
    odd = {deviation.code: deviation.difference for deviation in found.deviations}
    if any(kr % unit for kr in odd.values()) or any(not d.printed for d in found.deviations):
        return False
    if not odd or found.cost is None or found.rounding.method is not Method.LARGEST_REMAINDER:
        return True
    # Equal remainders go to the largest share, and what deviates may change which that is.
    total = sum(found.key.weights.values())
    shares = {
        code: Fraction(found.cost * weight, total) + odd.get(code, 0)
        for code, weight in found.key.weights.items()
    }
    made = round_shares(shares, unit, found.rounding.method)
    return all(made[code].amount == kr + odd.get(code, 0) for code, kr in found.amounts.items())


def _cost(found: Hypothesis, ids: dict[str, str]) -> dict[str, Any]:
    """Give the cost, the total and the split; the total alone where it is handed out exactly."""
    counted = found.key.steps.date if found.key.steps else found.key.date
    date = {"folkmangd": counted} if counted else {}
    if found.deviations:
        return {"belopp": found.total + sum(d.difference for d in found.deviations), **date}
    exactly = found.charges or found.rounding.method is Method.LARGEST_REMAINDER
    cost = {} if exactly else {"underlag": found.cost}
    total = found.cost if exactly else found.total
    return {**cost, "belopp": total, "fordelning": _split(found, ids), **date}


def _split(found: Hypothesis, ids: dict[str, str]) -> Any:
    """Give the split as a file has it: its municipalities by id."""
    fordelning = found.key.fordelning
    if found.kind is Kind.REDUCED:
        fordelning = fordelning["fordelning"]
    if isinstance(fordelning, dict):
        for key in fordelning.keys() & {"procent", "belopp"}:
            return {key: {ids[code]: n for code, n in fordelning[key].items()}}
    return fordelning


def _reasoning(answer: Answer, found: Hypothesis, computed: Computed) -> str:
    """Say that it was worked out, of what, and how firmly."""
    names = computed.data.kommuner.names
    cost, cells = words.span(found), words.cells(found)
    what = "tillsammans" if found.charges else "underlag"
    said = [f"Uträknad, inte publicerad: {what} {cost} kr ger {cells} rutor."]
    if found.key.steps:
        said.append(words.limits(found))
    if found.deviations:
        odd = listing(
            f"{names[d.code]} ({number(d.printed)} kr, modellen {number(d.model)})"
            for d in found.deviations
        )
        said.append(f"Dessa följer inte: {odd}.")
    if found.missing:
        absent = listing(f"{names[code]} ({number(kr)} kr)" for code, kr in found.missing.items())
        said.append(f"Tabellen saknar rad för {absent}; periodens modell ger dem ändå belopp.")
    if answer.first is found:
        said.append(firmness(answer))
    else:
        place = next(n for n, other in enumerate(answer.ranked, 1) if other is found)
        said.append(
            f"Hypotesen är nummer {place} av {len(answer.ranked)}; av slumpmässiga tabeller passar "
            f"högst {words.chance(found)} så väl."
        )
    return " ".join(said).replace("\N{NO-BREAK SPACE}", " ")
