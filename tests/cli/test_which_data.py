"""Which data an answer rests on: found, named or the program's own, and never in silence."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from enamnd_cost.files.folder import find

ROOT = Path(__file__).parents[2]
NO_DATA = {"ENAMND_COST_DATA": ""}
NOTE = (
    "observera: ingen datamapp hittades; svaret bygger på de data som följer med programmet "
    "(Norrbottens e-nämnd)\n"
)
# Every command that answers from the data folder.
ANSWERS = {
    "allocate": ["allocate", "2024"],
    "plan": ["allocate", "2024..2025", "--antag", "PKV=3"],
    "explain": ["explain", "2024", "e-arkiv", "boden"],
    "compare": ["compare", "2023", "2024"],
    "sweep": ["sweep", "2024", "lika", "soc-grund"],
    "stand-alone": ["stand-alone", str(ROOT / "examples/tvist/egna-alternativ.toml"), "2024"],
    "buy-in": ["buy-in", "projekt", "luleå", "2025-01-01"],
    "projects": ["projects", "2022"],
    "rounding": ["rounding", "2024"],
    "follow-up": ["follow-up", "2022"],
    "roll": ["roll", "2024"],
    "infer": ["infer", "-t", "soc-grund", "--ar", "2023"],
    "audit": ["audit", str(ROOT / "examples/granskning/budget-2023.csv")],
}


@pytest.mark.parametrize("command", ANSWERS)
def test_an_answer_from_the_programs_own_data_says_so_once_and_is_the_same(run, tmp_path, command):
    named = run(*ANSWERS[command], "--data", str(ROOT / "data"))
    unnamed = run(*ANSWERS[command], env=NO_DATA)

    # A draft of the program's own data can only be written elsewhere.
    there = "Skriv en kopia med -o MAPP", "Lägg till --skriv, eller -o MAPP"
    assert unnamed.stderr.replace(*there) == NOTE + named.stderr
    assert (unnamed.returncode, unnamed.stdout) == (named.returncode, named.stdout)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", [None, "json", "github", "sarif", "csv", "md"])
def test_check_answers_nothing_where_it_found_no_data(run, form):
    ran = run("check", *(["--format", form] if form else []), env=NO_DATA)

    assert ran.returncode == 2
    assert "ingen datamapp hittades, så inget är kontrollerat" in ran.stdout + ran.stderr
    assert "--medfoljande" in ran.stdout + ran.stderr


def test_check_of_the_programs_own_data_is_asked_for_in_words(run, tmp_path):
    ran = run("check", "--medfoljande", env=NO_DATA)

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")

    both = run("check", "--medfoljande", "--data", str(tmp_path))
    assert both.returncode == 2
    assert "välj det ena" in both.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["population", "scb.csv"],
        ["roll", "2024", "--skriv"],
        ["roll", "2023", "--fyll", "--skriv"],
    ],
    ids=" ".join,
)
def test_what_writes_refuses_where_it_found_no_data(run, tmp_path, arguments):
    (tmp_path / "scb.csv").write_text("region;2024\n", encoding="utf-8")

    ran = run(*arguments, env=NO_DATA)

    assert ran.returncode == 2
    assert ran.stderr == (
        "fel[EK100]: ingen egen datamapp att skriva i: de data som följer med programmet ändras "
        "inte\n   = ange en mapp med --data, kör i en mapp som har en datamapp, eller gör en med "
        "init\n"
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["scb.csv"]


def test_what_init_makes_is_data_to_write_in(run, tmp_path):
    """The remedy, followed to the letter."""
    assert run("init", "data", "-k", "Boden", "-k", "Kalix", "--ar", "2025").returncode == 0

    ran = run("roll", "2025", "--skriv", env=NO_DATA)

    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "data" / "budget" / "2026.toml").is_file()


@pytest.mark.parametrize("place", [".", "tjanster", "data", "data/tjanster", "annat/under"])
@pytest.mark.parametrize("inside", [True, False], ids=["is a data folder", "has a data folder"])
def test_the_nearest_data_folder_counts_also_where_the_user_stands_in_it(
    run, copied, tmp_path, place, inside
):
    kommuner = copied / "kommuner.toml"
    text = kommuner.read_text(encoding="utf-8")
    kommuner.write_text(text.replace("Norrbottens e-nämnd", "Provnämnden"), encoding="utf-8")
    top = copied.rename(tmp_path / "budgetar") if inside else tmp_path
    where = top / place
    where.mkdir(parents=True, exist_ok=True)

    for data in ([], ["--data", str(top)]):
        ran = run("allocate", "2024", *data, cwd=where, env=NO_DATA)
        assert ran.stdout.startswith("Provnämnden"), ran.stderr
        assert ran.stderr == ""


@pytest.mark.parametrize("named", [[], ["--data", "."], ["--data", "./"], ["--data", "../data"]])
def test_a_folder_named_from_where_the_user_stands(run, copied, named):
    ran = run("check", *named, cwd=copied, env=NO_DATA)

    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.parametrize("command", ["check", "allocate"])
def test_an_empty_name_is_no_folder(run, copied, command):
    year = ["2024"] if command == "allocate" else []
    ran = run(command, *year, "--data", "", cwd=copied)

    assert ran.returncode == 2
    assert "--data är tom" in ran.stderr


@pytest.mark.parametrize("name", ["Kommuner.toml", "KOMMUNER.TOML", None])
@pytest.mark.parametrize("folder", ["data", "Data", "DATA"])
def test_a_folder_whose_list_of_municipalities_is_missing_or_misnamed_is_not_passed_over(
    run, copied, tmp_path, name, folder
):
    kommuner = copied / "kommuner.toml"
    kommuner.rename(copied / name) if name else kommuner.unlink()
    copied.rename(tmp_path / folder)

    ran = run("check", env=NO_DATA)

    assert ran.returncode == 2
    assert f"{folder}/kommuner.toml" in ran.stderr
    if name:
        assert f"namnet ska skrivas kommuner.toml, med små bokstäver\n  --> {folder}/{name}" in (
            ran.stderr
        )


def test_a_misnamed_subfolder_is_told(run, copied):
    (copied / "facit").rename(copied / "Facit")

    ran = run("check", cwd=copied, env=NO_DATA)

    assert ran.returncode == 2
    assert "namnet ska skrivas facit, med små bokstäver" in ran.stderr


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The program as it is installed from a wheel, with no checkout around it."""
    made = tmp_path_factory.mktemp("wheel")
    into = made / "site"
    for command in (
        ["-m", "hatchling", "build", "-t", "wheel", "-d", str(made)],
        ["-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target", str(into), "WHEEL"],
    ):
        wheel = next(made.glob("*.whl"), "")
        arguments = [str(wheel) if word == "WHEEL" else word for word in command]
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True, cwd=ROOT)
    return into


