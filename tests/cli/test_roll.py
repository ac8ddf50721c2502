"""``roll`` as the economist works: read, write, fill in, check; nothing is written over."""

import datetime as dt
import json
import shlex
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from enamnd_cost.files.loading import load

ROOT = Path(__file__).parents[2]

VALUE = """
[[serie.varde]]
ar = 2025
procent = 3.1
status = "avtalad"
kalla = "Prov"
"""


def content(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def add(path, text):
    path.write_bytes(path.read_bytes() + text.encode())


def codes(ran):
    return [found["kod"] for found in json.loads(ran.stdout)["fynd"]]


def test_reading_writes_nothing_and_the_patch_is_what_writing_does(run, copied, tmp_path):
    before = content(copied)

    read = run("roll", "2024", text=False)

    assert read.returncode == 0
    assert content(copied) == before
    assert b"Inget" in read.stderr
    shutil.copytree(copied, tmp_path / "annan" / "data")
    if shutil.which("git"):
        subprocess.run(["git", "apply"], input=read.stdout, cwd=tmp_path / "annan", check=True)
        assert run("roll", "2024", "--skriv").returncode == 0
        assert content(tmp_path / "annan" / "data") == content(copied)


@pytest.mark.parametrize("stand", [".", "data", "data/tjanster", "annan"])
@pytest.mark.parametrize("tool", ["git", "patch"])
def test_the_patch_in_a_file_applies_as_it_is_said_to(run, copied, tmp_path, tool, stand):
    if not shutil.which(tool):
        pytest.skip(f"{tool} finns inte")
    (tmp_path / "annan").mkdir()
    shutil.copytree(copied, tmp_path / "skriven")
    repo = tmp_path if tool == "git" else None
    if repo:
        subprocess.run(["git", "init", "-q", str(repo)], check=True)
    out = tmp_path / "annan" / "utkast.patch"

    ran = run("roll", "2024", "--data", copied, "-o", out, cwd=tmp_path / stand)

    assert (ran.returncode, ran.stdout) == (0, "")
    said = next(line for line in ran.stderr.splitlines() if line.startswith(f"  {tool} "))
    subprocess.run(shlex.split(said), cwd=tmp_path / stand, check=True)
    skriven = tmp_path / "skriven"
    assert run("roll", "2024", "--skriv", "--data", skriven).returncode == 0
    assert content(copied) == content(skriven)
    again = run("roll", "2024", "--data", skriven, "-o", out)
    assert again.returncode == 2, "what exists is never written over"


def test_from_draft_to_a_budget_that_checks(run, copied):
    before = content(copied)

    ran = run("roll", "2024", "--skriv")
    assert (ran.returncode, ran.stdout) == (0, "")
    after = content(copied)
    new = {"budget/2025.toml", "facit/budget-2025.toml"}
    assert after.keys() - before.keys() == new
    changed = {file for file in before if after[file] != before[file]}
    assert changed == {"tjanster/grundfinansiering.toml"}
    assert all(after[file].startswith(before[file]) for file in before)

    # Exactly what is missing is named, at its line.
    found = json.loads(run("check", "2025", "--format", "json").stdout)["fynd"]
    assert [each["kod"] for each in found] == ["EK203"]
    assert "PKV för 2025" in found[0]["text"]
    assert found[0]["plats"]["fil"] == "data/tjanster/grundfinansiering.toml"
    assert found[0]["plats"]["rad"] > before["tjanster/grundfinansiering.toml"].count(b"\n")
    assert run("check", "2022", "2023", "2024").returncode == 0
    assert "EK203" in run("allocate", "2025").stderr
    assert "EK203" in run("roll", "2024", "--fyll").stderr

    again = run("roll", "2024", "--skriv")
    assert (again.returncode, "EK015" in again.stderr) == (2, True)
    assert content(copied) == after

    # The value comes: the amount can be read, and filled in.
    add(copied / "index.toml", VALUE)
    table = json.loads(run("allocate", "2025", "--format", "json").stdout)
    assert (table["summa"], table["resultat"]) == (7_868_600, 0)
    assert codes(run("check", "2025", "--format", "json")) == ["EK422"]
    shown = run("roll", "2024", "--fyll")
    assert "Budget 2025: 1 belopp ifyllt." in shown.stderr
    assert "+summa = 7_868_600" in shown.stdout
    assert b"7_868_600" not in (copied / "budget" / "2025.toml").read_bytes()
    assert run("roll", "2024", "--fyll", "--skriv").returncode == 0
    ran = run("check")
    assert (ran.returncode, ran.stdout) == (0, "")
    assert codes(run("check", "--strikt", "--format", "json")) == ["EK455"]
    assert "inga luckor" in run("roll", "2024", "--fyll").stderr
    data, _ = load(copied)
    assert data.budgetar[2025].summa == 7_868_600

    # And the year after that.
    assert run("roll", "2025", "--skriv").returncode == 0
    assert codes(run("check", "2026", "--format", "json")) == ["EK203"]


def test_a_draft_that_lacks_something_stands_in_nobodys_way(run, copied):
    assert run("roll", "2024", "--skriv").returncode == 0

    model, of_draft = (run("infer", "e-arkiv", year) for year in ("2024", "2025"))
    audited = run("audit", "data/budget/2025.toml")
    asked = run("audit", "data/budget/2025.toml", "--ar", "2025")
    other = run("audit", ROOT / "examples" / "granskning" / "budget-2023.csv")

    assert (model.returncode, model.stderr) == (0, "")
    assert "folkmängd 2017-12-31" in model.stdout
    assert "Jämfört med modell och budget för 2023." in other.stdout
    # What is about the draft itself says what is lacking, or that nothing is compared.
    assert (audited.returncode, audited.stderr) == (0, "")
    assert "förslaget till budget 2025 går inte att beräkna än" in audited.stdout
    for ran in (of_draft, asked):
        assert (ran.returncode, ran.stdout) == (2, "")
        assert "EK203" in ran.stderr

    add(copied / "index.toml", VALUE)

    assert (
        "Jämfört med modell och budgetförslag för 2025."
        in run("audit", "data/budget/2025.toml").stdout
    )
    assert run("infer", "grundfinansiering", "2025").returncode == 0


def test_a_plan_is_what_the_files_give_when_they_are_written(run, copied):
    planned = run("allocate", "2024..2026", "--antag", "PKV=3,1", "--format", "json").stdout
    before = json.loads(planned)

    for year in (2025, 2026):
        assert run("roll", str(year - 1), "--skriv").returncode == 0
        add(copied / "index.toml", VALUE.replace("2025", str(year)))
        assert run("roll", str(year - 1), "--fyll", "--skriv").returncode == 0

    after = json.loads(run("allocate", "2024..2026", "--format", "json").stdout)
    assert after["antaganden"] == []
    assert [y["antagande"] for y in after["ar"]] == [False, False, False]
    assert [y["antagande"] for y in before["ar"]] == [False, True, True]
    assert after["kommuner"] == before["kommuner"]
    amounts = [
        {(s["id"], y["ar"]): y["fordelning"] for s in plan["tjanster"] for y in s["ar"]}
        for plan in (before, after)
    ]
    assert amounts[0] == amounts[1]
    for year in (2025, 2026):
        alone = json.loads(run("allocate", str(year), "--format", "json").stdout)
        assert alone["summa"] == next(y["summa"] for y in before["ar"] if y["ar"] == year)


def test_a_plan_is_what_periods_written_by_hand_give(run, copied):
    plan = json.loads(
        run("allocate", "2024..2026", "--antag", "PKV=3,1", "--format", "json").stdout
    )
    for year in (2025, 2026):
        add(
            copied / "tjanster" / "grundfinansiering.toml",
            f'\n[[period]]\nfran = {year}\nuppraknas = {{ fran = {year - 1}, index = "PKV" }}\n'
            'avrundning = { till = 100, metod = "uppat" }\nkalla = "Prov"\n',
        )
        add(copied / "index.toml", VALUE.replace("2025", str(year)))
        budget = (copied / "budget" / "2024.toml").read_text(encoding="utf-8")
        (copied / "budget" / f"{year}.toml").write_text(
            budget.replace("ar = 2024", f"ar = {year}"), encoding="utf-8"
        )
        by_hand = json.loads(run("allocate", str(year), "--format", "json").stdout)
        assert by_hand["summa_per_kommun"] == {
            k["kod"]: k["belopp"][str(year)] for k in plan["kommuner"]
        }


def test_population_that_is_missing_is_named_and_then_read_in(run, copied):
    service = copied / "tjanster" / "soc-grund.toml"
    text = service.read_text(encoding="utf-8")
    text = text.replace('kort = "SOC grund"\n', 'kort = "SOC grund"\nny_folkmangd = true\n')
    service.write_text(text.replace("2020-12-31\n", "2023-12-31\n"), encoding="utf-8")
    path = copied / "kommuner.toml"
    whole = path.read_text(encoding="utf-8")
    at = whole.index("[[folkmangd]]\ndatum = 2024-12-31")
    path.write_text(whole[:at], encoding="utf-8")

    assert run("roll", "2024", "--skriv").returncode == 0
    assert "folkmangd = 2024-12-31" in service.read_text(encoding="utf-8")
    found = json.loads(run("check", "2025", "--format", "json").stdout)["fynd"]
    assert [each["kod"] for each in found] == ["EK202", "EK203"]

    path.write_text(whole, encoding="utf-8")
    add(copied / "index.toml", VALUE)
    assert run("roll", "2024", "--fyll", "--skriv").returncode == 0
    assert codes(run("check", "2025", "--format", "json")) == []


def test_windows_line_ends_stay_and_new_files_have_them(run, copied):
    for path in copied.rglob("*.toml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    before = content(copied)

    assert run("roll", "2024", "--skriv").returncode == 0
    add(copied / "index.toml", VALUE.replace("\n", "\r\n"))
    assert run("roll", "2024", "--fyll", "--skriv").returncode == 0

    after = content(copied)
    assert all(raw.count(b"\n") == raw.count(b"\r\n") for raw in after.values())
    assert all(after[file].startswith(raw) for file, raw in before.items() if file != "index.toml")
    assert run("check", "2025").returncode == 0


def test_a_copy_elsewhere_leaves_the_folder_alone_and_loads(run, copied, tmp_path):
    before = content(copied)

    ran = run("roll", "2024", "-o", "ny/utkast")

    assert (ran.returncode, content(copied)) == (0, before)
    data, problems = load(tmp_path / "ny" / "utkast")
    assert (problems, data.years) == ([], (2022, 2023, 2024, 2025))
    assert sorted(path.name for path in (tmp_path / "ny").iterdir()) == ["utkast"]
    again = run("roll", "2024", "-o", "ny/utkast")
    assert (again.returncode, "EK002" in again.stderr) == (2, True)


def test_a_facit_that_is_there_is_left_and_said(run, copied):
    own = copied / "facit" / "budget-2025.toml"
    own.write_text('slag = "publicerad"\nsaknas = "Min egen."\n', encoding="utf-8")

    ran = run("roll", "2024", "--skriv")

    assert (ran.returncode, "lämnas som den är" in ran.stderr) == (0, True)
    assert own.read_text(encoding="utf-8") == 'slag = "publicerad"\nsaknas = "Min egen."\n'


def test_a_locked_file_is_told_and_nothing_is_written(run, copied):
    folder = copied / "budget"
    before = content(copied)
    folder.chmod(0o555)
    try:
        if _writable(folder):
            pytest.skip("this user may write anywhere")
        ran = run("roll", "2024", "--skriv")
    finally:
        folder.chmod(0o755)

    assert (ran.returncode, "EK003" in ran.stderr) == (2, True)
    assert content(copied) == before


def _writable(folder):
    try:
        (folder / "prov").touch()
    except OSError:
        return False
    (folder / "prov").unlink()
    return True


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["2021"], "EK004"),
        (["2022"], "EK015"),
        (["2023", "--fyll"], "EK001"),
        (["2024", "--fyll"], "EK004"),
        (["2024", "--skriv", "-o", "x"], "EK001"),
        (["i-år"], "EK001"),
    ],
)
def test_what_cannot_be_done_is_told(run, copied, arguments, code):
    before = content(copied)

    ran = run("roll", *arguments)

    assert (ran.returncode, f"fel[{code}]" in ran.stderr, ran.stdout) == (2, True, "")
    assert content(copied) == before


