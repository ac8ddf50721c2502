"""A year with two decisions: every command picks one, says which, and gives what it would alone."""

import csv
import io
import json
import re
import shutil
from pathlib import Path

import openpyxl
import pytest

REVISED_FOLDER = Path(__file__).parents[2] / "examples" / "revidering" / "data"
FIRST = "Budget 2024 är här som den först beslutades; reviderad 2024-09-18."
REVISED = "Budget 2024 är här som den reviderades 2024-09-18, § 12"
DAY = "2024-09-18"
HEAD = f"""ar = 2024
beslut = {{ dokument = "Protokoll {DAY}", datum = {DAY}, paragraf = "§ 12" }}
kalla = "Protokoll {DAY} § 12"
"""
REVISION = f"""{HEAD}
[tjanst.drift]
underlag = 110_000

[budget]
summa = 141_400

[budget.tjanst.drift]
intakt = 110_200
kostnad = 110_200
underlag = 110_000
"""
OUTCOME = """ar = 2024

[[rapport]]
namn = "Delår 1"
utfall_till = 2024-06-30
prognos_per = 2024-06-30
kalla = "Rapport"

[[rapport.post]]
tjanst = "drift"
budget = { intakt = 100_200, kostnad = 100_200 }
utfall = { intakt = 50_100, kostnad = 51_000 }
prognos = { intakt = 100_200, kostnad = 102_000 }

[[rapport]]
namn = "Bokslut"
utfall_till = 2024-12-31
kalla = "Rapport"

[[rapport.post]]
tjanst = "drift"
budget = { intakt = 110_200, kostnad = 110_200 }
utfall = { intakt = 110_200, kostnad = 104_000 }

[[rapport.post]]
tjanst = "licens"
utfall = { intakt = 31_200, kostnad = 31_000 }
"""
ALONE = 'namn = "Var och en"\n[ensam]\nboden = 50_000\nlulea = 90_000\novertornea = 20_000\n'
SCENARIO = 'namn = "Lika"\nmotiv = "Prövas"\nbas = 2024\n[tjanst.drift]\nfordelning = "lika"\n'
DOCUMENT = "Kommun;Drift\nBoden;29300\nLuleå;52300\nÖvertorneå;18600\nSumma;100200\n"
COMMANDS = {
    "allocate": "allocate {}",
    "explain a service": "explain {} drift",
    "explain a member": "explain {} boden",
    "rounding": "rounding {} --tvavags 100",
    "invoice": "invoice {}",
    "follow-up": "follow-up {}",
    "settle": "settle {}",
    "sweep": "sweep {} kostnad drift",
    "stand-alone": "stand-alone ensam.toml {}",
    "compare": "compare {} --andra drift=lika",
}
SCENARIOS = {"compare a scenario": "compare {} scenario.toml"}  # laid over the latest
# These tell nothing of a budget, and so not which.
QUIET = {
    "projects": "projects {}",
    "infer": "infer --ar {}",
    "infer a service": "infer drift {}",
    "audit": "audit dokument.csv --ar {} --tjanst drift",
}
FORMS = ("csv", "json", "md")


@pytest.fixture
def place(shop):
    """The sound folder with an outcome, and what commands ask for beside it."""
    (shop / "data" / "utfall").mkdir()
    text = OUTCOME.replace("budget = { intakt = 110_200, kostnad = 110_200 }\n", "")
    (shop / "data" / "utfall" / "2024.toml").write_text(text, encoding="utf-8")
    (shop / "ensam.toml").write_text(ALONE, encoding="utf-8")
    (shop / "scenario.toml").write_text(SCENARIO, encoding="utf-8")
    (shop / "dokument.csv").write_text(DOCUMENT, encoding="utf-8")
    return shop


def revise(place, text=REVISION):
    folder = place / "data" / "revidering"
    folder.mkdir(exist_ok=True)
    (folder / f"{DAY}.toml").write_text(text, encoding="utf-8")


def rows(text):
    return list(csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=";"))


