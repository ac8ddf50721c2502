"""infer as a user runs it: files, own data, formats, periods, exit codes."""

import csv
import io
import json
import shutil
import tomllib
from pathlib import Path

import pytest
from openpyxl import load_workbook

ROOT = Path(__file__).parents[2]
SPOILT = ROOT / "examples" / "tabeller" / "soc-grund-2023-med-fel.csv"


@pytest.fixture
def sound(tmp_path):
    """A table as published, saved by Swedish Excel."""
    text = SPOILT.read_text(encoding="utf-8").replace("48 600", "46 800").replace("\n", "\r\n")
    path = tmp_path / "tabell.csv"
    path.write_bytes(text.encode("cp1252"))
    return path


def test_a_table_that_follows_a_model_is_explained_and_the_exit_code_is_zero(run, sound):
    ran = run("infer", str(sound))

    assert (ran.returncode, ran.stderr) == (0, "")
    said = ran.stdout.replace("\N{NO-BREAK SPACE}", " ")
    assert "Tabellen följer 50/50 med folkmängden 2020-12-31" in said
    assert "underlag 508 245–508 460 kr, rundast 508 300 kr, ger alla 14 rutor." in said
    assert "Säkert" in said


def test_a_cell_that_does_not_follow_is_named_and_the_exit_code_is_one(run):
    ran = run("infer", str(SPOILT))

    assert (ran.returncode, ran.stderr) == (1, "")
    said = ran.stdout.replace("\N{NO-BREAK SPACE}", " ")
    assert "ger alla 14 rutor utom Boden" in said
    assert "Boden   48 600  46 800    +1 800" in said
    assert "felet är nog i rutorna" in said


def test_json_has_every_hypothesis_with_what_programs_read(run):
    content = json.loads(run("infer", str(SPOILT), "--format", "json").stdout)

    assert next(iter(content)) == "schema"
    assert content["schema"] == "enamnd-cost/inference/1"
    first = content["hypoteser"][0]
    assert first["fordelning"] == "50/50"
    assert first["folkmangd"] == "2020-12-31"
    assert first["avrundning"] == {"till": 100, "metod": "uppat", "per": "ar"}
    assert (first["underlag"]["min"], first["underlag"]["max"]) == (508_245, 508_460)
    assert (first["traffar"], first["celler"]) == (13, 14)
    assert first["avvikelser"] == [
        {"kommun": "2582", "publicerat": 48_600, "modell": 46_800, "skillnad": 1_800}
    ]
    for hypothesis in content["hypoteser"]:
        assert hypothesis["traffar"] == hypothesis["celler"] - len(hypothesis["avvikelser"])


def test_every_output_says_the_same_of_every_hypothesis(run, tmp_path):
    from openpyxl import load_workbook

    arguments = ("infer", "-t", "e-arkiv", "--ar", "2022", "--antal", "100")
    content = json.loads(run(*arguments, "--format", "json").stdout)
    rows = list(
        csv.DictReader(io.StringIO(run(*arguments, "--format", "csv").stdout), delimiter=";")
    )
    run(*arguments, "-o", "svar.xlsx")
    sheet = load_workbook(tmp_path / "svar.xlsx")["Hypoteser"]

    hits = [f"{h['traffar']} av {h['celler']}" for h in content["hypoteser"]]
    assert [row["Rutor som följer"] for row in rows] == hits
    cells = [row for row in sheet.iter_rows(values_only=True) if hits[0] in row]
    assert len(cells) == sum(1 for each in hits if each == hits[0])


PRINTED = {
    "tkr": (lambda kr: f"{(2 * kr + 1_000) // 2_000}", "närmaste 1 000 kr", 1_000),
    "tkr (en decimal)": (lambda kr: f"{kr // 1_000},{kr // 100 % 10}", "närmaste 100 kr", 100),
    "kr och öre": (lambda kr: f"{kr},50", "närmaste öre", "1/100"),
}


