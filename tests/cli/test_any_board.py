"""A board of two Norwegian municipalities, a region, a company and one of Sweden's, throughout."""

import json
import shutil
from pathlib import Path

import pytest

BOARD = Path(__file__).with_name("gransnamnden")
FORMS = ("", "csv", "json", "md", "xlsx")
KINDS = ("kommun", "region", "kommunalforbund", "bolag", "stat", "annan")
ASSUMED = "--antag matt=2024 --antag AKI=2 --antag folkmangd=2023-12-31"
ANSWERS = [
    "allocate 2024", "allocate 2024 -t lagring", f"allocate 2024..2025 {ASSUMED}",
    "explain 2024 drift sunnmore", "explain 2024 lagring 3101",
    "explain 2024 bolaget", "explain 2024 licens", "compare 2023 2024 -t licens",
    "compare 2024 nytt-bolag.toml", "compare 2024 nytt-bolag.toml --ar 2025..2026",
    "compare 2024 infasat.toml", "sweep 2024 lika drift", "sweep 2024 kostnad drift",
    "sweep 2024 folkmangd", "sweep 2024 utan", "stand-alone ensam.toml 2024",
    "rounding 2024 --tvavags 100", "buy-in stod region 2025-01-01",
    "infer drift 2024", "infer tabell.csv", "infer orgnr.csv", "audit tabell.csv",
]  # fmt: skip


@pytest.fixture
def board(tmp_path):
    """The board's data, and beside it what is asked about."""
    shutil.copytree(BOARD, tmp_path / "data")
    (tmp_path / "data" / "budget" / "2023.toml").write_text(
        'ar = 2023\nstatus = "forslag"\nsumma = 30_000\nkalla = "Budget 2023"\n\n'
        "[tjanst.licens]\nintakt = 30_000\nkostnad = 30_000\n",
        encoding="utf-8",
    )
    for kind in KINDS:
        (tmp_path / f"nytt-{kind}.toml").write_text(_joining(kind), encoding="utf-8")
    (tmp_path / "infasat.toml").write_text(
        'namn = "Infasat"\nmotiv = "Prov"\nbas = 2024\n[tjanst.drift]\nunderlag = 200_000\n'
        "[infasning]\nhogst_procent = 80\n",
        encoding="utf-8",
    )
    (tmp_path / "ensam.toml").write_text(
        'namn = "Egna"\n[ensam]\nsunnmore = 30_000\n"Norrbolaget AB" = 4_000\n[[grupp]]\n'
        'namn = "Norge"\nkommuner = ["Ålesund", "3101"]\nkostnad = 50_000\n',
        encoding="utf-8",
    )
    table = "Drift 2024, kr\nMedlem;Belopp\n{};35200\n{};25100\n{};16500\n2582 Boden;23500\n"
    names = "1508 Ålesund kommune", "Halden", "Region Norrbotten (232100-0016)"
    (tmp_path / "tabell.csv").write_text(table.format(*names), encoding="utf-8")
    numbers = "920123899 Ålesund", "Halden kommune", "232100-0016"
    (tmp_path / "orgnr.csv").write_text(table.format(*numbers), encoding="utf-8")
    return tmp_path


def _joining(kind):
    code = 'kod = "2580"\n' if kind == "kommun" else ""
    people = "invanare = { 2023-12-31 = 80_000 }\n" if kind == "kommun" else ""
    service = "drift" if kind == "kommun" else "licens"
    key = '[tjanst.licens]\nunderlag = 30_000\nfordelning = "lika"\n' if not people else ""
    return (
        f'namn = "Med {kind}"\nmotiv = "Prov"\nbas = 2024\n{key}[[kommun]]\nid = "nyast"\n'
        f'slag = "{kind}"\n{code}namn = "Den nyaste"\n{people}'
        f'[[intrade]]\nkommun = "nyast"\ntjanster = ["{service}"]\n'
    )


def test_the_board_is_sound(quick, board):
    (board / "data" / "budget" / "2023.toml").unlink()
    ran = quick("check", "--strikt")
    assert (ran.returncode, ran.stdout + ran.stderr) == (0, "")


@pytest.mark.usefixtures("board")
@pytest.mark.parametrize("command", ANSWERS)
def test_every_command_answers_in_every_form(quick, command):
    for form in FORMS:
        beside = ["-o", "ut.xlsx", "--ersatt"] if form == "xlsx" else ["--format", form]
        ran = quick(*command.split(), *(beside if form else ()))
        assert ran.returncode == 0, (form, ran.stdout, ran.stderr)


@pytest.mark.usefixtures("board")
@pytest.mark.parametrize("kind", KINDS)
def test_a_scenario_takes_a_member_of_any_kind(quick, kind):
    ran = quick("compare", "2024", f"nytt-{kind}.toml", "--format", "json")

    assert ran.returncode == 0, ran.stderr
    code = "2580" if kind == "kommun" else "nyast"
    row = next(
        row for row in json.loads(ran.stdout)["alternativ"][0]["kommuner"] if row["kod"] == code
    )
    assert row["fore"] == 0 < row["efter"]


