"""Members that are no Swedish municipality: how they are written, named, counted and begun with."""

import tomllib

import pytest

from enamnd_cost.files.loading import load
from enamnd_cost.model.kommuner import Kommuner
from enamnd_cost.model.orgnr import FORMS, mistake_in

MIXED = """
namnd = "Gränsnämnden"
[[kommun]]
id = "alesund"
namn = "Ålesund kommune"
land = "NO"
kod = "1508"
orgnr = "920123899"
[[kommun]]
id = "lahti"
namn = "Lahden kaupunki"
land = "FI"
kod = "398"
[[kommun]]
id = "region"
namn = "Region Norrbotten"
slag = "region"
orgnr = "232100-0016"
[[kommun]]
id = "jrf"
namn = "Jämtlands räddningstjänstförbund"
slag = "kommunalforbund"
[[kommun]]
id = "boden"
namn = "Boden"
kod = "2582"
"""


@pytest.fixture(scope="module")
def mixed():
    return Kommuner(**tomllib.loads(MIXED))


def test_the_code_is_the_members_own_or_its_id(mixed):
    assert mixed.codes == ("1508", "398", "region", "jrf", "2582")
    assert mixed.beyond_scb == ("1508", "398", "region", "jrf")


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("Ålesund", "1508"), ("Ålesund kommune", "1508"), ("1508 Ålesund", "1508"),
        ("Ålesund kommune (värd) *", "1508"), ("920 123 899", "1508"),
        ("Lahden kaupunki", "398"), ("398 Lahden kaupunki", "398"),
        ("Region Norrbotten", "region"), ("Region Norrbotten 232100-0016", "region"),
        ("232100-0016 Region Norrbotten", "region"), ("232100-0016", "region"),
        ("Region Norrbotten (232100-0016)", "region"),
        ("Jämtlands räddningstjänstförbund", "jrf"), ("Jämtlands räddningstjänstförbunds", "jrf"),
        ("2582 Boden", "2582"), ("Norrbotten", None), ("920123899 Boden", None), ("398", "398"),
    ],
)  # fmt: skip
def test_rows_name_members_of_any_kind(mixed, label, code):
    assert mixed.labelled(label) == code


BEGUN_AS = {
    "SE": "232100-00{:02}",
    "NO": "9747606{:02}",
    "DK": "101508{:02}",
    "FI": "020125{}-{}",
}


@pytest.mark.parametrize("land", FORMS)
def test_one_last_digit_at_most_is_right(land):
    for tens in range(10):
        parts = [(tens, n) if land == "FI" else (10 * tens + n,) for n in range(10)]
        right = [p for p in parts if mistake_in(BEGUN_AS[land].format(*p), land) is None]
        assert len(right) in ((1,) if land == "SE" else (0, 1))


BEGUN = {
    "counted": (["-k", "Boden", "-k", "Kalix", "--medlem", "Region Norrbotten:region"], 8, 3),
    "known by name": (["-k", "Boden", "--medlem", "Kalix"], 8, 2),
    "abroad": (["-k", "Boden", "-k", "Kalix", "--medlem", "Ålesund:kommun:no"], 4, 3),
    "nobody Swedish": (["--medlem", "Ålesund:kommun:NO", "--medlem", "IT:bolag:FI"], 4, 2),
    "same id": (["--medlem", "IT-AB:bolag", "--medlem", "IT AB:bolag"], 4, 2),
}


@pytest.mark.parametrize("case", BEGUN)
def test_a_folder_is_begun_with_any_members_and_is_sound(run, tmp_path, case):
    words, examples, members = BEGUN[case]

    assert run("init", "data", "--ar", "2026", *words).returncode == 0

    found, problems = load(tmp_path / "data")
    assert problems == []
    assert (len(found.tjanster), len(found.kommuner.codes)) == (examples, members)
    for command in ("check --strikt", "allocate 2026", "explain 2026 exempel-lika"):
        ran = run(*command.split())
        assert (ran.returncode, ran.stderr) == (0, "")


@pytest.fixture
def begun(run, tmp_path):
    """A folder with a municipality of another country, and a file of SCB's beside it."""
    run("init", "data", "-k", "Boden", "--medlem", "Oslo:kommun:NO", "--medlem", "R:region")
    (tmp_path / "scb.csv").write_text("region;2023\n2582 Boden;27943\n", encoding="utf-8")
    return tmp_path / "data"


def people(folder):
    found, problems = load(folder)
    assert problems == []
    return [(each.invanare, each.summa, each.kalla) for each in found.kommuner.folkmangd]


def test_a_date_is_never_written_without_who_scb_does_not_count(run, begun):
    refused = run("population", "scb.csv")
    assert refused.returncode == 2
    assert "--lagg-till oslo=ANTAL" in refused.stderr
    assert people(begun) == []

    assert run("population", "scb.csv", "--lagg-till", "oslo=709_037").returncode == 0
    ((figures, total, source),) = people(begun)
    assert (figures, total) == ({"boden": 27_943, "oslo": 709_037}, 736_980)
    assert source.endswith("utom för Oslo")

    again = run("population", "scb.csv", "--ersatt")
    assert again.returncode == 0, "what is there of others is kept"
    assert people(begun)[0][0] == figures


def test_a_file_that_names_others_has_their_figures_and_is_not_said_to_be_of_scb(
    run, begun, tmp_path
):
    text = "region;2023\n2582 Boden;27943\n0301 Oslo;709037\nR;5\n"
    (tmp_path / "alla.csv").write_text(text, encoding="utf-8")

    assert run("population", "alla.csv").returncode == 0

    ((figures, _, source),) = people(begun)
    assert figures == {"boden": 27_943, "oslo": 709_037, "r": 5}
    assert "SCB" not in source

    text = "region;2024\n2582 Boden;27943\n0301 Oslo;709037\n"
    (tmp_path / "nasta.csv").write_text(text, encoding="utf-8")
    told = run("population", "nasta.csv").stderr
    assert "observera: R har ingen folkmängd 2024-12-31" in told
    assert "--lagg-till r=ANTAL" in told