def in_unit(sound, tmp_path, unit):
    """Write a table's amounts in another unit; the heading says which."""
    path, write = tmp_path / "annan.csv", PRINTED[unit][0]
    _, *rows = csv.reader(io.StringIO(sound.read_bytes().decode("cp1252")), delimiter=";")
    amounts = [(who, int("".join(filter(str.isdigit, kr)))) for who, kr in rows]
    lines = [f"Kommun;{unit}", *(f"{who};{write(kr)}" for who, kr in amounts)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("unit", PRINTED)
@pytest.mark.parametrize("form", ["", "md", "csv", "json", "xlsx"])
def test_a_table_in_another_unit_is_read_and_said_to_be_in_every_format(
    run, tmp_path, sound, unit, form
):
    _, words, step = PRINTED[unit]
    path, out = in_unit(sound, tmp_path, unit), tmp_path / f"svar.{form}"

    ran = run("infer", str(path), *(["-o", str(out)] if form else []))

    assert ran.returncode in (0, 1)
    assert "fel[" not in ran.stderr
    if form == "json":
        content = json.loads(out.read_text(encoding="utf-8"))
        assert content["tabell"]["enhet"] == step
        assert content["hypoteser"]
        return
    if form == "csv":  # the tables, and nothing else
        rows = csv.reader(io.StringIO(out.read_text(encoding="utf-8-sig")), delimiter=";")
        assert next(rows)[1] == "Nyckel"
        return
    shown = out.read_text(encoding="utf-8") if form == "md" else ran.stdout
    if form == "xlsx":
        cells = (cell.value for sheet in load_workbook(out) for row in sheet for cell in row)
        shown = "\n".join(map(str, cells))
    said = f"Beloppen är kända till {words}."
    assert said in " ".join(shown.replace("\N{NO-BREAK SPACE}", " ").split())


def test_thousands_give_the_key_of_the_table_in_kronor_and_an_interval_around_its_cost(
    run, tmp_path, sound
):
    path = in_unit(sound, tmp_path, "tkr")

    in_kronor, in_thousands = (
        json.loads(run("infer", str(file), "--format", "json").stdout) for file in (sound, path)
    )

    exact = in_kronor["hypoteser"][0]
    same = "fordelning", "folkmangd", "avrundning"
    (wide,) = (
        each for each in in_thousands["hypoteser"] if all(each[key] == exact[key] for key in same)
    )
    assert in_thousands["hypoteser"][0]["fordelning"] == exact["fordelning"] == "50/50"
    assert wide["underlag"]["min"] <= exact["underlag"]["min"]
    assert wide["underlag"]["max"] >= exact["underlag"]["max"]
    assert not in_thousands["sakert"], "fourteen numbers of two digits do not tell the date"


def test_no_period_is_written_of_what_the_unit_hides(run, tmp_path, sound):
    for unit, why in (("tkr", "grövre än den avrundar"), ("kr och öre", "tabellen har ören")):
        path = in_unit(sound, tmp_path, unit)
        found = json.loads(run("infer", str(path), "--format", "json").stdout)["hypoteser"]
        hidden = next(n for n, h in enumerate(found, 1) if h["avrundning"]["till"] != 1_000)

        ran = run("infer", str(path), "--toml", str(hidden))

        assert ran.returncode == 2
        assert f"hypotes {hidden} går inte att skriva som en period" in ran.stderr
        assert why in ran.stderr


def test_a_hypothesis_is_a_period_ready_for_a_service_file(run, copied, sound):
    ran = run("infer", str(sound), "--toml", "1", "--fran", "2023", "--data", str(copied))

    assert (ran.returncode, ran.stderr) == (0, "")
    (period,) = tomllib.loads(ran.stdout)["period"]
    assert (period["underlag"], period["belopp"]) == (508_300, 509_200)
    head = 'namn = "Prov"\nkort = "Prov"\ni_budget = false\n\n'
    (copied / "tjanster" / "prov.toml").write_text(head + ran.stdout, encoding="utf-8")
    table = run("allocate", "2023", "-t", "prov", "-t", "soc-grund", "--data", str(copied))
    assert table.returncode == 0
    for line in table.stdout.splitlines():
        if line.startswith("Boden"):
            assert "46\N{NO-BREAK SPACE}800" in line


def test_the_year_that_a_period_begins_is_told_where_none_is_given(run, sound):
    ran = run("infer", str(sound), "--toml", "1")

    (period,) = tomllib.loads(ran.stdout)["period"]
    assert ran.returncode == 0
    assert f"Perioden börjar {period['fran']}" in ran.stderr


def test_the_column_of_the_datas_model_is_explained(run):
    assert "Datans modell: numret" in run("infer", "2022").stdout


def test_a_random_table_gets_no_answer_and_exit_code_one(run, tmp_path):
    kr = [311, 9_127, 44, 7_001, 12_345, 808, 2_222, 91, 555, 13, 6_420, 17, 3_303, 4_711]
    lines = SPOILT.read_text(encoding="utf-8").splitlines()[1:15]
    text = "\n".join(f"{line.split(';')[0]};{n}" for line, n in zip(lines, kr, strict=True))
    (tmp_path / "slump.csv").write_text(text, encoding="utf-8")

    ran = run("infer", "slump.csv")

    assert ran.returncode == 1
    assert "Ingen modell" in ran.stdout
    assert "Säkert" not in ran.stdout


def test_several_tables_have_their_factor_in_common(run):
    services = ("-t", "grundfinansiering", "-t", "verksamhetsutvecklare")
    ran = run("infer", "--ar", "2023", *services, "--format", "json")

    content = json.loads(ran.stdout)
    common = [f for f in content["faktorer"] if f["tabell"] == "Gemensam"]
    (up,) = [f for f in common if f["avrundning"]["metod"] == "uppat"]
    assert up["procent"] == "5.75"
    assert up["faktor"]["till"] == "423/400"


def test_all_services_of_a_year_are_put_to_the_test(run):
    ran = run("infer", "--ar", "2022", "--format", "json")

    tables = json.loads(ran.stdout)["tabeller"]
    assert len(tables) == 8
    assert all(table["deklarerad"] for table in tables)


@pytest.mark.parametrize(
    "words", [["e-arkiv", "2022"], ["E-Arkiv", "2022"], ["e-arkiv", "--ar", "2022"]]
)
def test_a_service_may_be_named_where_a_file_is(run, words):
    meant = run("infer", "-t", "e-arkiv", "--ar", "2022")

    ran = run("infer", *words)

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, meant.stdout, "")


