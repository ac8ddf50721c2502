"""Invoices: they are the allocation, and with what was invoiced before they are what is right."""

import random
import re
from collections import Counter
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.naive.making import a_world, fill_budgets
from tests.naive.writing import write

from enamnd_cost.analysis.invoicing.basis import invoicing
from enamnd_cost.analysis.invoicing.lines import Line, lines_of, vat_of
from enamnd_cost.analysis.invoicing.memory import WAYS, left
from enamnd_cost.analysis.invoicing.report import sums
from enamnd_cost.analysis.year import compute
from enamnd_cost.files.loading import load
from enamnd_cost.model.fakturering import PARTS
from enamnd_cost.model.invoiced import Basis, Earlier, Key

WHENS = [when for when in PARTS if when != "leverantor"]


def worlds(folder, seeds):
    """Random sound folders: joiners, leavers, refunds, fees and limits are among them."""
    for seed in seeds:
        place = folder / str(seed)
        world = a_world(seed)
        fill_budgets(world)
        write(world, place)
        yield place


def asked_for(result):
    """Add up the lines by service and municipality."""
    found = Counter()
    for line in lines_of(result):
        found[line.key.service, line.key.code] += line.amount
    return {at: kronor for at, kronor in found.items() if kronor}


def amounts(result):
    return {
        (service.id, code): kronor
        for service in result.services
        if not service.example
        for code, kronor in service.allocation.amounts.items()
        if kronor
    }


@pytest.mark.parametrize("when", WHENS)
def test_the_periods_of_a_year_are_its_allocation_for_everyone(when, tmp_path):
    for place in worlds(tmp_path, range(2_000, 2_012)):
        for path in (place / "budget").iterdir():
            text = path.read_text(encoding="utf-8")
            path.write_text(f'fakturering = "{when}"\n{text}', encoding="utf-8")
        data, problems = load(place)
        assert problems == []
        for year in data.years:
            result = compute(data, [year]).year(year)
            lines = list(lines_of(result))

            assert asked_for(result) == amounts(result)
            assert len({line.key for line in lines}) == len(lines)
            assert {line.key.period for line in lines} <= set(periods(year, when))


def periods(year, when):
    letter = {"halvar": "H", "tertial": "T", "kvartal": "K"}.get(when)
    if letter:
        return [f"{year}-{letter}{n}" for n in range(1, PARTS[when] + 1)]
    if when == "manad":
        return [f"{year}-M{n:02d}" for n in range(1, 13)]
    return [f"{year}-slut" if when == "arets_slut" else str(year)]


def test_what_a_supplier_invoices_is_in_no_line_and_stands_apart(computed):
    made = invoicing(computed.year(2022))

    assert "datacenter" not in {line.key.service for line in made.lines}
    assert [service.id for service in made.direct] == ["datacenter"]
    assert sum(line.amount for line in made.lines if line.key.service != "projekt-hr") == 5_034_600


CODES, SERVICES = ("2580", "2581", "2582"), ("drift", "stod")
RATES = (None, Decimal(0), Decimal(25), Decimal("12.5"))


@st.composite
def a_year(draw):
    """What is right at one time: some keys, each with an amount and a rate."""
    keys = [Key(c, s, p) for c in CODES for s in SERVICES for p in ("2024-K1", "2024-K2")]
    chosen = draw(st.lists(st.sampled_from(keys), unique=True))
    return [
        line(key, draw(st.integers(-999, 999).filter(bool)), draw(st.sampled_from(RATES)))
        for key in chosen
    ]


def line(key, amount, rate):
    return Line(key, key.service, None, None, None, None, amount, rate, vat_of(amount, rate), "§ 1")


def written(number, lines):
    """What was asked for, as it is read back."""
    earlier = tuple(
        Earlier(each.key, each.key.code, each.service, each.amount, each.rate, each.vat)
        for each in lines
    )
    return Basis("", "N", 2024, "", str(number), (), earlier)


def by_key(lines):
    money = Counter()
    for each in lines:
        money[each.key, each.rate, "kr"] += each.amount
        money[each.key, each.rate, "moms"] += each.vat
    return {at: kronor for at, kronor in money.items() if kronor}


@given(st.lists(a_year(), min_size=1, max_size=6), st.sampled_from(WAYS))
def test_invoiced_and_corrections_are_what_is_right_after_any_revisions(years, way):
    bases = []
    for number, right in enumerate(years):
        bases.append(written(number, left(right, bases, way)))
        assert by_key(each for basis in bases for each in basis.lines) == by_key(right)
        assert list(left(right, bases, way)) == []


@given(a_year(), a_year(), st.sampled_from(WAYS))
def test_a_period_that_is_not_asked_for_waits_but_what_is_wrong_is_corrected(first, then, way):
    bases = [written(0, left(first, [], way, ["2024-K1"]))]
    lines = list(left(then, bases, way, ["2024-K1"]))
    done = {each.key for each in bases[0].lines}

    for each in lines:
        assert each.key.period == "2024-K1"
    assert by_key([*bases[0].lines, *lines]) == by_key(
        each for each in then if each.key.period == "2024-K1" or each.key in done
    )


@given(a_year(), st.sampled_from(RATES[1:]), st.sampled_from(RATES[1:]))
def test_another_rate_is_credited_in_full(right, one, other):
    before = [line(each.key, each.amount, one) for each in right]
    after = [line(each.key, each.amount, other) for each in right]
    lines = list(left(after, [written(0, before)]))

    if one == other:
        assert lines == []
    else:
        kinds = Counter(each.kind for each in lines)
        assert kinds["skillnad"] == 0
        assert kinds["kredit"] == sum(bool(each.amount) for each in right)


@given(st.integers(-(10**9), 10**9), st.sampled_from([*RATES, Decimal("0.01"), Decimal(6)]))
def test_vat_is_to_the_nearest_ore_with_halves_away_from_zero(amount, rate):
    vat = vat_of(amount, rate)
    exact = Fraction(amount) * Fraction(rate or 0) / 100

    assert vat == vat.quantize(Decimal("0.01"))
    assert abs(Fraction(vat) - exact) <= Fraction(1, 200)
    assert vat_of(-amount, rate) == -vat
    if abs(Fraction(vat) - exact) == Fraction(1, 200):
        assert abs(Fraction(vat)) > abs(exact)


@given(a_year())
def test_the_invoice_is_the_sum_of_its_lines(lines):
    whole = sums(lines)

    assert whole.gross == sum((each.gross for each in lines), Decimal(0))
    assert whole.gross == whole.amount + whole.vat


def test_a_revised_folder_of_any_kind_is_corrected_to_the_krona(tmp_path):
    """Invoice by quarter, change the data in some way, and invoice what is left."""
    chosen = random.Random(14)
    for place in worlds(tmp_path, range(3_000, 3_006)):
        bases = []
        for _ in range(3):
            data, problems = load(place)
            assert problems == []
            year = max(data.years)
            result = compute(data, [year]).year(year)
            made = invoicing(result, bases, chosen.choice(WAYS))
            bases.append(written(made.id, made.lines)._replace(counted=made.counted))
            invoiced = Counter()
            for each in (each for basis in bases for each in basis.lines):
                invoiced[each.key.service, each.key.code] += each.amount
            assert {at: kr for at, kr in invoiced.items() if kr} == asked_for(result)
            budget = place / "budget" / f"{year}.toml"
            text = re.sub(r"^fakturering = .*\n", "", budget.read_text(encoding="utf-8"))
            budget.write_text(f'fakturering = "{chosen.choice(WHENS)}"\n{text}', encoding="utf-8")
