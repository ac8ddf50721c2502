"""compare over years, on planned years and of proposals: the same in every form."""

import csv
import io
import json
import re
import shutil
from pathlib import Path

import openpyxl
import pytest

ROOT = Path(__file__).parents[2]
SCENARIOS = ROOT / "examples" / "scenarier"
FORMS = ["", "csv", "md", "json", "xlsx"]
JOINS = f"""namn = "Malå köper in sig"
motiv = "Vad betalar Malå år för år?"
bas = "{(SCENARIOS / "mala-gar-med.toml").as_posix()}"
[ny.intrade]
namn = "Inträde"
kort = "Inträde"
[[ny.intrade.period]]
fran = 2024
deltagare = ["Malå"]
fordelning = {{ avgift = 200_000, start = {{ "Malå" = 2024-01-01 }} }}
"""


def said(run, form, *arguments, cwd):
    """Give all that a form says, as one text of plain spaces."""
    if form == "xlsx":
        ran = run(*arguments, "-o", "ut.xlsx", "--ersatt", cwd=cwd)
        assert ran.returncode == 0, ran.stderr
        book = openpyxl.load_workbook(cwd / "ut.xlsx")
        rows = (row for sheet in book for row in sheet.iter_rows(values_only=True))
        return "\n".join(" ".join(str(c) for c in row if c is not None) for row in rows)
    ran = run(*arguments, *(["--format", form] if form else []), cwd=cwd)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.replace("\xa0", " ")


def figure(kr, form):
    return f"{kr:,}".replace(",", " ") if form in ("", "md") else str(kr)


@pytest.mark.parametrize("form", FORMS)
def test_the_sum_over_the_years_and_the_peak_year_stand_in_every_form(run, tmp_path, form):
    (tmp_path / "mala.toml").write_text(JOINS, encoding="utf-8")
    others = [str(SCENARIOS / "boden-lamnar-pa-sikt.toml")]

    for more in ([], others):  # in full, and side by side
        span = ["compare", "2024", "mala.toml", *more, "--ar", "2024..2027"]
        text = said(run, form, *span, cwd=tmp_path)
        for kr in (296_000, 224_000, 24_000):  # the sum, the peak, a year
            assert figure(kr, form) in text
        if form == "json":
            content = json.loads(text)["alternativ"]
            mala = next(k for k in content[0]["kommuner"] if k["namn"] == "Malå")
            assert (mala["efter"], mala["topp"]) == (296_000, {"ar": 2024, "belopp": 224_000})
            for each in content:
                years = each["ar_for_ar"]
                assert (each["raknat_for"], each["raknade_ar"]) == (None, [2024, 2025, 2026, 2027])
                assert [year["ar"] for year in years] == [2024, 2025, 2026, 2027]
                assert sum(year["summa"] for year in years) == each["summa"]["efter"]
                peak = max(year["summa"] for year in years)
                assert each["summa"]["topp"]["belopp"] == peak
        else:
            assert "2024–2027 sammanlagt" in text
            if not form:
                assert len(re.findall(r"Betalar mer 2024–2027 sammanlagt", text)) == 1 + len(more)


def test_a_base_that_is_a_scenario_is_counted_year_by_year_too(run, tmp_path):
    leaving = str(SCENARIOS / "boden-lamnar-pa-sikt.toml")
    (tmp_path / "annat.toml").write_text(
        f'namn = "Som det"\nmotiv = "Prov."\nbas = "{leaving}"\n[tjanst.e-arkiv]\n'
        "kostnad_procent = 100\n",
        encoding="utf-8",
    )
    ran = run(
        "compare", leaving, "annat.toml", "--ar", "2026..2028", "--format", "json", cwd=tmp_path
    )
    content = json.loads(ran.stdout)

    assert content["bas"]["raknade_ar"] == [2026, 2027, 2028]
    (after,) = content["alternativ"]
    boden = next(k for k in after["kommuner"] if k["namn"] == "Boden")
    assert boden["fore"] == 697_700
    assert after["summa"]["skillnad"] > 0


# Causes by service, by year, in words