def plain(text, form):
    """Give an output less what tells two folders apart: the hash, and which decision it is of."""
    text = re.sub(r"\b[0-9a-f]{12,64}\b", "…", text).replace("2024@forsta", "2024")
    if form == "csv":
        found = [row for row in rows(text) if row.get("Förklaring") != FIRST]
        return [{key: cell for key, cell in row.items() if key != "observera"} for row in found]
    if form == "json":
        told = json.loads(text)
        return {**told, "observera": [each for each in told["observera"] if each != FIRST]}
    lines = (line.removeprefix("- ").strip() for line in text.splitlines())
    return [line for line in lines if line and FIRST not in line]


@pytest.mark.parametrize("name", [*COMMANDS, *QUIET])
def test_the_first_decision_is_what_it_was_before_the_second(place, quick, name):
    words = {**COMMANDS, **QUIET}[name]
    before = {form: quick(*words.format(2024).split(), "--format", form) for form in FORMS}
    revise(place)
    after = {form: quick(*words.format("2024@forsta").split(), "--format", form) for form in FORMS}

    for form in FORMS:
        assert after[form].returncode == before[form].returncode in (0, 1), after[form].stderr
        assert plain(after[form].stdout, form) == plain(before[form].stdout, form), form


@pytest.mark.parametrize("name", [*COMMANDS, *SCENARIOS])
def test_every_form_says_which_decision_it_rests_on(place, quick, name):
    revise(place)
    words = {**COMMANDS, **SCENARIOS}[name].format(2024).split()

    for form in FORMS:
        ran = quick(*words, "--format", form)
        assert ran.returncode == 0, ran.stderr
        # A base of a comparison is the year as it is.
        assert REVISED in ran.stdout.replace("\u00a0", " "), form
    assert quick(*words, "-o", "ut.xlsx").returncode == 0
    book = openpyxl.load_workbook("ut.xlsx")
    cells = [str(cell) for sheet in book for row in sheet.values for cell in row if cell]
    assert any(REVISED in cell for cell in cells)
    assert REVISED in quick(*words).stdout.replace("\u00a0", " ")


@pytest.mark.parametrize("name", [*COMMANDS, *QUIET])
def test_a_day_before_any_decision_and_what_is_no_day_are_refused(place, quick, name):
    revise(place)
    words = {**COMMANDS, **QUIET}[name]
    early = quick(*words.format("2024@2020-01-01").split())
    other = quick(*words.format("2024@host").split())

    assert (early.returncode, early.stdout) == (2, "")
    assert "fel[EK038]: budget 2024 var inte beslutad 2020-01-01" in early.stderr
    assert "budget/2024.toml:5" in early.stderr
    assert (other.returncode, other.stdout) == (2, "")
    assert '"host" är inget beslut; skriv dagen' in other.stderr


def test_where_no_decision_can_be_picked_it_is_said(place, quick):
    revise(place)

    for command, why in (("check", "check prövar alla årets beslut"), ("roll", "utkastet görs")):
        ran = quick(command, "2024@forsta")
        assert ran.returncode == 2
        assert why in ran.stderr
        assert "skriv bara året: 2024" in ran.stderr


def amounts(ran):
    return json.loads(ran.stdout)["summa_per_kommun"]


def test_a_year_is_its_latest_decision_and_a_day_the_one_that_held_then(place, quick):
    revise(place)

    def of(word):
        return amounts(quick("allocate", word, "--format", "json"))

    first, last = of("2024@forsta"), of("2024")
    assert sum(last.values()) - sum(first.values()) == 10_000
    assert of("2024@2024-09-17") == of("2024@2023-06-01") == of("2024@första") == first
    assert of("2024@2024-09-18") == of("2024@2024-12-31") == last


def test_two_decisions_of_a_year_are_compared_with_causes(place, quick):
    revise(place)
    told = json.loads(quick("compare", "2024@forsta", "2024", "--format", "json").stdout)
    shown = quick("compare", "2024@forsta", "2024").stdout

    (against,) = told["alternativ"]
    for row in against["kommuner"]:
        assert sum(cause["belopp"] for cause in row["orsaker"].values()) == row["skillnad"]
        assert set(row["orsaker"]) == {"kostnad", "avrundning"}
    assert sum(row["skillnad"] for row in against["kommuner"]) == 10_000
    assert "Budget 2024 → Reviderad budget 2024 (2024-09-18, § 12)" in shown
    assert quick("compare", "2024@forsta", "2024@2024-09-17").returncode == 0


