"""``enamnd-cost index``: a series from a table into index.toml, and nothing else of the file."""

import subprocess
import tomllib

import pytest

MONTHS = "KPI, 1980=100\nmånad;KPI index\n2022M10;384,04\n2023M01;395,95\n2023M10;409,10\n"
LATER = MONTHS.replace("2023M01;395,95\n", "") + "2024M10;415,51*\n"
KPI = ("--serie", "KPI", "--namn", "Konsumentprisindex")
OCTOBER = ("--manad", "10", "--fore", "1")


@pytest.fixture
def table(shop):
    """A table beside the sound folder."""

    def write(content, name="kpi.csv"):
        (shop / name).write_text(content, encoding="utf-8")
        return name

    return write


def series(shop, name):
    held = tomllib.loads((shop / "data/index.toml").read_text(encoding="utf-8"))
    return next(serie for serie in held["serie"] if serie["id"] == name)


def test_the_changes_are_shown_as_a_patch_and_written_when_asked(shop, said, table):
    before = (shop / "data/index.toml").read_bytes()
    asked = ("index", table(MONTHS), *KPI, *OCTOBER, "--status", "definitiv")

    code, patch, words = said(*asked)

    assert (code, (shop / "data/index.toml").read_bytes()) == (0, before)
    assert "Inget är skrivet" in words
    (shop / "a.patch").write_text(patch, encoding="utf-8")
    subprocess.run(["patch", "-p1", "-i", "a.patch"], cwd=shop, check=True, capture_output=True)
    patched = (shop / "data/index.toml").read_bytes()
    (shop / "data/index.toml").write_bytes(before)

    assert said(*asked, "--skriv")[0] == 0
    assert (shop / "data/index.toml").read_bytes() == patched
    assert patched.startswith(before)
    assert series(shop, "KPI")["tal"][-1] == {
        "ar": 2024, "tal": 409.1, "avser": "2023M10", "status": "definitiv",
        "kalla": "SCB:s statistikdatabas, 2023M10 (ur kpi.csv)",
    }  # fmt: skip


def test_later_figures_go_on_where_the_series_is_and_preliminary_ones_are_apart(shop, said, table):
    said("index", table(MONTHS), *KPI, *OCTOBER, "--status", "definitiv", "--skriv")
    with (shop / "data/index.toml").open("a", encoding="utf-8") as file:
        file.write(
            '\n# Sist\n[[serie]]\nid = "KORG"\nnamn = "Korg"\nav = { KPI = 100 }\nkalla = "Avtal"\n'
        )

    code, _, words = said("index", table(LATER), "--serie", "KPI", *OCTOBER, "--skriv")

    assert (code, "KPI 2025: 415,51 (preliminär), talet för 2024M10" in words) == (0, True)
    assert [(tal["ar"], tal["status"]) for tal in series(shop, "KPI")["tal"]] == [
        (2023, "definitiv"), (2024, "definitiv"), (2025, "preliminar"),
    ]  # fmt: skip
    assert series(shop, "KORG")["av"] == {"KPI": 100}
    assert said("check")[0] == 0


def test_a_figure_that_is_there_and_differs_is_kept_unless_asked(shop, said, table):
    said("index", table(LATER), *KPI, *OCTOBER, "--skriv")
    again = ("index", table(LATER.replace("415,51*", "416,00")), "--serie", "KPI", *OCTOBER)
    asked = (*again, "--status", "definitiv", "--publicerad", "2024-11-14", "--skriv")

    code, _, refused = said(*asked)
    kept = series(shop, "KPI")["tal"][-1]

    assert (code, kept["status"]) == (2, "preliminar")
    assert "415,51 (preliminär); filen har 416 (definitiv)" in refused
    assert said(*asked, "--ersatt")[0] == 0
    new = series(shop, "KPI")["tal"][-1]
    assert (new["tal"], new["status"], str(new["publicerad"])) == (416, "definitiv", "2024-11-14")
    assert "inget ändras" in said(*asked)[2]


def test_what_the_table_marks_is_never_said_to_be_definitive(said, table):
    asked = ("index", table(LATER), *KPI, *OCTOBER, "--status", "definitiv", "--ar", "2025")

    code, _, words = said(*asked)

    assert (code, "tabellen säger att 2024M10 är preliminärt" in words) == (2, True)


def test_another_month_than_before_is_told(said, table):
    said("index", table(MONTHS), *KPI, *OCTOBER, "--status", "definitiv", "--skriv")
    january = table(MONTHS + "2024M01;417,21\n")

    asked = ("--serie", "KPI", "--manad", "1", "--fore", "1", "--status", "definitiv")
    _, _, words = said("index", january, *asked)

    assert "olika delar av året: M10, 1 år före (2023 och 2024) och M01, 1 år före (2025)" in words


def test_a_level_that_cannot_be_is_told(said, table):
    _, _, words = said(
        "index", table(MONTHS.replace("409,10", "40910")), *KPI, *OCTOBER, "--status", "definitiv"
    )

    assert "observera: index KPI 2024: 40910 är" in words
    assert "menas 409,1?" in words


def test_changes_in_per_cent_are_values(shop, said, table):
    wide = "AKI, årsförändring i procent\n\n;2023K3;2024K3*\nOffentlig sektor;3,9;4,4\n"

    code, _, words = said("index", table(wide), "--serie", "LCI", "--namn", "AKI", "--kvartal", "3")

    assert (code, "LCI 2024: 4,4 % (preliminär), talet för 2024K3" in words) == (0, True)
    assert shop.is_dir()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((), "--serie saknas"),
        (("--serie", "KPI"), "dess hela namn med --namn"),
        ((*KPI, "--manad", "13"), "ange 1–12"),
        ((*KPI, "--kvartal", "5"), "ange 1–4"),
        ((*KPI, "--manad", "1", "--kvartal", "1"), "välj det ena"),
        ((*KPI, "--manad", "9"), "inget tal är för månad 9"),
        ((*KPI, "--kvartal", "3"), "inget tal är för kvartal 3"),
        ((*KPI, "--manad", "10", "--ar", "1999"), "inget tal för 1999; den har 2022 och 2023"),
        ((*KPI, "--manad", "10", "--status", "definitv"), 'menade du "definitiv"?'),
        ((*KPI, "--manad", "10", "--publicerad", "igår"), "är inget datum"),
        ((*KPI, "--manad", "10", "--kalla", " "), "--kalla ska vara en text"),
    ],
)
def test_what_is_wrongly_asked_is_told(said, table, options, words):
    code, _, told = said("index", table(MONTHS), *options)

    assert (code, words in told) == (2, True)
