"""What the tests share: the shipped data, a copy to spoil, and the program as a user runs it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from tests.shown import teller

from enamnd_cost import called
from enamnd_cost.analysis.audit.run import audit
from enamnd_cost.analysis.audit.subjects import Hints
from enamnd_cost.analysis.year import compute
from enamnd_cost.cli.app import main
from enamnd_cost.files.documents import texts
from enamnd_cost.files.documents.grid import Document
from enamnd_cost.files.folder import find
from enamnd_cost.files.loading import load

ROOT = Path(__file__).parents[1]
DATA = ROOT / "data"

settings.register_profile(
    "steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def data():
    """The shipped data folder, read."""
    found, problems = load(DATA)
    assert problems == []
    return found


@pytest.fixture(scope="session")
def computed(data):
    """All years of the shipped data, allocated."""
    found = compute(data, data.years)
    assert found.problems == ()
    return found


@pytest.fixture(scope="session")
def look(data, computed):
    """Audit a csv text."""
    years = {year: computed.year(year) for year in data.years}

    def look_at(text, asked=None):
        document = Document("dok.csv", texts.sheets(text))
        return audit(document, data, years, asked or Hints())

    return look_at


@pytest.fixture
def copied(tmp_path):
    """A copy of the shipped data folder, to change."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def states(folder):
    """When each file of a folder was last written."""
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*")}


@pytest.fixture(scope="session")
def lent(tmp_path_factory):
    """A copy of the shipped data for whoever asks nothing of its own."""
    return Path(shutil.copytree(DATA, tmp_path_factory.mktemp("lent") / "data"))


@pytest.fixture
def run(tmp_path, lent):
    """Run the program as a user does, in an empty folder unless told otherwise.

    Where no data folder is near, a copy of the e-nämnd's is named, which the test must leave as it
    is; ``env={"ENAMND_COST_DATA": ""}`` leaves the program to find data by itself.
    """

    before = states(lent)

    def run_program(*arguments, cwd=tmp_path, env=None, text=True):
        clean = {k: v for k, v in os.environ.items() if k not in ("ENAMND_COST_DATA", "COLUMNS")}
        named = {"ENAMND_COST_DATA": str(lent)} if find(None, Path(cwd)).shipped else {}
        ran = subprocess.run(
            [sys.executable, "-c", "from enamnd_cost.cli.app import entry; entry()", *arguments],
            cwd=cwd,
            env={**clean, **named, **(env or {})},
            capture_output=True,
            check=False,
            encoding="utf-8" if text else None,
        )
        assert states(lent) == before, "the command has written where no test shall"
        # Advice that is marked in the layers below has been worded by the command line.
        left = [
            m for m in "\ue000\ue001\ue002\ue003\ue004" if m in str(ran.stdout) + str(ran.stderr)
        ]
        assert not left
        return ran

    return run_program


@pytest.fixture
def quick(tmp_path, monkeypatch, capfdbinary):
    """Run the program in this process, standing in the test's own folder, which has its data."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ENAMND_COST_DATA", raising=False)

    def run_program(*arguments):
        code = main(list(arguments))
        out, err = (each.decode() for each in capfdbinary.readouterr())
        return subprocess.CompletedProcess(arguments, code, out, err)

    yield run_program
    called.use(called.KOMMUN)


@pytest.fixture
def shop(tmp_path, monkeypatch):
    """The sound folder that fixtures of mistakes are laid over; we stand beside it."""
    shutil.copytree(ROOT / "tests" / "fel" / "bas", tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ENAMND_COST_DATA", raising=False)
    return tmp_path


@pytest.fixture
def said(shop, capfdbinary):
    """Runs a command in the process, and gives what it said once nothing raw was found in it."""
    assert shop.is_dir()
    return teller(capfdbinary)


SERVICE = """namn = "E-arkiv"
kort = "E-arkiv"

[[period]]
fran = 2023
underlag = 100_000
fordelning = "50/50"
folkmangd = 2024-12-31
avrundning = { till = 1, metod = "narmast" }
kalla = "Påhittat"
"""
LINE = "\n[tjanst.e-arkiv]\nintakt = 100_000\nkostnad = 100_000\nunderlag = 100_000\n"


AMOUNTS = "intakt = 100_000\nkostnad = 100_000\nunderlag = 100_000\n"


def rewrite(path, *replacements):
    text = path.read_text(encoding="utf-8")
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def small_board(run, tmp_path):
    """A small board with a gap in next year's proposal, old figures in that of the year after."""
    data = tmp_path / "data"
    run("init", "data", "--kommun", "Boden", "--kommun", "Kalix", "--ar", "2023")
    for service in (data / "tjanster").iterdir():
        service.unlink()
    (data / "tjanster" / "e-arkiv.toml").write_text(SERVICE, encoding="utf-8")
    line = ("\n[tjanst]\n", f"\n[tjanst.e-arkiv]\n{AMOUNTS}")
    rewrite(data / "budget" / "2023.toml", ("summa = 0", "summa = 100_000"), line)
    for year in ("2023", "2024"):
        assert run("roll", year, "--skriv").returncode == 0
    gap = (AMOUNTS, 'saknas = "väntar på anbud"\n')
    rewrite(data / "budget" / "2024.toml", ("summa = 100_000\n", ""), gap)
    rewrite(data / "budget" / "2025.toml", ("= 100_000", "= 90_000"))
    (tmp_path / "ny.csv").write_text("region;2025\n2582 Boden;28000\n2514 Kalix;15500\n")
    (tmp_path / "gammal.csv").write_text("region;2024\n2582 Boden;28000\n2514 Kalix;15501\n")
    run("population", "gammal.csv", "--matt", "alla", "--skriv")
    (tmp_path / "gammal.csv").write_text("region;2024\n2582 Boden;28001\n2514 Kalix;15501\n")
    (tmp_path / "kpi.csv").write_text("år;KPI index\n2024;409,1\n2025;415,5\n", encoding="utf-8")
    (tmp_path / "tom").mkdir()
    (tmp_path / "gamla").mkdir()
    (tmp_path / "gamla" / "index.schema.json").write_text("{}")
    return tmp_path