@pytest.mark.parametrize("form", FORMS)
def test_causes_are_shown_service_by_service_and_year_by_year_and_in_words(run, tmp_path, form):
    (tmp_path / "mala.toml").write_text(JOINS, encoding="utf-8")
    flags = ["--ar", "2024..2025", "--per-tjanst", "--per-ar", "--i-ord"]

    text = said(run, form, "compare", "2024", "mala.toml", *flags, cwd=tmp_path)

    if form == "json":  # which has it all, whatever is asked to be shown
        (after,) = json.loads(text)["alternativ"]
        for kommun in after["kommuner"]:
            for service, causes in kommun["orsaker_per_tjanst"].items():
                whole = sum(cause["belopp"] for cause in causes.values())
                assert whole == kommun["tjanster"][service]
        for year in after["ar_for_ar"]:
            causes = year["orsaker"]["2418"].values()
            assert sum(cause["belopp"] for cause in causes) == year["belopp"]["2418"]
        return
    assert "Malå betalar 2024–2025 sammanlagt" in text
    assert "Orsaker till skillnaden 2025 (kr)" in text
    assert re.search(r"Orsaker till skillnaden 2024–2025 sammanlagt \(kr\): SOC.grund", text)


def test_the_text_for_a_municipality_is_its_own(run):
    key = str(SCENARIOS / "soc-grund-efter-folkmangd.toml")
    ran = run("compare", "2024", key, "--i-ord", "-k", "boden", "--format", "csv")
    rows = list(csv.reader(io.StringIO(ran.stdout.lstrip("\ufeff")), delimiter=";"))
    cells = [cell.replace("\xa0", " ") for row in rows for cell in row]

    (text,) = [cell for cell in cells if cell.startswith("Boden betalar")]
    assert text.startswith("Boden betalar 10 400 kr mer med SOC grund efter folkmängd än med ")
    assert "SOC system, grund: +10 400 kr (fördelningsmodell +10 416 och avrundning −16)." in text
    assert not any(cell.startswith("Luleå betalar") for cell in cells)


# Planned years


@pytest.mark.parametrize("form", FORMS)
def test_a_scenario_is_laid_on_a_planned_year(run, tmp_path, form):
    key = str(SCENARIOS / "soc-grund-efter-folkmangd.toml")
    text = said(run, form, "compare", "2026", key, "--antag", "PKV=3", cwd=tmp_path)
    plan = json.loads(run("allocate", "2026..2026", "--antag", "PKV=3", "--format", "json").stdout)
    (year,) = plan["ar"]

    assert figure(year["summa"], form) in text
    if form == "json":
        content = json.loads(text)
        assert (content["bas"]["status"], content["bas"]["ar"]) == ("utkast", 2026)
        assert content["bas"]["namn"] == "Utkast till budget 2026"
        (after,) = content["alternativ"]
        assert (after["ar"], after["raknat_for"]) == (2026, 2026)
        changed = {k["namn"]: k["tjanster"] for k in after["kommuner"]}
        assert {name for k in changed.values() for name, kr in k.items() if kr} == {"soc-grund"}
    else:
        assert "Budget 2026 är ett utkast, inte beslutad." in text
    if form not in ("json", "csv"):
        assert "Antaget: PKV 2026 3 %" in text.replace("\xa0", " ")
        assert "Skrivet för 2024, här lagt på 2026." in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["2031", "2024"], "EK004"),
        (["2026", "2024", "--antag", "AKI=3"], "EK016"),
        (["2023", "2024", "--antag", "PKV=3"], "--antag gäller år utan budget"),
        (["2024", "X", "--per-ar"], "--per-ar gäller flera år"),
        (["2024", "X", "--ar", "2026", "--per-ar"], "--per-ar gäller flera år"),
    ],
)
def test_what_cannot_be_planned_is_told(run, arguments, said):
    key = str(SCENARIOS / "soc-grund-efter-folkmangd.toml")
    ran = run("compare", *(key if word == "X" else word for word in arguments))

    assert (ran.returncode, ran.stdout) == (2, "")
    assert said in ran.stderr


# Proposals, and budgets that do not balance


@pytest.fixture(scope="module")
def proposed(tmp_path_factory):
    """A data folder in which the last budget is a proposal that does not balance."""
    folder = Path(shutil.copytree(ROOT / "data", tmp_path_factory.mktemp("forslag") / "data"))
    file = folder / "budget" / "2024.toml"
    text = file.read_text(encoding="utf-8").replace('status = "beslutad"', 'status = "forslag"')
    text = re.sub(r"(?m)^beslut = .*\n", "", text)
    text = re.sub(r"(?m)^kostnad = 313_000$", "kostnad = 312_000", text, count=1)
    file.write_text(text, encoding="utf-8")
    return folder.parent


