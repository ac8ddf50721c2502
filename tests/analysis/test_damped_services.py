"""A damped service through files: explained, compared, varied, rolled on, in scenarios."""

import json
import re
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from tests.conftest import rewrite

from enamnd_cost.analysis.compare.causes import Cause, causes
from enamnd_cost.analysis.year import compute
from enamnd_cost.engine.plan import Node
from enamnd_cost.files.loading import load
from enamnd_cost.output.schemas import schema

KOMMUNER = """namnd = "Nämnden"
[[kommun]]
id = "boden"
kod = "2582"
namn = "Boden"
[[kommun]]
id = "lulea"
kod = "2580"
namn = "Luleå"
[[kommun]]
id = "pitea"
kod = "2581"
namn = "Piteå"
[[folkmangd]]
datum = 2022-12-31
summa = 100_000
kalla = "SCB"
invanare = { boden = 20_000, lulea = 50_000, pitea = 30_000 }
[[folkmangd]]
datum = 2023-12-31
summa = 100_000
kalla = "SCB"
invanare = { boden = 19_000, lulea = 52_000, pitea = 29_000 }
"""
FIRST = """namn = "Drift"
kort = "Drift"
[[period]]
fran = 2022
underlag = 300_000
fordelning = "lika"
kalla = "Budget 2022"
"""
DAMPED = """[[period]]
fran = 2023
underlag = 300_000
fordelning = "invanare"
folkmangd = 2022-12-31
dampning = { lagst_procent = 10 }
kalla = "Budget 2023"
"""
FOLLOWS = """namn = "Stöd"
kort = "Stöd"
[[period]]
fran = 2023
belopp = 60_000
fordelning = { som = "drift" }
kalla = "Avtal"
"""
INDEX = """[[serie]]
id = "AKI"
namn = "AKI"
[[serie.varde]]
ar = 2025
procent = 2
status = "definitiv"
kalla = "SCB"
"""
COSTS = {"drift": 300_000, "stod": 60_000}
LAST = 2026


def write(folder, drift=FIRST + DAMPED, cost=300_000):
    """Write a board with two services, one of which follows the damped one."""
    files = {"kommuner.toml": KOMMUNER, "index.toml": "", "tjanster/drift.toml": drift}
    files["tjanster/stod.toml"] = FOLLOWS
    for year in range(2022, LAST + 1):
        lines = [f'ar = {year}\nstatus = "forslag"\nkalla = "Budget {year}"']
        for name, kr in COSTS.items():
            kronor = cost if name == "drift" and year > 2022 else kr
            if name == "drift" or year > 2022:
                lines.append(f"[tjanst.{name}]\nintakt = {kronor}\nkostnad = {kronor}")
        files[f"budget/{year}.toml"] = "\n".join(lines)
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def board(tmp_path):
    return write(tmp_path / "data")


def computed(folder):
    data, problems = load(folder)
    assert not problems
    return compute(data, data.years)


def amounts(folder, service="drift"):
    done = computed(folder).outcome.done
    return {
        node.year: [each.amounts[code] for code in ("2582", "2580", "2581")]
        for node, each in sorted(done.items())
        if node.service == service
    }


def test_each_year_goes_on_from_the_year_before_until_all_is_reached(board):
    assert amounts(board) == {
        2022: [100_000, 100_000, 100_000],
        2023: [90_000, 120_000, 90_000],
        2024: [81_000, 129_000, 90_000],
        2025: [72_900, 137_100, 90_000],
        2026: [65_610, 144_390, 90_000],
    }


def test_the_first_year_may_start_in_an_earlier_one(tmp_path):
    other = FIRST.replace("2022", "2021") + FIRST[FIRST.index("[[period]]") :].replace(
        '"lika"', "{ vikter = { boden = 1, lulea = 9, pitea = 2 } }"
    )
    damped = DAMPED.replace("10 }", "10, fran = 2021 }")
    found = amounts(write(tmp_path / "fran", other + damped))

    assert found[2021] == [100_000] * 3
    assert found[2022] == [25_000, 225_000, 50_000]
    assert found[2023] == amounts(write(tmp_path / "utan"))[2023]


def test_who_follows_it_follows_what_is_paid(board):
    drift, stod = amounts(board), amounts(board, "stod")

    for year in range(2023, LAST + 1):
        assert [round(kr / 5) for kr in drift[year]] == stod[year]