@pytest.mark.parametrize("form", ["csv", "json"])
def test_what_was_invoiced_before_a_revision_is_counted_off(place, quick, form):
    assert quick("invoice", "2024", "-o", f"forst.{form}").returncode == 0
    revise(place)
    found = json.loads(
        quick("invoice", "2024", "--fakturerat", f"forst.{form}", "--format", "json").stdout
    )["rader"]
    before = json.loads(quick("invoice", "2024@forsta", "--format", "json").stdout)["rader"]
    after = json.loads(quick("invoice", "2024", "--format", "json").stdout)["rader"]

    assert {row["tjanst"] for row in found} == {"drift"}
    assert {row["slag"] for row in found} == {"skillnad"}
    assert {row["beslut"] for row in found} == {"Protokoll 2024-09-18, 2024-09-18, § 12"}
    changed = {row["kommun"]: row["belopp"] for row in found}
    for old, new in zip(before, after, strict=True):
        expected = changed[new["kommun"]] if new["tjanst"] == "drift" else 0
        assert new["belopp"] - old["belopp"] == expected
    again = quick("invoice", "2024@forsta", "--fakturerat", f"forst.{form}", "--format", "json")
    assert json.loads(again.stdout)["rader"] == []


def test_follow_up_takes_the_budget_that_held_on_the_day(place, quick):
    revise(place)

    def budget(*words):
        ran = quick("follow-up", *words, "--format", "json")
        assert ran.returncode == 0, ran.stderr
        told = json.loads(ran.stdout)
        return next(
            p["budget"] for p in told["poster"] if (p["post"], p["sida"]) == ("Drift", "kostnad")
        )

    assert budget("2024", "--datum", "2024-07-01") == 100_200
    assert budget("2024", "--datum", "2024-12-31") == 110_200
    assert budget("2024") == 110_200
    assert budget("2024@forsta", "--datum", "2024-12-31") == 100_200


def test_a_report_is_held_to_the_budget_of_its_day_and_each_decision_is_checked(place, quick):
    revise(place)
    outcome = place / "data" / "utfall" / "2024.toml"
    outcome.write_text(OUTCOME, encoding="utf-8")
    sound = quick("check")
    outcome.write_text(OUTCOME.replace("110_200, kostnad = 110", "100_200, kostnad = 100"))
    stale = quick("check")

    assert (sound.returncode, sound.stdout) == (0, "")
    assert stale.returncode == 1
    assert stale.stdout.count("fel[EK442]: Bokslut, drift: budget") == 2
    strict = quick("check", "--strikt", "--utom", "EK442")
    assert "EK453" not in strict.stdout


ENDS = """ar = 2025
beslut = { dokument = "Protokoll", datum = 2025-06-01 }
kalla = "Protokoll"
upphor = ["samordnare"]

[budget]
summa = 270_000
"""


def test_a_service_that_a_later_decision_ends_is_in_use_by_the_first(tmp_path, quick):
    """To take its file away, as of one that is never there, would take away the first decision."""
    folder = shutil.copytree(REVISED_FOLDER, tmp_path / "namnd")
    (folder / "revidering" / "2025-06-01.toml").write_text(ENDS, encoding="utf-8")
    service = folder / "tjanster" / "samordnare.toml"

    ended = quick("check", "--strikt", "--data", str(folder))
    assert (ended.returncode, ended.stdout) == (0, "")
    unused = service.read_text(encoding="utf-8").replace("fran = 2025", "fran = 2030")
    (folder / "tjanster" / "senare.toml").write_text(
        unused.replace('"Samordnare"', '"Senare"'), encoding="utf-8"
    )
    assert "senare har ingen period" in quick("check", "--strikt", "--data", str(folder)).stdout


def test_invoice_warns_of_the_decision_that_is_invoiced_and_of_no_other(place, quick):
    revise(place)
    path = place / "data" / "revidering" / f"{DAY}.toml"
    path.write_text(REVISION.replace("intakt = 110_200", "intakt = 110_300"), encoding="utf-8")
    warned = "varning: det som faktureras är inte det som budgeten anger"

    assert warned in quick("invoice", "2024").stderr
    assert warned in quick("invoice", "2024", "-o", "ut.csv").stderr
    assert warned not in quick("invoice", "2024@forsta").stderr


