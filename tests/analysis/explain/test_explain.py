"""The explanation is the computation: its lines add up to the amounts, everywhere."""

import json
import re
from fractions import Fraction
from pathlib import Path

import pytest

from enamnd_cost.analysis.explain import telling
from enamnd_cost.analysis.explain.amount import explain, explain_municipality
from enamnd_cost.analysis.explain.service import explain_service
from enamnd_cost.analysis.year import compute
from enamnd_cost.engine.plan import Node
from enamnd_cost.engine.result import ChargeStep, ShareStep, UprateStep
from enamnd_cost.files.loading import load
from enamnd_cost.model.inputs import InputKind
from enamnd_cost.model.wording import meaning
from enamnd_cost.output import prose


def replayed(step):
    """Compute a step's share anew from the figures that it shows."""
    match step:
        case ShareStep():
            return step.cost * step.weight / step.total
        case ChargeStep():
            part = Fraction(step.months.length, step.of_months)
            return Fraction(step.quantity) * step.price * part
        case UprateStep():
            share = Fraction(step.base) * step.months.length / 12
            for factor in step.factors:
                share *= 1 + factor.percent / 100
            return share
    raise TypeError(step)


def test_replaying_every_step_gives_the_allocation_back(computed):
    replays = 0
    for allocation in computed.outcome.done.values():
        for row in allocation.rows.values():
            assert sum(replayed(step) for step in row.steps) == row.exact
            assert row.amount == sum(
                turn.times * (turn.rounded.whole + turn.rounded.extra) for turn in row.roundings
            )
            replays += 1
    assert replays > 300


def test_the_lines_of_every_explanation_add_up_to_its_amount(computed):
    for node, allocation in computed.outcome.done.items():
        for code, row in allocation.rows.items():
            why = explain(computed, node, code)

            assert sum(line.exact for line in why.lines if line.exact is not None) == row.exact
            assert sum(line.amount for line in why.lines if line.amount is not None) == row.amount
            assert why.amount == row.amount


def test_the_table_of_every_service_sums_to_its_total(computed):
    for node, allocation in computed.outcome.done.items():
        whole = explain_service(computed, node)

        assert sum(share.amount for share in whole.shares) == allocation.total == whole.total


def test_the_reasons_of_every_municipality_sum_to_what_it_pays(computed, data):
    for year in data.years:
        result = computed.year(year)
        for code in data.kommuner.codes:
            reasons = explain_municipality(computed, year, code).reasons
            inside = [reason.amount for reason in reasons if reason.service.in_budget]
            assert sum(inside) == result.per_municipality[code]


def said(run, *arguments):
    ran = run("explain", *arguments, cwd=Path(__file__).parents[3])
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout.replace("\xa0", " ")


def test_half_of_the_cost_equal_and_half_by_population(run):
    text = said(run, "2023", "soc-forvaltning", "boden")

    assert "Boden betalar 265 500 kr" in text
    assert "1/14 av 1 444 000 kr (hälften av 2 888 000 kr)" in text
    assert "Folkmängd 2020-12-31: 28 060 av 249 614 invånare" in text
    assert "265 468,0472… kr uppåt till jämna 100 kr: 265 400 + 100 = 265 500 kr" in text
    assert "Beslut: Budget 2023, bilaga till protokoll, 2022-06-22, § 12" in text
    assert "50/50 betyder att hälften av kostnaden behandlas som fast" in text


def test_a_months_rounding(run):
    text = said(run, "2023", "datacenter", "lulea")

    assert "19 100 + 100 = 19 200 kr; 19 200 × 12 = 230 400 kr" in text