@pytest.mark.parametrize(("before", "after"), [(2022, 2023), (2023, 2024), (2022, 2026)])
@pytest.mark.parametrize("service", ["drift", "stod"])
def test_causes_add_up_and_mirror(board, before, after, service):
    done = computed(board).outcome.done
    sides = [done.get(Node(service, year)) for year in (before, after)]

    there, back = causes(*sides, (done, done)), causes(*sides[::-1], (done, done))

    for code in ("2580", "2581", "2582"):
        change = sum(kr * (-1) ** (n == 0) for n, side in enumerate(sides) if side
                     for kr in [side.amounts[code]])  # fmt: skip
        assert sum(effect.get(code, 0) for effect in there.values()) == change
        for cause in there:
            assert there[cause].get(code, 0) == -back[cause].get(code, 0)
    if service == "drift":
        assert sum(there[Cause.DAMPING].values()) == 0
        assert any(there[Cause.DAMPING].values())
        assert all(abs(kr) < 1 for kr in there[Cause.ROUNDING].values())


def test_without_damping_there_is_no_such_cause(tmp_path):
    plain = write(tmp_path / "data", FIRST + DAMPED.replace("dampning", "# dampning"))
    done = computed(plain).outcome.done

    found = causes(done[Node("drift", 2022)], done[Node("drift", 2023)], (done, done))

    assert Cause.DAMPING not in found


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.sampled_from(["lagst_procent", "hogst_procent", "lagst_kr", "lagst_kr_per_invanare"]),
    st.sampled_from([1, 7, 15, 40]),
    st.sampled_from([1, 10, 100]),
    st.booleans(),
    st.sampled_from([300_000, 303_000, 297_000]),
)
def test_the_sum_is_kept_in_every_year(tmp_path, key, size, unit, astray, cost):
    how = f"{{ {key} = {size}, till = {unit}, aven_at_fel_hall = {str(astray).lower()} }}"
    text = DAMPED.replace("{ lagst_procent = 10 }", how).replace("300_000", str(cost))
    text = text.replace("folkmangd", "avrundning = { till = 100 }\nfolkmangd")
    found = computed(write(tmp_path / "data", FIRST + text, cost))

    assert {failure.error.code for failure in found.outcome.failures} <= {"EK321", "EK306"}
    for node, allocation in found.outcome.done.items():
        if node.service == "drift" and node.year > 2022:
            assert allocation.total == cost
            for row in allocation.rows.values():
                assert row.amount == sum(step.amount for step in row.roundings) + row.damped


def read(ran):
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.replace("\N{NO-BREAK SPACE}", " ")


def test_it_is_explained_to_the_krona(board, run):
    told = read(run("explain", "2023", "drift", "boden", "--data", board))
    whole = json.loads(read(run("explain", "2023", "drift", "--format", "json", "--data", board)))
    one = json.loads(
        read(run("explain", "2023", "drift", "boden", "--format", "json", "--data", board))
    )

    assert "60 000 kr utan dämpning, 100 000 kr 2022, så minst 90 000 kr: gränsen håller" in told
    assert sum(step.get("belopp", 0) for step in one["steg"]) == one["belopp"] == 90_000
    table = {row["kommun"]: row for row in whole["tabell"]}
    assert table["2582"]["dampning"] == {
        "fran": 2022, "betalade": 100_000, "utan_dampning": 60_000, "lagst": 90_000, "hogst": None,
        "lagger_till": 30_000, "varfor": "halls",
    }  # fmt: skip
    assert table["2580"]["dampning"]["varfor"] == "vantar"
    assert sum(row["dampning"]["lagger_till"] for row in table.values()) == 0
    for made in (whole, one):
        Draft7Validator(schema("explanation")).validate(made)


@pytest.mark.parametrize("form", ["csv", "md"])
def test_the_table_of_a_damped_service_adds_up_in_every_form(board, run, form):
    told = read(run("explain", "2024", "drift", "--format", form, "--data", board))

    for word in ("Utan dämpning", "2023", "Dämpning"):
        assert word in told


def test_rounding_does_not_take_damping_for_rounding(board, run):
    told = read(run("rounding", "2023", "--data", board))

    assert "Det som dämpningen flyttar är med i det exakta" in told
    assert re.search(r"^Boden +108 000,00 +108 000 +0,00$", told, re.MULTILINE)


def test_a_scenario_is_damped_from_the_base_s_year_before(board, run, tmp_path):
    file = tmp_path / "prov.toml"
    file.write_text(
        'namn = "Prov"\nmotiv = "Prov."\nbas = 2024\n[tjanst.drift]\nunderlag = 330_000\n',
        encoding="utf-8",
    )
    told = read(run("explain", "2024", "drift", "boden", "--scenario", file, "--data", board))

    assert "66 000 kr utan dämpning, 90 000 kr 2023, så minst 81 000 kr" in told


