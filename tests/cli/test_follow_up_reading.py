"""``follow-up ÅR --las FIL``: an export from the finance system into utfall/, and no more of it."""

import json
import re
import subprocess
import tomllib

import pytest

ROWS = (
    "Konto;Projekt;Utfall\n3110;Drift;-60 000,00\n5010;Drift;40 000,50\n3110;77;-31 200\n"
    "Summa;;-51 199,50\n"
)
KONTON = '\n[konton]\n"77" = "licens"\n'
YEAR = f"# Mitt.\nar = 2024\n{KONTON}"


@pytest.fixture
def outcome(shop):
    """The year's file, which maps an account and has no report."""
    path = shop / "data" / "utfall" / "2024.toml"
    path.parent.mkdir()
    path.write_text(YEAR, encoding="utf-8")
    return path


@pytest.fixture
def ask(shop, said):
    """Run the command on a csv of some text."""

    def run(content, *options, until="2024-06-30", year="2024"):
        (shop / "huvudbok.csv").write_text(content, encoding="utf-8")
        return said("follow-up", year, "--las", "huvudbok.csv", "--till", until, *options)

    return run


def held(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_is_shown_as_a_patch_is_what_is_written(shop, ask, outcome):
    before = held(shop / "data")

    code, patch, words = ask(ROWS)

    assert (code, held(shop / "data")) == (0, before)
    assert "Inget är skrivet. Lägg till --skriv." in words
    told = 'Ur kolumn C "Utfall": 3 rader, tillsammans intäkter 91 200 kr och kostnader 40 001 kr.'
    assert told in words.replace("\xa0", " ")
    for each in ("klass 3", "intäkterna står med minus", "ören är avrundade"):
        assert f"observera: {each}" in words or f"observera: konton i {each}" in words
    (shop / "a.patch").write_text(patch, encoding="utf-8")
    subprocess.run(["patch", "-p1", "-i", "a.patch"], cwd=shop, check=True, capture_output=True)
    patched = outcome.read_bytes()
    outcome.write_text(YEAR, encoding="utf-8")

    code, _, words = ask(ROWS, "--skriv")

    assert code == 0
    assert "Skrev Utfall till och med 2024-06-30 i data/utfall/2024.toml" in words
    assert outcome.read_bytes() == patched
    assert patched.startswith(YEAR.encode())
    assert tomllib.loads(patched.decode())["rapport"] == [
        {
            "namn": "Utfall till och med 2024-06-30",
            "utfall_till": tomllib.loads("d = 2024-06-30")["d"],
            "kalla": "Ekonomisystemet (ur huvudbok.csv)",
            "harledning": "Avrundat till hela kronor, en gång för varje rad och sida.",
            "post": [
                {"tjanst": "drift", "utfall": {"intakt": 60_000, "kostnad": 40_001}},
                {"tjanst": "licens", "utfall": {"intakt": 31_200}},
            ],
        }
    ]


def test_what_is_written_is_followed_up_and_checked(ask, said, outcome):
    assert ask(ROWS, "--skriv", "--namn", "Delår", "--kalla", "Systemet, 2024-07-04")[0] == 0

    assert said("check", "2024") == (0, "", "")
    code, out, _ = said("follow-up", "2024", "--format", "json")
    content = json.loads(out)
    assert code == 0
    assert {(p["post"], p["sida"]): p["utfall"] for p in content["poster"]} == {
        ("Drift", "intakt"): 60_000, ("Drift", "kostnad"): 40_001,
        ("Licens", "intakt"): 31_200, ("Licens", "kostnad"): None,
    }  # fmt: skip
    assert 'kalla = "Systemet, 2024-07-04"' in outcome.read_text("utf-8")
    assert 'namn = "Delår"' in outcome.read_text("utf-8")

    assert ask(ROWS, "--skriv", until="2024-12-31")[0] == 0
    reports = tomllib.loads(outcome.read_text("utf-8"))["rapport"]
    assert [report["utfall_till"].month for report in reports] == [6, 12]
    assert said("check", "2024")[0] == 0


def test_a_year_without_a_file_gets_one_with_the_groups_and_accounts_of_the_year_before(
    shop, ask, said
):
    before = shop / "data" / "utfall" / "2023.toml"
    before.parent.mkdir()
    before.write_text(
        'ar = 2023\n\n[[grupp]]\nnamn = "Båda"\ntjanster = ["drift", "licens", "trafik"]\n\n'
        '[konton]\n"77" = "Båda"\n',
        encoding="utf-8",
    )
    kept = before.read_bytes()

    code, _, words = ask(ROWS, "--skriv")

    assert code == 0
    assert "observera: Drift redovisas i Båda, som har egna rader i filen" in words
    made = tomllib.loads((shop / "data" / "utfall" / "2024.toml").read_text("utf-8"))
    assert made["grupp"] == [{"namn": "Båda", "tjanster": ["drift", "licens"]}]
    assert made["rapport"][0]["post"] == [
        {"grupp": "Båda", "utfall": {"intakt": 91_200, "kostnad": 40_001}}
    ]
    assert before.read_bytes() == kept
    assert "utfall/2024.toml" not in said("check", "2024")[1]  # of 2023 there is no budget
    assert said("follow-up", "2024")[0] == 0


def test_a_year_without_any_file_gets_one(shop, ask, said):
    code, _, words = ask(ROWS.replace("77", "Licens"), "--skriv")

    assert code == 0, words
    assert said("check", "2024") == (0, "", "")
    # Where a row is nobody's, the remedy names a new file, and helps.
    (shop / "data" / "utfall" / "2024.toml").unlink()
    code, _, words = ask(ROWS)
    assert code == 2
    assert (
        '= skriv "77" = "…" under [konton] i en ny fil, utfall/2024.toml, som börjar med raden '
        "ar = 2024, med tjänstens id eller gruppens namn" in " ".join(words.split())
    )
    (shop / "data" / "utfall" / "2024.toml").write_text(
        'ar = 2024\n[konton]\n"77" = "licens"\n', encoding="utf-8"
    )
    assert ask(ROWS)[0] == 0


def test_a_file_of_accounts_alone_has_nothing_to_follow_up_or_settle(said, outcome):
    assert said("check", "2024") == (0, "", "")
    for command, code in (("follow-up", "EK004"), ("settle", "EK049")):
        found, _, words = said(command, "2024")
        assert found == 2
        assert f"fel[{code}]: det finns inget utfall för 2024" in words
    outcome.write_text("ar = 2024\n", encoding="utf-8")
    assert "filen har varken rapport eller konton" in said("check", "2024")[2]


@pytest.mark.parametrize(
    ("report", "options", "words"),
    [
        ("utfall_till = 2024-06-30", (), "Gammal har redan utfallet till och med 2024-06-30"),
        ("utfall_till = 2024-07-31", (), "Gammal är per 2024-07-31, och en rapport läggs sist"),
        ("prognos_per = 2024-06-30", (), "Gammal är per 2024-06-30, och en rapport läggs sist"),
        ("utfall_till = 2024-05-31", ("--namn", "Gammal"), 'redan en rapport som heter "Gammal"'),
    ],
)
def test_a_report_is_put_last_or_not_at_all(ask, outcome, report, options, words):
    text = f'{YEAR}\n[[rapport]]\nnamn = "Gammal"\n{report}\nkalla = "k"\n'
    outcome.write_text(text, encoding="utf-8")

    code, out, told = ask(ROWS, "--skriv", *options)

    assert (code, out) == (2, "")
    assert f"fel[EK002]: {words}" in told or words in told
    assert "data/utfall/2024.toml" in told
    assert outcome.read_text("utf-8") == text


def test_reports_that_are_no_tables_are_left_alone(ask, outcome):
    text = 'ar = 2024\nrapport = [{ namn = "A", utfall_till = 2024-01-31, kalla = "k" }]\n'
    outcome.write_text(text, encoding="utf-8")

    code, _, words = ask(ROWS.replace("77", "Licens"), "--skriv")

    assert code == 2
    assert "fel[EK003]: rapporten går inte att skriva sist i filen" in words
    assert outcome.read_text("utf-8") == text


def test_all_mistakes_of_the_file_and_of_the_folder_are_told_at_once(shop, ask, outcome):
    text = f'{YEAR}\n[[rapport]]\nnamn = "G"\nutfall_till = 2024-06-30\nkalla = "k"\n'
    outcome.write_text(text, encoding="utf-8")
    before = held(shop / "data")

    code, out, words = ask(
        "Konto;Projekt;Datum;Utfall\n3110;Drift;2024-07-01;-1\n8412;Drift;;2\n5010;Drift;;x\n"
        "5010;Okänt;;1\n5010;Trafik;;1\n",
        "--skriv",
    )

    assert (code, out) == (2, "")
    codes = ["EK002", "EK023", "EK051", "EK052", "EK050", "EK053"]
    assert re.findall(r"fel\[(\w+)\]", words) == codes
    assert "--> data/utfall/2024.toml:" in words
    assert "--> huvudbok.csv:4:1" in words
    assert held(shop / "data") == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--till", "2024-06-30"), "hör till --las FIL"),
        (("--skriv",), "hör till --las FIL"),
        (("--las", "x.csv"), "--till saknas"),
        (("--las", "x.csv", "--till", "juni"), '"juni" är inget datum'),
        (("--las", "x.csv", "--till", "2023-06-30"), "--till 2023-06-30 ligger utanför 2024"),
        (("--las", "x.csv", "--till", "2024-06-30", "--tkr"), "utan --las"),
        (("--las", "x.csv", "--till", "2024-06-30", "--som-fakturerat"), "utan --las"),
        (("--las", "x.csv", "--till", "2024-06-30", "--format", "json"), "utan --las"),
        (("--las", "x.csv", "--till", "2024-06-30", "--namn", " "), "--namn ska vara en text"),
        (("--las", "x.csv", "--till", "2024-06-30", "--kalla", "a\nb"), "--kalla ska vara en"),
        (("--las", "x.csv", "--till", "2024-06-30"), "x.csv"),
    ],
)
def test_what_does_not_go_together_is_told(shop, said, arguments, words):
    before = held(shop)

    code, out, told = said("follow-up", "2024", *arguments)

    assert (code, out) == (2, "")
    assert words in told
    assert held(shop) == before


def test_an_unknown_year_is_told(ask):
    assert "2031" in ask(ROWS, year="2031", until="2031-01-31")[2]