def test_back_through_proportions_and_uprating_to_the_cost_items(run):
    text = said(run, "2024", "verksamhetsutvecklare", "kiruna")

    steps = [
        "Kiruna betalar 83 900 kr",
        "80 300 av 991 800, av 1 036 100 kr",
        "Kiruna betalar 80 300 kr",
        "Index AKI 2023 (härledd): 5,75 %",
        "75 900 kr från 2022 × 1,0575 (AKI 2023: 5,75 %) = 80 264,25 kr",
        "Kiruna betalar 75 900 kr",
        "Lika del: 490 000 kr",
        "Del efter folkmängd: 446 500 kr",
    ]
    places = [text.find(step) for step in steps]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize(
    "arguments",
    [
        ("2023", "soc-forvaltning", "boden"),
        ("2023", "datacenter"),
        ("2024", "verksamhetsutvecklare"),
    ],
    ids=" ".join,
)
def test_every_place_is_a_line_that_says_so(run, arguments):
    root = Path(__file__).parents[3]
    places = re.findall(r"(data/[\w/-]+\.toml):(\d+)", said(run, *arguments))

    assert len(places) > 2
    for file, line in places:
        source = (root / file).read_text(encoding="utf-8").splitlines()[int(line) - 1]
        assert "=" in source or source.startswith("["), (file, line)


def test_the_place_of_a_population_is_the_municipalitys_own_line(run):
    text = said(run, "2023", "soc-forvaltning", "boden")
    line = int(re.search(r"kommuner\.toml:(\d+)", text)[1])
    source = (Path(__file__).parents[3] / "data/kommuner.toml").read_text().splitlines()

    assert source[line - 1] == "boden = 28_060"


def test_largest_remainder_tells_who_got_the_units_and_who_did_not(run):
    got, missed = (said(run, "2024", "e-arkiv", who) for who in ("kiruna", "boden"))

    assert "28 000 + 1 000 = 29 000 kr" in got
    assert "5 000 kr blev över och gick, 1 000 kr var, till Kiruna, " in got
    assert ", som har större rest" in missed
    assert "Kiruna" in missed


def test_a_tie_is_told(copied):

    path = copied / "tjanster" / "prov.toml"
    path.write_text(
        'namn = "Prov"\nkort = "Prov"\ni_budget = false\n\n[[period]]\nfran = 2024\n'
        'belopp = 1_000\nfordelning = "lika"\ndeltagare = ["boden", "kalix", "pitea"]\n',
        encoding="utf-8",
    )
    data, _ = load(copied)
    why = explain(compute(data, [2024]), Node("prov", 2024), "2582")

    text = why.lines[-1].text.replace("\xa0", " ")

    assert "gick till Kalix" in text
    assert "Kalix, Piteå och Boden har lika stor rest" in text


def test_each_measured_item_has_the_place_and_source_of_its_own_measures(copied):
    measures = (
        'namn = "{0}"\nenhet = "st"\n\n[[matning]]\nar = 2024\nsumma = 5\nkalla = "Faktura {0}"\n\n'
        "[matning.varde]\nboden = 2\nkalix = 3\n"
    )
    for name in ("Samtal", "Bilder"):
        (copied / "matt" / f"{name.lower()}.toml").write_text(measures.format(name))
    (copied / "tjanster" / "prov.toml").write_text(
        'namn = "Prov"\nkort = "Prov"\ni_budget = false\n\n[[period]]\nfran = 2024\n'
        'deltagare = ["boden", "kalix"]\nkalla = "Avtal"\npost = [\n'
        '  { namn = "Telefoni", fordelning = { matt = "samtal", pris = 10 } },\n'
        '  { namn = "Utskrift", fordelning = { matt = "bilder" }, underlag = 100 },\n]\n'
    )
    data, problems = load(copied)
    assert problems == []
    why = explain(compute(data, [2024]), Node("prov", 2024), "2582")

    found = [(line.place, line.source) for line in why.lines if line.exact is not None]

    line = ("matning", 0, "varde", "boden")
    assert found == [
        (("matt/samtal.toml", line), "Faktura Samtal"),
        (("matt/bilder.toml", line), "Faktura Bilder"),
    ]