def test_the_start_of_a_damping_is_not_taken_again_in_a_scenario_of_a_later_year(tmp_path, run):
    board = write(tmp_path / "data", FIRST + DAMPED.replace("10 }", "10, fran = 2022 }"))
    change = ["--andra", "drift=+1%"]
    told = read(run("explain", "2025", "drift", "boden", *change, "--data", board))

    assert "81 000 kr 2024, så minst 72 900 kr" in told


def test_a_later_damping_may_be_phased_in_too(board, run, tmp_path):
    file = tmp_path / "prov.toml"
    key = "{ procent = { boden = 40, lulea = 30, pitea = 30 } }"
    file.write_text(
        f'namn = "Prov"\nmotiv = "Prov."\nbas = 2024\n[tjanst.drift]\nfordelning = {key}\n'
        "[infasning]\nhogst_kr = 1_000\n",
        encoding="utf-8",
    )
    told = read(run("compare", "2024", file, "--data", board))

    assert "Infasning" in told
    assert "högst +1 000 kr om året" in told


def test_two_way_rounding_of_what_is_damped_is_refused(board, run):
    rewrite(board / "tjanster" / "stod.toml", ('{ som = "drift" }', '"lika"'))
    ran = run("rounding", "2024", "--tvavags", "1", "--data", board)

    assert ran.returncode == 2
    assert "EK323" in ran.stdout + ran.stderr


@pytest.mark.parametrize("rule", ['index = "AKI"', "ny_folkmangd = true"])
def test_a_draft_goes_on_damping_from_year_to_year(tmp_path, run, rule):
    text = (FIRST + DAMPED).replace("10 }", "10, fran = 2022 }")
    text = text.replace('kort = "Drift"\n', f'kort = "Drift"\n{rule}\n')
    board = write(tmp_path / "data", text)
    (board / "index.toml").write_text(INDEX, encoding="utf-8")
    for year in (2025, 2026):
        (board / "budget" / f"{year}.toml").unlink()
    told = read(run("roll", "2024", "--data", board))

    assert re.search(r"^\+dampning = { lagst_procent = 10(\.0)? }$", told, re.MULTILINE)
    assert Counter(re.findall(r"^\+fran = .*$", told, re.MULTILINE)) == {"+fran = 2025": 1}


def test_agreed_amounts_that_are_damped_cannot_be_uprated(tmp_path, run):
    text = (FIRST + DAMPED).replace('kort = "Drift"\n', 'kort = "Drift"\nindex = "AKI"\n')
    agreed = "{ belopp = { boden = 60_000, lulea = 150_000, pitea = 90_000 } }"
    text = text.replace('"invanare"', agreed).replace("folkmangd = 2022-12-31\n", "")
    before, after = text.split("fran = 2023")
    board = write(
        tmp_path / "data", f"{before}fran = 2023{after.replace('underlag = 300_000', '')}"
    )
    (board / "index.toml").write_text(INDEX, encoding="utf-8")
    for year in (2025, 2026):
        (board / "budget" / f"{year}.toml").unlink()
    ran = run("roll", "2024", "--data", board)

    assert "EK017" in ran.stdout + ran.stderr
    assert "dämpade belopp" in ran.stdout + ran.stderr


def test_what_is_varied_is_shown_as_paid(board, run):
    told = read(run("sweep", "2024", "lika", "drift", "--data", board))

    assert "Tjänsten är dämpad" in told


def test_a_buy_in_leaves_what_damping_has_moved(board, run):
    """The newcomer, who comes in within a year, is none of what the others damp between them."""
    rewrite(board / "tjanster" / "drift.toml", ("kalla", 'deltagare = ["boden", "lulea"]\nkalla'))
    rewrite(board / "tjanster" / "stod.toml", ('{ som = "drift" }', '"lika"'))
    buy_in = ["buy-in", "drift", "pitea", "2025-07-01", "--data", board]
    damped = read(run(*buy_in))
    rewrite(board / "tjanster" / "drift.toml", ("dampning = ", "# dampning = "))

    plain = read(run(*buy_in))

    note = "Det som dämpningen har flyttat mellan kommunerna är inte med: det ändras inte.\n"
    assert damped.replace(note, "").splitlines()[:-1] == plain.splitlines()[:-1]
    assert note in damped


def test_the_folder_is_sound_by_its_own_checks(board, run):
    ran = run("check", "--data", board)

    assert "EK32" not in ran.stdout + ran.stderr


def test_what_an_allocation_says_of_damping_adds_up(board, run):
    made = json.loads(read(run("allocate", "2023", "--format", "json", "--data", board)))

    (drift,) = [each for each in made["tjanster"] if each["id"] == "drift"]
    assert sum(each["dampning"] for each in drift["fordelning"]) == 0
    assert [each["dampning"] for each in drift["fordelning"] if each["kommun"] == "2582"] == [
        30_000
    ]
    Draft7Validator(schema("allocation")).validate(made)
