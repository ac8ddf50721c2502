"""``roll --uppdatera``, ``--folkmangd`` and ``--kostnad`` as the economist uses them."""

import re

import pytest

from enamnd_cost.files.loading import load

VALUE = """
[[serie.varde]]
ar = 2025
procent = 3.1
status = "avtalad"
kalla = "Prov"
"""
NEW = """namn = "{0}"
kort = "{0}"
i_budget = {1}

[[period]]
fran = 2025
underlag = 140_000
fordelning = "lika"
kalla = "Beslut"
"""


def content(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def replace(path, old, new, count=1):
    raw = path.read_bytes()
    assert raw.count(old) == count, (path, old)
    path.write_bytes(raw.replace(old, new))


def said(ran):
    return ran.stderr.replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture
def proposed(run, copied):
    """The shipped data with a whole proposal for 2025."""
    index = copied / "index.toml"
    index.write_bytes(index.read_bytes() + VALUE.encode())
    assert run("roll", "2024", "--skriv").returncode == 0
    assert run("check", "2025").returncode == 0
    return copied


def spoil(folder):
    """Another population, a changed cost, a new service and a new project."""
    replace(
        folder / "tjanster/soc-grund.toml", b"folkmangd = 2020-12-31", b"folkmangd = 2024-12-31"
    )
    replace(folder / "tjanster/soc-grund.toml", b"belopp = 509_200", b"# inget belopp")
    file = folder / "tjanster/e-arkiv.toml"
    replace(file, b"fran = 2024", b"fran = 2024\ntill = 2024")
    file.write_bytes(
        file.read_bytes()
        + b'\n[[period]]\nfran = 2025\nbelopp = 320_000\nfordelning = "lika"\nkalla = "Avtal"\n'
    )
    for name, inside in (("ny-tjanst", "true"), ("nytt-projekt", "false")):
        (folder / f"tjanster/{name}.toml").write_text(NEW.format(name, inside), encoding="utf-8")


@pytest.mark.parametrize("windows", [False, True], ids=["lf", "crlf"])
def test_a_proposal_is_brought_up_to_date_and_nothing_else_is_touched(run, proposed, windows):
    budget = proposed / "budget" / "2025.toml"
    if windows:
        budget.write_bytes(budget.read_bytes().replace(b"\n", b"\r\n"))
    replace(budget, b"intakt = 313_000", b"intakt = 313_000  # enligt offert")
    spoil(proposed)
    for path in (proposed / "facit").glob("last-*.toml"):
        path.unlink()  # locked tables of the years that are changed here as well
    before = content(proposed)

    shown = run("roll", "2024", "--uppdatera")

    assert (shown.returncode, content(proposed)) == (0, before)
    assert "e-arkiv: intäkt 313 000 → 320 000, kostnad 313 000 → 320 000" in said(shown)
    assert "ny-tjanst: ny rad i budgeten, intäkt 140 000" in said(shown)
    assert "nytt-projekt: ny rad utanför budgeten, belopp 140 000" in said(shown)
    assert "läs om kommentaren, som står kvar: # enligt offert" in said(shown)
    assert "Inget är skrivet" in shown.stderr

    assert run("roll", "2024", "--uppdatera", "--skriv").returncode == 0
    after = content(proposed)
    assert {file for file in after if after[file] != before.get(file)} == {"budget/2025.toml"}
    ran = run("check", "2025")
    assert (ran.returncode, ran.stdout) == (0, "")
    old, new = before["budget/2025.toml"], after["budget/2025.toml"]
    assert new.count(b"\r\n") == (new.count(b"\n") if windows else 0)
    figures = re.compile(rb"= [\d_]+")
    lines = iter(figures.sub(b"=", new).split(b"\n"))
    assert all(line in lines for line in figures.sub(b"=", old).split(b"\n"))

    again = run("roll", "2024", "--uppdatera", "--skriv")
    assert (again.returncode, again.stdout) == (0, "")
    assert "inget ändras" in again.stderr
    assert content(proposed) == after


def test_it_is_shown_and_written_as_the_draft_is(run, proposed, tmp_path):
    replace(proposed / "tjanster/e-arkiv.toml", b"belopp = 313_000", b"belopp = 320_000")
    before = content(proposed)

    copy = run("roll", "2024", "--uppdatera", "-o", "kopia")
    patch = run("roll", "2024", "--uppdatera", "-o", "andring.patch")

    assert (copy.returncode, patch.returncode) == (0, 0)
    assert content(proposed) == before
    assert load(tmp_path / "kopia")[0].budgetar[2025].tjanst["e-arkiv"].intakt == 320_000
    shown = run("roll", "2024", "--uppdatera", text=False)
    assert (tmp_path / "andring.patch").read_bytes() == shown.stdout


def test_a_first_year_is_brought_up_to_date(run, tmp_path):
    data = tmp_path / "ny"
    assert run("init", data, "-k", "boden", "-k", "kalix", "--ar", "2025").returncode == 0
    service = data / "tjanster/exempel-50-50.toml"
    replace(service, b"exempel = true\n", b"")
    replace(service, b"i_budget = false\n", b"")
    before = (data / "budget/2025.toml").read_bytes()
    assert "EK413" in run("check", "--data", data).stdout

    ran = run("roll", "2024", "--uppdatera", "--skriv", "--data", data)

    assert ran.returncode == 0
    assert run("check", "2025", "--data", data).returncode == 0
    after = (data / "budget/2025.toml").read_bytes()
    line = b"\n[tjanst.exempel-50-50]\nintakt = 250_100\nkostnad = 250_100\nunderlag = 250_000\n"
    assert after == before.replace(b"summa = 0", b"summa = 250_100") + line


def test_what_is_chosen_for_the_draft_is_in_it(run, copied):
    index = copied / "index.toml"
    index.write_bytes(index.read_bytes() + VALUE.encode())
    chosen = [
        "--folkmangd",
        "2024-12-31",
        "--kostnad",
        "SOC grund=+3%",
        "--kostnad",
        "e arkiv=320000",
    ]

    ran = run("roll", "2024", *chosen, "--skriv")

    assert ran.returncode == 0
    assert "E-arkiv: belopp 320 000 kr, folkmängd 2024-12-31" in said(ran)
    data, problems = load(copied)
    assert problems == []
    period = data.tjanster["soc-grund"].period_in(2025)
    assert (period.underlag, str(period.folkmangd), period.belopp) == (523_549, "2024-12-31", None)
    assert data.budgetar[2025].tjanst["e-arkiv"].intakt == 320_000
    assert run("check").returncode == 0
    assert run("check", "--strikt", "--bara", "kallor").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["2024", "--uppdatera", "--fyll"], "EK001", "ta bort --fyll"),
        (["2024", "--uppdatera", "--kostnad", "e-arkiv=5"], "EK001", "skriv en period från 2025"),
        (["2024", "--fyll", "--folkmangd", "2024-12-31"], "EK001", "roll 2024 --uppdatera"),
        (["2023", "--uppdatera"], "EK017", "budget 2024 är beslutad"),
        (["2024", "--uppdatera"], "EK004", "roll 2024 --skriv"),
        (["2024", "--kostnad", "datacenter=5"], "EK019", "uppgift saknas"),
        (["2024", "--kostnad", "finns-ej=5"], "EK005", "okänd tjänst"),
    ],
)
def test_what_cannot_be_done_is_refused_with_what_to_do(run, copied, arguments, code, words):
    before = content(copied)

    ran = run("roll", *arguments)

    assert (ran.returncode, f"fel[{code}]" in ran.stderr, words in ran.stderr) == (2, True, True)
    assert content(copied) == before
