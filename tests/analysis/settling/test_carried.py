"""An earlier year's result in a year's budget: its own line, seen in every answer, carried once."""

import json
import tomllib

import pytest
from tests.conftest import rewrite

from enamnd_cost.analysis.compare.causes import Cause
from enamnd_cost.analysis.compare.comparison import Comparison
from enamnd_cost.analysis.scenarios.apply import of_year
from enamnd_cost.analysis.settling.carrying import Proposed, proposed
from enamnd_cost.analysis.year import compute
from enamnd_cost.engine.plan import Node
from enamnd_cost.files.loading import load

# Verksamhetsberättelsen 2021: +72 256 kr mot budget. No budget that is published has the line.
CARRIED = """namn = "Överskott 2021"
kort = "Övers. 2021"
overfort = { fran = 2021, tjanst = "grundfinansiering" }

[[period]]
fran = 2022
till = 2022
belopp = -72_256
fordelning = "lika"
kalla = "Verksamhetsberättelse 2021"
"""
LINE = "\n[tjanst.overskott-2021]\nintakt = -72_256\nkostnad = -72_256\n"


@pytest.fixture
def carrying(copied):
    """The shipped data, with the result of 2021 carried into 2022."""
    (copied / "tjanster" / "overskott-2021.toml").write_text(CARRIED, encoding="utf-8")
    budget = copied / "budget" / "2022.toml"
    rewrite(budget, ("summa = 5_034_600", "summa = 4_962_344"))
    budget.write_text(budget.read_text(encoding="utf-8") + LINE, encoding="utf-8")
    return copied


def test_the_surplus_of_2021_is_shared_in_equal_parts(carrying, quick):
    answer = json.loads(quick("allocate", "2022", "--format", "json").stdout)

    (line,) = [each for each in answer["tjanster"] if each["id"] == "overskott-2021"]
    amounts = [row["belopp"] for row in line["fordelning"]]
    assert sum(amounts) == -72_256
    assert sorted(amounts) == [-5_162] * 2 + [-5_161] * 12
    assert carrying.is_dir()


@pytest.mark.usefixtures("carrying")
def test_explain_says_what_it_is(quick):
    whole = quick("explain", "2022", "overskott-2021").stdout
    one = quick("explain", "2022", "overskott-2021", "kiruna").stdout
    bill = quick("explain", "2022", "kiruna").stdout.replace("\xa0", " ")

    for text in (whole, one):
        assert "Överfört: överskott från 2021 i Grundfinansiering" in text
        assert "Det är ingen kostnad för 2022, utan överskott från 2021" in text
        assert "betalar så mycket mindre i år" in text
    assert "Överskott 2021: −5 161 kr: överskott från 2021; 1/14 av −72 256 kr" in bill


@pytest.mark.parametrize("order", [("2022", "2023"), ("2023", "2022")])
def test_compare_puts_all_of_it_down_to_being_carried(carrying, order):
    data, problems = load(carrying)
    assert problems == []
    sides = [of_year(data, int(year))[0] for year in order]
    comparison = Comparison(*sides)

    assert list(comparison.service_causes["overskott-2021"]) == [Cause.CARRIED]
    moved = sum(comparison.causes_in_kronor[Cause.CARRIED].values())
    assert moved == (72_256 if order == ("2022", "2023") else -72_256)
    whole = sum(sum(effect.values()) for effect in comparison.causes_in_kronor.values())
    assert whole == sum(comparison.difference.values())


@pytest.mark.usefixtures("carrying")
def test_compare_has_a_column_for_it(quick):
    rows = json.loads(quick("compare", "2022", "2023", "--format", "json").stdout)

    assert "overfort" in json.dumps(rows)
    shown = quick("compare", "2022", "2023", "--i-ord").stdout.replace("\xa0", " ")
    assert "Överskott 2021: +5 161 kr (överfört över- eller underskott)" in shown


def test_settling_the_year_takes_what_was_carried_for_what_it_is(carrying, quick):
    (carrying / "utfall").mkdir(exist_ok=True)
    (carrying / "utfall" / "2022.toml").write_text(
        "ar = 2022\n[[rapport]]\nnamn = 'Bokslut'\nutfall_till = 2022-12-31\n"
        "[[rapport.post]]\ntjanst = 'grundfinansiering'\nutfall = { kostnad = 1_000_000 }\n",
        encoding="utf-8",
    )

    answer = json.loads(quick("settle", "2022", "--format", "json").stdout)

    by_id = {each["id"]: each for each in answer["tjanster"]}
    assert by_id["grundfinansiering"]["overfors"] == 65_400
    assert by_id["overskott-2021"]["skillnad"] == by_id["overskott-2021"]["reglering"] == 0
    assert by_id["overskott-2021"]["overfort_fran"] == 2021
    assert answer["summa"]["fakturerat"] == 1_065_400 - 72_256


