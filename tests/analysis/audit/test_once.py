"""One slip, one finding: what follows from it is told with it, and nothing is told against it."""

import pytest

from enamnd_cost.analysis.audit.findings import NOTE
from enamnd_cost.analysis.audit.run import sentence


def told(found):
    return [(f.code, f.place.row, f.place.column) for f in found.findings if f.level != NOTE]


# A sum and the per cent that it gives

USED = """\
Uppföljning 2031
Post;Budget;Utfall;Förbrukat %
Arkiv;100 000;67 000;67,0
Drift;200 000;120 000;60,0
Lön;310 000;200 000;64,5
Summa;610 000;387 000;63,4
"""


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("610 000;387 000;63,4", []),
        ("640 000;387 000;63,4", [("EK505", 6, 2)]),
        ("610 000;407 000;63,4", [("EK505", 6, 3)]),
        ("610 000;387 000;52,1", [("EK526", 6, 4)]),
        ("610 000;407 000;66,7", [("EK505", 6, 3)]),  # the per cent of the wrong sum
        ("610 000;0;63,4", [("EK505", 6, 3)]),
    ],
)
def test_a_sum_that_is_wrong_is_told_and_not_the_per_cent_that_it_gives(row, expected, look):
    assert told(look(USED.replace("610 000;387 000;63,4", row))) == expected


def test_what_holds_once_another_slip_is_mended_is_said_to_be_so(look):
    text = "Avgifter\nOrt;Timmar;À-pris;Belopp\nMora;12;40;480\nOrsa;7;41;287\nHedemora;9;42;378\n"
    text += "Rättvik;8;44;352\nSumma;36;{};{}\n"

    (alone,) = look(text.format(40, "1 497")).findings
    mean, _ = look(text.format(40, "1 840")).findings

    assert "ska troligen vara 42 kr (" in alone.text.replace("\u00a0", " ")
    assert "ska troligen vara 42 kr när de andra felen är rättade" in mean.text.replace(
        "\u00a0", " "
    )


# Rows of two sides that have changed places

POSTS_2023 = {
    "Grundfinansiering": 1_127_000, "Verksamhetsutvecklare e-tjänster": 991_800,
    "Förvaltningsledare verksamhetssystem SOC": 2_888_700, "E-tjänsteplattform": 1_046_900,
    "Räddningstjänsten verksamhetssystem": 732_500, "SOC system, grund": 509_200,
    "E-arkiv": 322_000,
}  # fmt: skip
MOVED = ("Verksamhetsutvecklare e-tjänster", "E-tjänsteplattform")


def budget(year, costs):
    sides = [("intäkter", POSTS_2023), ("kostnader", POSTS_2023 | costs)]
    rows = [f"Budget {year}", "Tjänst;Belopp"]
    for side, posts in sides:
        rows += [f"{side.capitalize()};", *(f"{name};{kr}" for name, kr in posts.items())]
        rows.append(f"Summa {side};{sum(posts.values())}")
    return "\n".join(rows) + "\n"


def test_two_costs_that_have_changed_places_are_not_said_to_be_meant(look):
    a, b = MOVED
    swapped = {a: POSTS_2023[b], b: POSTS_2023[a]}

    assert told(look(budget(2023, {}))) == []
    assert told(look(budget(2023, swapped))) == [("EK517", 14, 2)]


def test_costs_that_no_budget_speaks_against_may_still_be_meant(look):
    a, b = MOVED
    found = look(budget(2039, {a: POSTS_2023[b], b: POSTS_2023[a]}))

    assert told(found) == [("EK507", 14, 2), ("EK507", 16, 2)]
    assert all("kan vara meningen" in f.text for f in found.findings)


def test_a_cost_that_is_not_the_decided_one_is_told_with_its_income(look):
    a, b = MOVED
    found = look(budget(2023, {a: POSTS_2023[a] + 1_000, b: POSTS_2023[b] - 1_000}))

    assert told(found) == [("EK507", 14, 2), ("EK507", 16, 2)]
    assert all("den beslutade budgeten är" in f.text for f in found.findings)
    assert not any("summa" in f.text.lower() for f in found.findings)