def test_the_next_years_draft_is_made_of_the_latest_decision(place, quick):
    revise(place)

    assert quick("roll", "2024", "-o", "kopia").returncode == 0
    assert (place / "kopia" / "revidering" / f"{DAY}.toml").read_text() == REVISION
    assert quick("roll", "2024", "--skriv").returncode == 0
    drafted = (place / "data" / "budget" / "2025.toml").read_text(encoding="utf-8")
    assert "[tjanst.drift]  # i utkastet: oförändrad\nintakt = 110_200\n" in drafted
    assert "EK414" not in quick("check", "2025").stdout


NEW = f"""{HEAD}
[ny.stod]
namn = "Stöd"
kort = "Stöd"
index = "AKI"

[[ny.stod.period]]
fran = 2024
belopp = 3_000
fordelning = "lika"
kalla = "Protokoll"

[budget]
summa = 134_400

[budget.tjanst.stod]
intakt = 3_000
kostnad = 3_000
"""


def test_a_new_service_can_be_named_by_other_files_and_has_no_file_of_its_own(place, quick):
    revise(place, NEW)
    outcome = place / "data" / "utfall" / "2024.toml"
    line = '\n[[rapport.post]]\ntjanst = "stod"\nutfall = { intakt = 3_000, kostnad = 2_000 }\n'
    outcome.write_text(outcome.read_text(encoding="utf-8") + line, encoding="utf-8")

    assert quick("check").stdout == ""
    assert "Stöd" in quick("follow-up", "2024").stdout
    assert quick("follow-up", "2024@forsta").returncode == 0
    assert "data/revidering/2024-09-18.toml:13" in quick("explain", "2024", "stod").stdout
    refused = quick("explain", "2024@forsta", "stod")
    assert refused.returncode == 2
    rolled = quick("roll", "2024", "--skriv")
    assert "fel[EK017]: stod finns i revidering/2024-09-18.toml" in rolled.stderr
    assert not (place / "data" / "budget" / "2025.toml").exists()
    more = NEW.replace("\n[budget]\n", '\n[[ny.stod.period]]\nfran = 2025\nbelopp = 3_100\n'
                       'fordelning = "lika"\nkalla = "Avtal"\n\n[budget]\n')  # fmt: skip
    revise(place, more)
    assert "har redan en period från 2025" in quick("roll", "2024").stderr


def test_what_a_service_cost_until_it_was_taken_out_of_the_budget_is_followed_up(place, quick):
    revise(place, f'{HEAD}upphor = ["licens"]\n\n[budget]\nsumma = 100_200\n')
    told = json.loads(quick("follow-up", "2024", "--format", "json").stdout)
    costs = {each["post"]: each for each in told["poster"] if each["sida"] == "kostnad"}

    assert quick("check").stdout == ""
    assert (costs["Licens"]["budget"], costs["Licens"]["utfall"]) == (0, 31_000)
    assert told["summa"]["kostnad"]["utfall"] == 135_000
    assert told["summa"]["kostnad"]["budget"] == 100_200
    assert "Licens regleras inte" in quick("settle", "2024").stdout


def test_locked_amounts_of_a_revised_budget_are_of_that_decision(place, quick):
    revise(place)
    assert quick("allocate", "2024", "-o", "last.toml").returncode == 0
    shutil.move(place / "last.toml", place / "data" / "facit" / "last.toml")

    assert f"beslut = {DAY}" in (place / "data" / "facit" / "last.toml").read_text()
    assert quick("check").stdout == ""
    revise(place, REVISION.replace("110_", "120_").replace("141_400", "151_400"))
    assert "fel[EK419]" in quick("check").stdout


def test_the_shell_offers_each_decision(place):
    from enamnd_cost.cli.completing import _decided
    from enamnd_cost.files.loading import load

    revise(place)
    data, problems = load(place / "data")

    assert problems == []
    assert list(_decided(data)) == ["2024", "2024@2023-06-01", f"2024@{DAY}"]
