"""New population from SCB's exports; the samples are built to the formats' definitions."""

import csv
import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from enamnd_cost.analysis.checks.run import run as run_checks
from enamnd_cost.files import scb
from enamnd_cost.files.loading import load
from enamnd_cost.files.riket import everyone

HERE = Path(__file__).parent
SAMPLES = HERE / "scb"
GOOD = [
    "komma-med-rubrik.csv",
    "semikolon-utan-rubrik.csv",
    "relationsfil.txt",
    "koder.csv",
    "json-stat2.json",
    "blad.xlsx",
    "blad-med-koder.xlsx",
]


def published():
    with (HERE.parent / "facit" / "folkmangd.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["matdatum"] == "2024-12-31"]


@pytest.fixture
def folder(copied):
    """The shipped data without 2024-12-31, which is then read in anew."""
    path = copied / "kommuner.toml"
    text = path.read_text(encoding="utf-8")
    at = text.index("[[folkmangd]]\ndatum = 2024-12-31")
    path.write_text(text[:at] + "# En kommentar sist.\n", encoding="utf-8")
    return copied


@pytest.fixture
def sample(tmp_path):
    """A sample by its name; the workbooks are made here, as SCB lays them out."""

    def make(name):
        if not name.endswith(".xlsx"):
            return SAMPLES / name
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.append(["Folkmängd efter region och år"])
        sheet.append([])
        coded = "koder" in name
        sheet.append(["", "", "2024"] if coded else ["region", "2024"])
        for row in published():
            code, kommun, number = row["kommunkod"], row["kommun"], int(row["folkmangd"])
            sheet.append([code, kommun, number] if coded else [f"{code} {kommun}", number])
        sheet.append([])
        sheet.append(["31 december respektive år"])
        book.save(tmp_path / name)
        return tmp_path / name

    return make


@pytest.mark.parametrize("name", GOOD)
def test_every_format_gives_the_published_figures(run, folder, sample, name):
    before = (folder / "kommuner.toml").read_text(encoding="utf-8")

    ran = run("population", str(sample(name)), cwd=folder.parent)

    assert (ran.returncode, ran.stdout) == (0, "")
    after = (folder / "kommuner.toml").read_text(encoding="utf-8")
    assert after.startswith(before.rstrip()), "the rest of the file is not touched"
    data, problems = load(folder)
    assert problems == []
    latest = data.kommuner.folkmangd[-1]
    assert str(latest.datum) == "2024-12-31"
    assert {data.kommuner.resolve(k): n for k, n in latest.invanare.items()} == {
        row["kommunkod"]: int(row["folkmangd"]) for row in published()
    }
    assert run_checks(data, data.years).findings == ()


def test_a_date_that_is_there_is_left_alone_unless_asked(run, copied):
    path = copied / "kommuner.toml"
    text = path.read_text(encoding="utf-8").replace("boden = 28_049", "boden = 28_000  # fel")
    path.write_text(text, encoding="utf-8")

    refused = run("population", str(SAMPLES / "koder.csv"), cwd=copied.parent)
    unchanged = path.read_text(encoding="utf-8")
    replaced = run("population", str(SAMPLES / "koder.csv"), "--ersatt", cwd=copied.parent)

    assert (refused.returncode, "EK002" in refused.stderr) == (2, True)
    assert unchanged == text
    assert replaced.returncode == 0
    after = path.read_text(encoding="utf-8")
    assert "boden = 28_049  # fel" in after
    assert "SCB:s statistikdatabas, folkmängd 2024-12-31 (ur koder.csv)" in after
    changed = [
        new for old, new in zip(text.split("\n"), after.split("\n"), strict=True) if old != new
    ]
    assert [line.split(" = ")[0] for line in changed] == ["kalla", "harledning", "boden"]


def test_another_year_and_date_and_source(run, folder):
    ran = run(
        "population",
        str(SAMPLES / "koder.csv"),
        "--ar", "2023", "--datum", "2023-12-31", "--kalla", 'SCB "december"', "--ersatt",
        cwd=folder.parent,
    )  # fmt: skip

    data, _ = load(folder)
    assert ran.returncode == 0
    read = next(each for each in data.kommuner.folkmangd if str(each.datum) == "2023-12-31")
    assert read.kalla == 'SCB "december"'


def test_another_day_than_the_last_of_december_is_refused_though_the_file_says_nothing(run, folder):
    before = (folder / "kommuner.toml").read_bytes()

    ran = run(
        "population", str(SAMPLES / "koder.csv"), "--ar", "2023", "--datum", "2023-11-01",
        cwd=folder.parent,
    )  # fmt: skip

    assert ran.returncode == 2
    assert "--datum 2023-11-01 är ingen 31 december" in ran.stderr
    assert (folder / "kommuner.toml").read_bytes() == before


def test_line_ends_of_windows_stay(run, folder):
    path = folder / "kommuner.toml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert run("population", str(SAMPLES / "koder.csv"), cwd=folder.parent).returncode == 0

    raw = path.read_bytes()
    assert raw.count(b"\n") == raw.count(b"\r\n")


def test_large_moves_are_pointed_out(run, folder):
    ran = run("population", str(SAMPLES / "koder.csv"), "--andring", "0", cwd=folder.parent)

    assert "observera: Boden gick från 27\xa0943 (2023-12-31) till 28\xa0049" in ran.stderr


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("man.csv", '"region","kön","2024"\n' + '"2582 Boden","män",14000\n'),
        ("alder.csv", '"region","ålder","2024"\n' + '"2582 Boden","65+ år",7000\n'),
        ("okning.csv", '"region","Folkökning 2024"\n' + '"2582 Boden",40\n'),
        ("okning2.csv", '"region","år","Folkökning"\n' + '"2582 Boden","2024",40\n'),
        ("tom-rad.csv", '"region";"kön";"2024"\n"2582 Boden";"totalt";1\n"";"totalt";2\n'),
    ],
)
def test_a_part_of_the_population_or_another_measure_is_refused(run, folder, tmp_path, name, text):
    (tmp_path / name).write_text(text, encoding="utf-8")

    ran = run("population", name, cwd=folder.parent)

    assert (ran.returncode, "EK212" in ran.stderr) == (2, True), ran.stderr