def test_all_that_a_municipality_pays(run):
    text = said(run, "2024", "Övertorneå")

    assert "Övertorneå betalar 372 100 kr till budget 2024" in text
    assert (
        "1/14 av 254 150 kr i lika delar och 4 217/249 614 av 254 150 kr (folkmängd 2020-12-31)"
        in text
    )
    assert "Summa: 372 100 kr" in text


def test_json_has_the_steps_and_what_it_builds_on(run):
    content = json.loads(said(run, "2024", "verksamhetsutvecklare", "kiruna", "--format", "json"))

    assert content["schema"] == "enamnd-cost/explanation/1"
    assert content["belopp"] == 83_900
    (before,) = content["bygger_pa"]
    assert sum(Fraction(s["exakt"]) for s in before["steg"] if "exakt" in s) == Fraction(
        before["exakt"]
    )
    assert before["bygger_pa"][0]["belopp"] == 75_900


@pytest.mark.parametrize(
    "arguments", [("2023", "e-arkiv", "boden"), ("2023", "e-arkiv"), ("2023", "boden")]
)
@pytest.mark.parametrize("form", ["json", "md"])
def test_every_kind_of_explanation_has_every_form(run, arguments, form):
    text = said(run, *arguments, "--format", form)

    assert "36 000" in text or "36000" in text


def test_a_narrow_window_never_breaks_an_amount(computed):

    why = explain(computed, Node("soc-forvaltning", 2023), "2582")
    parts = list(telling.of_amount(why, lambda file, _: file))

    text = prose.as_text(parts, computed.data, 40)

    for amount in ("265\xa0500", "2\xa0888\xa0000", "162\xa0325,1900…"):
        assert amount in text


def test_every_period_of_every_service_says_what_it_means(data):
    for tjanst in data.tjanster.values():
        for period in tjanst.period:
            assert meaning(period).endswith(".")


FEE = """namn = "Prov"
kort = "Prov"
i_budget = false

[[period]]
fran = 2024
deltagare = ["boden", "kalix"]
avrundning = { till = 100, metod = "storsta_rest", per = "manad" }
kalla = "Prov"

[[period.post]]
namn = "Drift"
underlag = 24_000
fordelning = "lika"

[[period.post]]
namn = "Start"
fordelning = { avgift = 40_050, start = { kalix = 2024-10-01 } }
"""


def test_a_fee_that_is_paid_once_is_told_apart_from_what_is_rounded(run, copied):
    (copied / "tjanster/prov.toml").write_text(FEE, encoding="utf-8")

    said = run("explain", "2024", "prov", "kalix", "--data", copied).stdout
    table = run("explain", "2024", "prov", "--data", copied).stdout

    said, table = (each.replace("\N{NO-BREAK SPACE}", " ") for each in (said, table))
    assert "40 050 kr betalas en enda gång och avrundas inte" in said
    assert "52 050 kr" in said
    assert "Kalix (engångsavgift)" in table


def test_who_takes_part_in_what_is_uprated_is_said_though_the_period_does_not(copied):
    (copied / "tjanster" / "ny.toml").write_text(
        'namn = "Ny"\nkort = "Ny"\ni_budget = false\n[[period]]\nfran = 2023\n'
        "fordelning = { belopp = { boden = 20_000, kalix = 10_000 } }\n"
        'deltagare = ["boden", "kalix"]\n[[period]]\nfran = 2024\n'
        'uppraknas = { fran = 2023, index = "PKV" }\n'
        'avrundning = { till = 100, metod = "uppat" }\n',
        encoding="utf-8",
    )
    data, problems = load(copied)
    assert problems == []
    inputs = compute(data, [2024]).inputs[Node("ny", 2024)]
    who = [each.value for each in inputs if each.kind is InputKind.PARTICIPANTS]
    assert who == ["2 av 14: Boden, Kalix"]