def reported(folder, year, *posts, **more):
    """Write a report of a whole year: the cost of each service, and of groups."""
    (folder / "utfall").mkdir(exist_ok=True)
    lines = [f"ar = {year}", *more.get("groups", ())]
    lines += ["[[rapport]]", "namn = 'Bokslut'", f"utfall_till = {year}-12-31"]
    lines += [f"exempel = {more['invented']}"] if "invented" in more else []
    for key, name, cost in posts:
        lines += ["[[rapport.post]]", f"{key} = '{name}'", f"utfall = {{ kostnad = {cost} }}"]
    (folder / "utfall" / f"{year}.toml").write_text("\n".join(lines), encoding="utf-8")


GRUND = ("tjanst", "grundfinansiering", 1_000_003)
NEW = "tjanster/overfort-2024-grundfinansiering.toml"


def test_roll_proposes_what_the_agreement_carries_once_and_check_holds_it_to_the_year(
    copied, quick
):
    reported(copied, 2024, GRUND, ("tjanst", "e-arkiv", 1))

    ran = quick("roll", "2024", "--skriv")

    said = ran.stderr.replace("\xa0", " ")
    assert "Överskott 2024, Grundfinansiering: överskott 2024 på 177 397 kr" in said
    text = (copied / NEW).read_text(encoding="utf-8")
    (period,) = tomllib.loads(text)["period"]
    settled = json.loads(quick("settle", "2024", "--format", "json").stdout)
    of = {each["kod"]: each["id"] for each in settled["kommuner"]}
    assert period["fordelning"]["belopp"] == {
        of[row["kommun"]]: -row["overfors"]
        for row in settled["rader"]
        if row["tjanst"] == "grundfinansiering"
    }
    assert sum(period["fordelning"]["belopp"].values()) == -177_397
    assert not (copied / "tjanster/overfort-2024-e-arkiv.toml").exists()  # is settled instead
    data, problems = load(copied)
    assert problems == []
    assert data.budgetar[2025].tjanst["overfort-2024-grundfinansiering"].intakt == -177_397
    service = compute(data, [2025]).outcome.done[Node("overfort-2024-grundfinansiering", 2025)]
    assert sorted(service.amounts.values()) == [-12_672] * 3 + [-12_671] * 11
    assert "EK432" not in quick("check", "2025", "--bara", "overfort").stdout

    rewrite(copied / NEW, ("kiruna = -12_67", "kiruna = -12_68"))
    found = quick("check", "2025", "--bara", "overfort").stdout
    assert "EK432" in found
    remedy = "beloppen per kommun, tillsammans -177_397, i "
    assert f"{remedy}tjanster/overfort-2024-grundfinansiering.toml" in found

    for year in (2024, 2025):  # neither the line nor the result a second time
        assert proposed(data, year) == Proposed({}, {}, ())


def test_what_was_known_late_is_carried_a_year_later(copied, quick):
    reported(copied, 2023, ("tjanst", "grundfinansiering", 1_200_000))

    said = quick("roll", "2024").stderr.replace("\xa0", " ")

    assert "Underskott 2023, Grundfinansiering: underskott 2023 på 73 000 kr" in said


@pytest.mark.parametrize(
    ("posts", "more", "why"),
    [
        ([GRUND], {"invented": "true"}, "utfallet är påhittat (exempel)"),
        (
            [("grupp", "Kontoret", 2_000_000), ("tjanst", "e-arkiv", 1)],
            {
                "groups": [
                    "[[grupp]]",
                    "namn = 'Kontoret'",
                    "tjanster = ['grundfinansiering', 'soc-forvaltning']",
                ]
            },
            "resultatet 2024 överförs inte: redovisas tillsammans med andra i Kontoret",
        ),
        ([], {}, "inget av utfallet för 2024 går att reglera"),
        ([("tjanst", "grundfinansiering", 1_177_400)], {}, None),
    ],
)
def test_what_cannot_be_carried_is_said_and_not_guessed(copied, quick, posts, more, why):
    reported(copied, 2024, *posts, **more)

    ran = quick("roll", "2024")

    assert "overfort-2024" not in ran.stdout
    if why:
        assert why in ran.stderr.replace("\xa0", " ")


def test_what_nobody_can_hold_it_to_is_told(carrying, quick):
    (carrying / "utfall" / "2022.toml").unlink()  # prints the sum of the budget without it

    ran = quick("check", "2022")

    assert (ran.returncode, ran.stdout) == (0, "")
    assert "går inte att pröva mot det året: det finns ingen budget för 2021" in ran.stderr