@pytest.mark.parametrize(
    ("before", "after"),
    [('"Folkmängd"', '"Folkökning"'), ('"ContentsCode"', '"Kon"')],
)
def test_json_stat_of_something_else_is_refused(run, folder, tmp_path, before, after):
    text = (SAMPLES / "json-stat2.json").read_text(encoding="utf-8").replace(before, after)
    if "Kon" in after:
        text = text.replace('"tabellinnehåll"', '"kön"').replace('"Folkmängd"', '"män"')
    (tmp_path / "annat.json").write_text(text, encoding="utf-8")

    ran = run("population", "annat.json", cwd=folder.parent)

    assert (ran.returncode, "EK212" in ran.stderr) == (2, True), ran.stderr


def test_a_code_and_a_name_that_do_not_belong_together_are_refused(run, folder, tmp_path):
    path = altered(tmp_path, "komma-med-rubrik.csv", b"2505 Arvidsjaur", b"2505 Arjeplog")

    ran = run("population", str(path), cwd=folder.parent)

    assert (ran.returncode, "hör inte ihop" in ran.stderr) == (2, True)


def altered(tmp_path, name, before, after):
    shutil.copy(SAMPLES / name, tmp_path / name)
    path = tmp_path / name
    raw = path.read_bytes()
    assert before in raw
    path.write_bytes(raw.replace(before, after))
    return path