@pytest.mark.usefixtures("board")
def test_rows_are_found_by_code_name_and_number(quick):
    for table in ("tabell.csv", "orgnr.csv"):
        ran = quick("infer", table)
        assert "ger alla 4 rutor" in ran.stdout, ran.stderr
    assert "Inga fynd" in quick("audit", "tabell.csv").stdout


def test_what_goes_by_people_is_refused_for_who_has_none_with_a_remedy(quick, board):
    path = board / "data" / "tjanster" / "drift.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('deltagare = { utom = ["bolaget"] }\n', ""), encoding="utf-8")

    ran = quick("allocate", "2024")

    assert ran.returncode == 2
    assert "EK308" in ran.stderr
    assert "Norrbolaget AB" in ran.stderr

    phased = board / "infasat.toml"
    path.write_text(text, encoding="utf-8")
    phased.write_text(
        'namn = "I"\nmotiv = "P"\nbas = 2024\n[tjanst.licens]\nunderlag = 90_000\n'
        'fordelning = "lika"\n[infasning]\nhogst_kr_per_invanare = 1\n',
        encoding="utf-8",
    )
    ran = quick("compare", "2024", "infasat.toml")
    assert ran.returncode == 2
    assert "Norrbolaget AB har ingen folkmängd" in ran.stderr
    assert "ange gränsen i procent" in ran.stderr


def test_a_new_year_is_drafted_and_counted(quick, board):
    (board / "folk.csv").write_text("region;2024\n2582 Boden;28000\n", encoding="utf-8")
    typed = [w for who in ("sunnmore=59000", "halden=33000") for w in ("--lagg-till", who)]
    assert quick("population", "folk.csv", *typed).returncode == 0

    refused = quick("roll", "2024", "--skriv")
    assert refused.returncode in (0, 2), "the region has no figure at the new date"
    if refused.returncode:
        assert "Region Norrbotten" in refused.stderr


@pytest.mark.usefixtures("board")
def test_a_sum_that_members_without_inhabitants_share_has_no_kronor_per_inhabitant(quick):
    told = quick("compare", "2023", "2024", "-t", "licens").stdout

    assert "har ingen, så summan har inga" in told


@pytest.mark.parametrize("how", ['uttrade = [{ kommun = "region", tjanster = ["vardad"] }]', ""])
def test_where_the_host_leaves_the_other_parts_of_a_total_keep_their_proportions(quick, board, how):
    parts = (
        '{ andel = 20, fordelning = { vard = "region" } }, { andel = 50, fordelning = "lika" }, '
        "{ andel = 30, fordelning = { vikter = { sunnmore = 1, boden = 3, region = 0 } } }"
    )
    (board / "data" / "tjanster" / "vardad.toml").write_text(
        'namn = "Värdad"\nkort = "Värdad"\ni_budget = false\n[[period]]\nfran = 2024\n'
        'deltagare = ["sunnmore", "boden", "region"]\nbelopp = 80_000\nkalla = "Avtal"\n'
        f"fordelning = {{ delar = [{parts}] }}\n",
        encoding="utf-8",
    )
    (board / "utan.toml").write_text(
        f'namn = "Utan"\nmotiv = "Prov"\nbas = 2024\n{how}\n', encoding="utf-8"
    )

    told = quick(*("compare 2024 utan.toml -t vardad" if how else "sweep 2024 utan").split())

    assert told.returncode == 0, told.stderr
    # Of 80 000 kr 5/8 are shared alike by two, and 3/8 as one to three.
    assert not how or all(f"{kr}\u00a0500" in told.stdout for kr in (32, 47))


def test_percentages_in_a_part_are_weights_once_somebody_leaves_in_the_year(quick, board):
    parts = (
        '{ andel = 50, fordelning = "lika" }, '
        "{ andel = 50, fordelning = { procent = { sunnmore = 50, boden = 25, region = 25 } } }"
    )
    (board / "data" / "tjanster" / "delad.toml").write_text(
        'namn = "Delad"\nkort = "Delad"\ni_budget = false\n[[period]]\nfran = 2024\n'
        'deltagare = ["sunnmore", "boden", "region"]\nbelopp = 120_000\nkalla = "Avtal"\n'
        f"fordelning = {{ delar = [{parts}] }}\n",
        encoding="utf-8",
    )
    (board / "under.toml").write_text(
        'namn = "Under året"\nmotiv = "Prov"\nbas = 2024\n[[uttrade]]\nkommun = "region"\n'
        'tjanster = ["delad"]\ndatum = 2024-06-30\n',
        encoding="utf-8",
    )

    told = quick("compare", "2024", "under.toml", "-t", "delad")

    assert told.returncode == 0, told.stderr
    # Half a year as before (25 000, 17 500, 17 500), half among two: (15 + 20, 15 + 10) thousand.
    assert all(f"{kr}\u00a0500" in told.stdout for kr in (42, 17))
    assert "60\u00a0000" in told.stdout