def test_a_part_can_be_filled_and_the_rest_is_named(run, copied):
    service = copied / "tjanster" / "e-arkiv.toml"
    text = service.read_text(encoding="utf-8")
    service.write_text(text.replace('namn = "E', 'index = "AKI"\nnamn = "E', 1), encoding="utf-8")
    assert run("roll", "2024", "--skriv").returncode == 0
    add(copied / "index.toml", VALUE)

    ran = run("roll", "2024", "--fyll", "--skriv")

    assert "Kvar att fylla: e-arkiv" in ran.stderr
    found = load(copied)[0].budgetar[2025]
    assert (found.gaps, found.summa) == ((("tjanst", "e-arkiv"),), None)


@pytest.mark.parametrize("windows", [False, True], ids=["lf", "crlf"])
def test_an_agreed_end_later_on_is_moved_to_the_new_period(run, copied, windows):
    file = copied / "tjanster" / "ny.toml"
    text = (
        'namn = "Ny"\nkort = "Ny"\nindex = "PKV"\ni_budget = false\n\n[[period]]\n'
        "fran = 2024-07-01\ntill = 2026-06-30  # uppsagt\nunderlag = 12_000\n"
        'fordelning = "lika"\n'
    )
    if windows:
        text = text.replace("\n", "\r\n")
    file.write_bytes(text.encode())
    ran = run("roll", "2024", "--skriv")
    assert ran.returncode == 0, ran.stderr
    after = file.read_bytes().decode()
    assert after.startswith(text.replace("till = 2026-06-30", "till = 2024"))
    both = tomllib.loads(after)["period"]
    assert [period["till"] for period in both] == [2024, dt.date(2026, 6, 30)]