def test_what_cannot_be_read_is_told_and_nothing_is_written(run, folder, tmp_path):
    before = (folder / "kommuner.toml").read_bytes()
    (tmp_path / "skrap.xlsx").write_bytes(b"PK\x03\x04skrap")
    (tmp_path / "tom.csv").write_text("")
    (tmp_path / "annat.json").write_text('{"a": 1}')
    cases = [
        (SAMPLES / "med-kon.csv", "EK212", "utan kön och ålder"),
        (tmp_path / "skrap.xlsx", "EK212", "arbetsbok"),
        (tmp_path / "tom.csv", "EK212", "rubriker"),
        (tmp_path / "annat.json", "EK212", "JSON-stat 2"),
        (tmp_path / "borta.csv", "EK212", "finns inte"),
        (altered(tmp_path, "koder.csv", b'"2582"', b'"2583x"'), "EK208", "Boden"),
        (altered(tmp_path, "relationsfil.txt", b"28049", b"28049.5"), "EK212", "28049.5"),
    ]
    for path, code, word in cases:
        ran = run("population", str(path), cwd=folder.parent)
        assert (ran.returncode, code in ran.stderr, word in ran.stderr) == (2, True, True), path
        assert "Traceback" not in ran.stderr
    ran = run("population", str(SAMPLES / "koder.csv"), "--ar", "1999", cwd=folder.parent)
    assert (ran.returncode, "EK211" in ran.stderr) == (2, True)
    assert (folder / "kommuner.toml").read_bytes() == before


@pytest.mark.parametrize("name", ["komma-med-rubrik.csv", "koder.csv", "json-stat2.json"])
def test_utf_16_is_read_as_any_other_encoding(run, folder, tmp_path, name):
    raw = (SAMPLES / name).read_bytes()
    text = raw.decode("cp1252" if name.startswith("komma") else "utf-8-sig")
    (tmp_path / name).write_bytes(text.encode("utf-16"))

    ran = run("population", name, cwd=folder.parent)

    assert (ran.returncode, ran.stderr.startswith("Skrev folkmängd")) == (0, True), ran.stderr


def rows(years):
    """Every municipality of Sweden in some years, a row for each, as the largest export has."""
    places = {each.code: each.name for each in everyone().values()}
    for code, name in places.items():
        for year in years:
            yield f"{code} {name}", str(year), 10_000 + year


def test_an_export_of_all_municipalities_in_every_year_is_read(tmp_path):
    path = tmp_path / "alla.csv"
    head = ["region", "år", "Folkmängd"]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows(range(1950, 2025))])

    assert len(scb.read(path)) == 290 * 75


def test_a_workbook_of_all_municipalities_in_every_year_is_read(tmp_path):
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Folkmängd")
    sheet.append(["region", "år", "Folkmängd"])
    for row in rows(range(1968, 2025)):
        sheet.append(row)
    book.save(tmp_path / "alla.xlsx")

    assert len(scb.read(tmp_path / "alla.xlsx")) == 290 * 57


def test_what_is_larger_than_any_export_is_refused_and_not_read_on(run, folder, tmp_path):
    (tmp_path / "lang.csv").write_text("region;2024\n" + "2582 Boden;1\n" * 60_000)
    text = (SAMPLES / "json-stat2.json").read_text(encoding="utf-8")
    found = json.loads(text)
    found["size"] = [20_000, 1, 20_000]
    (tmp_path / "kub.json").write_text(json.dumps(found))

    for name in ("lang.csv", "kub.json"):
        ran = run("population", name, cwd=folder.parent)
        assert (ran.returncode, "EK212" in ran.stderr) == (2, True)
        assert "för stor" in ran.stderr


@pytest.mark.parametrize("cell", ["28 049", "28\u00a0049", "28049,0", "28049*", "28'049"])
def test_a_number_of_people_is_read_as_any_number(run, folder, tmp_path, cell):
    path = altered(tmp_path, "relationsfil.txt", b"28049", cell.encode("cp1252"))

    assert run("population", str(path), cwd=folder.parent).returncode == 0


@pytest.mark.parametrize(
    "cell", ["28.049", "-", "–", "-28049", "28049 kr", "28049,5", "..", "12 %"]
)
def test_what_is_no_whole_number_of_people_is_refused(run, folder, tmp_path, cell):
    path = altered(tmp_path, "relationsfil.txt", b"28049", cell.encode("cp1252"))

    ran = run("population", str(path), cwd=folder.parent)

    assert (ran.returncode, f'"{cell}" är inget antal invånare' in ran.stderr) == (2, True)