COMMANDS = {
    "allocate": ["allocate", "2024"],
    "plan": ["allocate", "2023..2024"],
    "compare": ["compare", "2023", "2024"],
    "scenario": ["compare", "2023", str(SCENARIOS / "soc-grund-efter-folkmangd.toml")],
    "sweep": ["sweep", "2024", "utan"],
    "rounding": ["rounding", "2024"],
    "explain": ["explain", "2024", "boden"],
    "explain tjänst": ["explain", "2024", "e-arkiv"],
    "explain båda": ["explain", "2024", "e-arkiv", "boden"],
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", COMMANDS)
def test_a_proposal_and_what_does_not_balance_are_told_everywhere(run, proposed, name, form):
    text = said(run, form, *COMMANDS[name], cwd=proposed).replace("\xa0", " ")

    assert "Budget 2024 är ett förslag, inte beslutad." in text
    assert "Förslag till budget 2024 går inte ihop" in text
    assert "resultatet 1 000 kr" in text


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", COMMANDS)
def test_a_decided_budget_that_balances_is_not_said_to_be_anything_else(run, tmp_path, name, form):
    text = said(run, form, *COMMANDS[name], cwd=tmp_path)

    assert "förslag" not in text
    assert "går inte ihop" not in text


LATER = """namn = "Chattbot"
motiv = "Vad kostar en chattbot?"
bas = 2024

[ny.chatt]
namn = "Chattbot"
kort = "Chatt"

[[ny.chatt.period]]
fran = 2025-07-01
till = 2027-03-31
underlag = 120_000
fordelning = "invanare"
folkmangd = 2023-12-31

[[kommun]]
id = "mala"
kod = "2418"
namn = "Malå"
invanare = { 2024-12-31 = 2_962 }

[[intrade]]
kommun = "Malå"
tjanster = ["e-arkiv"]
datum = 2025-01-01
"""
ENDED = """namn = "Utan chattbot"
motiv = "Vad händer om den aldrig börjar?"
bas = "chatt.toml"
upphor = ["chatt"]
"""


@pytest.fixture
def chatt(tmp_path):
    (tmp_path / "chatt.toml").write_text(LATER, encoding="utf-8")
    (tmp_path / "utan.toml").write_text(ENDED, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("form", ["", "md", "xlsx"])
def test_part_years_and_stand_ins_are_told_of_the_years_that_have_them(run, chatt, form):
    text = said(run, form, "compare", "2024", "chatt.toml", "--ar", "2024..2028", cwd=chatt)

    assert "Del av år: Chattbot 2025, juli–december, 6 av 12 månader" in text
    assert "Del av år: Chattbot 2027, januari–mars, 3 av 12 månader" in text
    assert "Chattbot 2024" not in text
    assert "Malå har ingen folkmängd för 2023-12-31" in text
    assert "Malå har ingen folkmängd för 2017-12-31" in text


def test_what_has_ended_changes_on_no_later_day(run, chatt):
    before = run("compare", "2024", "chatt.toml", "--ar", "2026", cwd=chatt).stdout
    after = run("compare", "2024", "utan.toml", "--ar", "2026", cwd=chatt).stdout

    assert "Det som ändras 2027-04-01 är inte med i 2026" in before
    assert "är inte med i" not in after


def test_a_budget_is_asked_about_in_the_same_years_as_a_scenario_beside_it(run, chatt):
    span = ("--ar", "2025..2026")
    text = run("compare", "2024", "2023", "chatt.toml", *span, cwd=chatt).stdout

    assert "Sida vid sida 2025–2026 sammanlagt (kr)" in text
    assert "Budget 2023 är räknat för 2025–2026, år för år, på 2023 års kostnader." in text
    assert "2023–2023" not in text
    forth = json.loads(
        run("compare", "2024", "chatt.toml", *span, "--format", "json", cwd=chatt).stdout
    )
    back = json.loads(
        run("compare", "chatt.toml", "2024", *span, "--format", "json", cwd=chatt).stdout
    )
    there, here = (
        {k["namn"]: k["skillnad"] for k in each["alternativ"][0]["kommuner"]}
        for each in (forth, back)
    )
    assert there == {name: -kr for name, kr in here.items()}
    assert run("compare", "2024", "2023", *span, cwd=chatt).returncode == 2