@pytest.mark.parametrize("unit", [1, 1_000])
@pytest.mark.parametrize("services", [2, 3, 7])
def test_two_names_that_have_changed_places_are_one_finding(services, unit, look, data, computed):
    """Also where the sum column is of a part of the year's budget alone."""
    used = [s for s in computed.year(2024).services if not s.example and s.allocation.amounts]
    parts = used[1 : services + 1]
    heads = ";".join(data.tjanster[each.id].namn for each in parts)
    names = data.kommuner.names
    boden, kalix = (next(c for c, name in names.items() if name == n) for n in ("Boden", "Kalix"))
    swapped = {boden: kalix, kalix: boden}
    for changed in ({}, swapped):
        text = f"Budget 2024{' (tkr)' if unit > 1 else ''}\nKommun;{heads};Summa\n"
        for code in names:
            kronor = [each.allocation.amounts.get(code, 0) for each in parts]
            figures = [(kr + unit // 2) // unit for kr in [*kronor, sum(kronor)]]
            text += ";".join(map(str, [names[changed.get(code, code)], *figures])) + "\n"

        found = [f for f in look(text).findings if f.level != NOTE]

        assert len(found) == bool(changed)
        assert all(f.what == "hela rader har bytt plats" for f in found)


@pytest.mark.parametrize(
    ("old", "new", "more"),
    [("277200", "278200", [("EK510", 5, 3)]), ("92800", "", [("EK505", 17, 4), ("EK506", 5, 8)])],
)
def test_names_that_have_changed_places_are_told_where_a_figure_is_wrong_as_well(
    old, new, more, look, data, computed
):
    used = [s for s in computed.year(2024).services if not s.example and s.allocation.amounts][1:]
    names = data.kommuner.names
    text = "Budget 2024\nKommun;" + ";".join(data.tjanster[s.id].namn for s in used) + ";Summa\n"
    columns = [[s.allocation.amounts.get(code, 0) for code in names] for s in used]
    columns.append([sum(row) for row in zip(*columns, strict=True)])
    for name, *row in zip(
        [*names.values(), "Summa"], *([*c, sum(c)] for c in columns), strict=True
    ):
        other = {"Boden": "Kalix", "Kalix": "Boden"}.get(name, name)
        text += ";".join(map(str, [other, *row])) + "\n"

    found = look(text.replace(old, new, 1))

    assert sorted(told(found)) == sorted([("EK517", 5, 2), *more])
    (swapped,) = (f for f in found.findings if f.code == "EK517")
    assert ("utom rad 5, kolumn 3" in swapped.text) == bool(new)


# A row that is missing

YEARS = """\
Inköp 2031
Post;2029;2030;2031
Arkiv;100;120;130
El;40;45;50
Drift;200;230;240
Lön;310;300;330
Summa;650;695;750
"""
FOLLOWED = """\
Uppföljning 2031
Post;Budget;Utfall;Avvikelse
Arkiv;100;120;20
El;40;35;-5
Drift;200;230;30
Lön;310;300;-10
Summa;650;685;35
"""


@pytest.mark.parametrize("text", [YEARS, FOLLOWED], ids=["years", "followed"])
def test_a_row_that_is_missing_is_told_once_with_its_columns(text, look):
    (row,) = (row for row in text.splitlines(keepends=True) if row.startswith("El;"))
    assert told(look(text)) == []

    (finding,) = look(text.replace(row, "")).findings

    assert (finding.code, finding.place.row, finding.place.column) == ("EK505", 6, 2)
    assert finding.cause == "en rad saknas"
    said = sentence(finding).replace("\u00a0", " ")
    heads = text.splitlines()[1].split(";")[2:]
    assert all(f"under Summa, {head}" in said for head in heads)


def test_a_row_that_a_sum_lacks_is_named_once(look):
    text = YEARS.replace("Summa;650;695;750", "Summa;610;650;700")

    (finding,) = look(text).findings

    assert finding.cause == "El är inte med i summan"


def test_a_single_column_that_is_wrong_is_told_as_before(look):
    (finding,) = look(YEARS.replace("695", "659")).findings

    assert (finding.place.row, finding.place.column) == (7, 3)
    assert "liksom" not in finding.text
