"""Percentages as boards print them: rounded, in thousands, and with one that carries the rest."""

import csv
import io

import pytest

SERVICE = """namn = "Räddning"
kort = "Räddning"

[[period]]
fran = 2026
underlag = {cost}
fordelning = {split}
avrundning = {rounding}
kalla = "Budget"
"""
THOUSANDS = '{ till = 1_000, metod = "narmast" }'
KRONOR = '{ till = 1, metod = "storsta_rest" }'


@pytest.fixture
def allocated(run, tmp_path):
    """Share a cost among some municipalities of a new folder; give what each pays, by name."""

    def made(names, cost, split, rounding):
        words = [word for name in names for word in ("-k", name)]
        assert run("init", tmp_path / "data", *words).returncode == 0
        for example in (tmp_path / "data" / "tjanster").glob("*.toml"):
            example.unlink()
        text = SERVICE.format(cost=cost, split=split, rounding=rounding)
        (tmp_path / "data" / "tjanster" / "raddning.toml").write_text(text, encoding="utf-8")
        ran = run("allocate", "2026", "--data", tmp_path / "data", "--format", "csv")
        assert ran.returncode == 0, ran.stderr
        rows = csv.DictReader(io.StringIO(ran.stdout.lstrip("\ufeff")), delimiter=";")
        return {row["kommun"]: int(row["belopp"]) for row in rows}

    return made


def test_rounded_shares_are_not_what_gave_the_amounts_but_finer_ones_are(allocated):
    """Räddningstjänstförbundet Emmaboda-Torsås 2010: 61,2 and 38,8 %, 9 194 and 5 826 tkr."""
    names = ("Emmaboda", "Torsås")

    finer = "{ procent = { emmaboda = 61.21, torsas = 38.79 } }"
    assert allocated(names, 15_020_000, finer, THOUSANDS) == {
        "Emmaboda": 9_194_000,
        "Torsås": 5_826_000,
    }


def test_agreed_percentages_give_the_kronor_that_are_printed(allocated):
    """Brandkåren Norra Dalarna 2021."""
    names = ("Leksand", "Mora", "Orsa", "Vansbro", "Älvdalen")
    split = "{ procent = { leksand = 17.5, mora = 34.7, orsa = 10.8, vansbro = 12.6, "

    found = allocated(names, 57_649_000, split + "alvdalen = 24.4 } }", KRONOR)

    printed = 10_088_575, 20_004_203, 6_226_092, 7_263_774, 14_066_356
    assert found == dict(zip(names, printed, strict=True))


@pytest.mark.parametrize(
    ("rest", "amounts"),
    [
        ("", (33_334, 33_333, 33_333)),  # of equal remainders, the lower code's
        (', skillnad = "mora"', (33_300, 33_400, 33_300)),
    ],
)
def test_the_difference_is_shared_or_carried(allocated, rest, amounts):
    names = ("Leksand", "Mora", "Orsa")
    split = "{ procent = { leksand = 33.3, mora = 33.3, orsa = 33.3 }, tillsammans = 99.9"

    found = allocated(names, 100_000, f"{split}{rest} }}", KRONOR)

    assert found == dict(zip(names, amounts, strict=True))


def test_halves_beside_small_shares_need_nothing_stated(allocated):
    """MÖD 2016:30: the one party a half, the others 25,4, 22,8, 1,2 and 0,6 per cent."""
    names = ("Leksand", "Mora", "Orsa", "Vansbro", "Älvdalen")
    split = (
        "{ procent = { leksand = 50, mora = 25.4, orsa = 22.8, vansbro = 1.2, alvdalen = 0.6 } }"
    )

    found = allocated(names, 1_000_000, split, KRONOR)

    assert found == dict(zip(names, (500_000, 254_000, 228_000, 12_000, 6_000), strict=True))