def test_a_year_alone_is_all_its_services(run):
    assert run("infer", "2023").stdout == run("infer", "--ar", "2023").stdout != ""


def test_a_table_rounded_with_others_is_told_to_be(run, copied):
    assert "tvåvägs" not in run("infer", "soc-grund", "2024").stdout
    budget = copied / "budget" / "2024.toml"
    text = budget.read_text(encoding="utf-8")
    budget.write_text("tvavagsavrundning = { till = 100 }\n" + text, encoding="utf-8")

    assert "avrundar tjänsterna tillsammans, tvåvägs" in run("infer", "soc-grund", "2024").stdout
    assert "tvåvägs" not in run("infer", "soc-grund", "2023").stdout


def test_a_file_with_a_services_name_is_the_file(run, tmp_path, sound):
    (tmp_path / "e-arkiv").write_bytes(sound.read_bytes())

    assert "50/50 med folkmängden 2020-12-31" in run("infer", "e-arkiv").stdout


def test_nothing_existing_is_overwritten_unless_asked(run, tmp_path, sound):
    (tmp_path / "svar.md").write_text("mitt", encoding="utf-8")

    refused = run("infer", str(sound), "-o", "svar.md")
    assert refused.returncode == 2
    assert "EK002" in refused.stderr
    assert (tmp_path / "svar.md").read_text(encoding="utf-8") == "mitt"
    assert run("infer", str(sound), "-o", "svar.md", "--ersatt").returncode == 0
    assert "50/50" in (tmp_path / "svar.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["tabell.csv", "--ar", "2022"], "ange filer, eller --tjanst och --ar, inte båda"),
        (["-t", "e-arkiv"], "ange en fil, eller --ar"),
        (["e-arkiv"], '"e-arkiv" är en tjänst, ingen fil: ange året också'),
        (["e-arkiv", "2022", "--ar", "2023"], "ange ett enda år"),
        (["e-arkif", "2022"], "EK030"),
        (["--ar", "2022", "--kolumn", "B"], "--kolumn och --blad gäller en fil"),
        (["--ar", "1999"], "det finns inga uppgifter för 1999"),
        (["-t", "e-arkif", "--ar", "2022"], 'okänd tjänst "e-arkif"'),
        (["-t", "e-arkiv", "--ar", "2022", "--toml", "999"], "ingen nummer 999"),
        (["-t", "e-arkiv", "--ar", "2022", "--fran", "2023"], "--fran gäller --toml"),
        (["--ar", "2022", "--toml", "1"], "en enda tabells hypotes"),
    ],
)
def test_arguments_that_make_no_sense_are_told_so(run, arguments, said):
    ran = run("infer", *arguments)

    assert ran.returncode == 2
    assert said in ran.stderr


def test_a_folder_of_other_municipalities_is_inferred_as_well(run, tmp_path):
    """Round trip for others of the 290: a folder made by init, a table by its population."""
    others = ["Malmö", "Habo", "Håbo", "Lund", "Ystad", "Umeå", "Åre", "Bjurholm", "Gotland"]
    made = run("init", "mapp", *(word for name in others for word in ("-k", name)))
    assert made.returncode == 0
    shutil.rmtree(tmp_path / "mapp" / "facit", ignore_errors=True)
    kommuner = tomllib.loads((tmp_path / "mapp" / "kommuner.toml").read_text(encoding="utf-8"))
    people = kommuner["folkmangd"][-1]["invanare"]
    total = sum(people.values())
    lines = []
    for kommun in kommuner["kommun"]:
        share = 750_000 * (total + len(people) * people[kommun["id"]])
        lines.append(f"{kommun['namn']};{-(-share // (2 * len(people) * total * 100)) * 100}")
    (tmp_path / "tabell.csv").write_text("\n".join(lines), encoding="utf-8")

    ran = run("infer", "tabell.csv", "--data", "mapp", "--format", "json")

    first = json.loads(ran.stdout)["hypoteser"][0]
    assert (ran.returncode, first["fordelning"]) == (0, "50/50")
    assert first["underlag"]["min"] <= 750_000 <= first["underlag"]["max"]
    assert first["folkmangd"] == str(kommuner["folkmangd"][-1]["datum"])