def contents(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize("inside", [False, True], ids=["an empty folder", "the installed folder"])
def test_an_installed_program_leaves_its_own_data_as_they_are(run, installed, tmp_path, inside):
    before = contents(installed / "enamnd_cost" / "data")
    table = shutil.copy(ROOT / "tests/files/scb/koder.csv", tmp_path)
    where = installed / "enamnd_cost" if inside else tmp_path
    env = {**NO_DATA, "PYTHONPATH": str(installed)}

    for arguments in (["population", str(table)], ["roll", "2024", "--skriv"]):
        ran = run(*arguments, cwd=where, env=env)
        assert ran.returncode == 2
        assert "följer med programmet ändras inte" in ran.stderr

    assert before
    assert contents(installed / "enamnd_cost" / "data") == before
    assert ("följer med programmet" in run("allocate", "2024", cwd=where, env=env).stderr) != inside


def test_the_folder_is_found_upwards_from_where_the_user_stands(tmp_path):
    assert find(None, tmp_path).shipped
    assert find("borta", tmp_path) == (Path("borta"), False)


@pytest.mark.parametrize("linked", ["kommuner.toml", "tjanster", "budget", "tjanster/e-arkiv.toml"])
def test_what_a_link_leads_to_of_the_programs_data_is_not_written_in(
    run, installed, copied, tmp_path, linked
):
    own = installed / "enamnd_cost" / "data"
    before = contents(own)
    there = copied / linked
    shutil.rmtree(there) if there.is_dir() else there.unlink()
    there.symlink_to(own / linked)
    table = shutil.copy(ROOT / "tests/files/scb/koder.csv", tmp_path)
    env = {**NO_DATA, "PYTHONPATH": str(installed)}

    for arguments in (["population", str(table)], ["roll", "2024", "--skriv"]):
        ran = run(*arguments, "--data", copied, env=env)
        assert ran.returncode == 2
        assert "följer med programmet ändras inte" in ran.stderr

    assert contents(own) == before


@pytest.mark.parametrize("kept", ["tjanster", "budget", "index.toml"])
def test_a_folder_called_data_is_not_passed_over_for_what_it_lacks(run, copied, tmp_path, kept):
    inner = tmp_path / "under"
    (inner / "data").mkdir(parents=True)
    there = copied / kept
    (shutil.copytree if there.is_dir() else shutil.copy)(there, inner / "data" / kept)

    ran = run("allocate", "2024", cwd=inner, env=NO_DATA)

    assert ran.returncode == 2
    assert "data/" in ran.stderr
    assert "följer med programmet" not in ran.stderr


def test_a_link_that_leads_nowhere_is_told(run, tmp_path):
    (tmp_path / "data").symlink_to(tmp_path / "borta")

    ran = run("allocate", "2024", env=NO_DATA)

    assert ran.returncode == 2
    assert "följer med programmet" not in ran.stderr


def test_where_there_is_no_data_to_write_in_the_draft_names_what_can_be_done(run, tmp_path):
    ran = run("roll", "2024", env=NO_DATA)

    assert "Skriv en kopia med -o MAPP" in ran.stderr
    assert "--skriv" not in ran.stderr.splitlines()[-1]
    assert run("roll", "2024", "-o", tmp_path / "egen", env=NO_DATA).returncode == 0


def test_a_folder_that_is_taken_away_is_told(copied, tmp_path):
    gone = tmp_path / "borta"
    gone.mkdir()
    program = f'{sys.executable} -c "from enamnd_cost.cli.app import entry; entry()"'
    ran = subprocess.run(
        f"cd {gone} && rmdir {gone} && {program} check --data {copied}",
        shell=True, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert ran.returncode == 2
    assert "mappen du står i finns inte längre" in ran.stderr


@pytest.mark.parametrize("command", ["roll", "init"])
def test_no_data_folder_is_made_inside_another(run, copied, command):
    before = sorted(copied.rglob("*"))
    asked = {
        "roll": ("roll", "2024", "-o", "tjanster/kopia", "--data", "."),
        "init": ("init", "ny", "--kommun", "Boden", "--kommun", "Kalix"),
    }

    ran = run(*asked[command], cwd=copied)

    assert (ran.returncode, "ligger i datamappen" in ran.stderr) == (2, True)
    assert sorted(copied.rglob("*")) == before
    assert run("check", "--data", ".", cwd=copied).returncode == 0


def test_what_another_data_folder_holds_is_not_written_over(run, copied, tmp_path):
    other = tmp_path / "annan"
    shutil.copytree(copied, other)
    budget = other / "budget" / "2024.toml"
    before = budget.read_bytes()

    ran = run("allocate", "2024", "--data", str(copied), "-o", str(budget), "--ersatt")

    assert (ran.returncode, "ligger i datamappen" in ran.stderr) == (2, True)
    assert budget.read_bytes() == before
    facit = ("-o", str(other / "facit" / "nytt.toml"))
    assert run("allocate", "2024", "--data", str(copied), *facit).returncode == 0


def test_no_facit_is_written_among_the_programs_own_data(run):
    out = ROOT / "data" / "facit" / "aldrig.toml"
    try:
        ran = run("allocate", "2024", "-o", str(out), env=NO_DATA)
        assert (ran.returncode, "följer med programmet ändras inte" in ran.stderr) == (2, True)
        assert not out.exists()
    finally:
        out.unlink(missing_ok=True)
