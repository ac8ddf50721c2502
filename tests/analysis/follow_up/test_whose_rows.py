"""Whose each row of a finance system's export is: by its codes, by names, and never by a guess."""

import datetime as dt
from pathlib import Path

import pytest

from enamnd_cost.analysis.follow_up.reading import booked
from enamnd_cost.files.ledger.read import read
from enamnd_cost.files.loading import load

HEAD = "Konto;Ansvar;Projekt;Text;Intäkter;Kostnader\n"


@pytest.fixture
def whose(shop):
    """Map the rows of a csv by some ``[konton]`` of 2024: what each owner has, and the mistakes."""

    def of(rows, konton="", groups="", drift=""):
        lines = ["ar = 2024", *groups.splitlines(), "[konton]", *konton.splitlines()]
        (shop / "data" / "utfall").mkdir(exist_ok=True)
        (shop / "data" / "utfall" / "2024.toml").write_text(
            "\n".join([*lines, *([] if konton else ["ingens = 'drift'"])]), encoding="utf-8"
        )
        if drift:
            path = shop / "data" / "tjanster" / "drift.toml"
            path.write_text(f'konto = "{drift}"\n{path.read_text("utf-8")}', encoding="utf-8")
        Path("utfall.csv").write_text(HEAD + rows, encoding="utf-8")
        data, wrong = load(shop / "data")
        assert wrong == []
        ledger, wrong = read(Path("utfall.csv"), dt.date(2024, 8, 31))
        assert wrong == []
        made, problems = booked(ledger, data, 2024)
        return {**made.groups, **made.services}, problems, made

    return of


GROUP = "[[grupp]]\nnamn = 'Båda'\ntjanster = ['drift', 'licens']\n"


@pytest.mark.parametrize(
    ("rows", "konton", "wanted"),
    [
        # By name: id, name, short heading, whatever the case; several accounts of one service.
        ("3110;;DRIFT;;10;\n5010;;Drift;;;4\n7010;;drift;;;3\n", "", {"drift": (10, 7)}),
        # By a code, in a string of codes, before a name, or by several codes together.
        ("3110;19;1001;;10;\n", "1001 = 'licens'", {"licens": (10, None)}),
        ("3110-19-1001;;;;10;\n", "1001 = 'licens'", {"licens": (10, None)}),
        ("3110;;1001 Licenser;;10;\n", "1001 = 'licens'", {"licens": (10, None)}),
        ("3110;19;1001;;10;\n", "'3110 1001' = 'licens'", {"licens": (10, None)}),
        ("3110;19;1001;;10;\n", "'1001-3110' = 'licens'", {"licens": (10, None)}),
        ("3110;;;Årsavgift;10;\n", "'Årsavgift' = 'licens'", {"licens": (10, None)}),
        # The most codes go first, whatever the order; and codes before names.
        (
            "3110;19;1001;;10;\n3120;19;1001;;5;\n",
            "19 = 'drift'\n'3110 1001' = 'licens'\n'19 1001' = 'drift'\n'3110 19 1001' = 'licens'",
            {"licens": (10, None), "drift": (5, None)},
        ),
        ("3110;;1001;Drift;10;\n", "1001 = 'licens'", {"licens": (10, None)}),
        # A minus in a row is a correction.
        ("5010;;Drift;;;10\n5010;;Drift;;;-4\n", "", {"drift": (None, 6)}),
        # Nothing is something: it is reported as 0.
        ("5010;;Drift;;0;0\n", "", {"drift": (0, 0)}),
    ],
)
def test_a_row_is_whose_its_codes_or_names_say(whose, rows, konton, wanted):
    found, problems, made = whose(rows, konton)

    assert problems == []
    assert not made.rounded
    assert {k: (v.get("intakt"), v.get("kostnad")) for k, v in found.items()} == wanted


def test_a_service_has_its_own_account_string_unless_the_year_says_other(whose):
    rows = "3110;19;100;;10;\n3110;19;200;;1;\n"

    assert whose(rows, "200 = 'licens'", drift="3110 19 100")[0] == {
        "drift": {"intakt": 10}, "licens": {"intakt": 1}
    }  # fmt: skip
    assert whose(rows, "19 = 'licens'")[0] == {"licens": {"intakt": 11}}


def test_a_group_has_rows_by_name_and_by_code_and_those_of_its_services(whose):
    rows = "3110;;Båda;;10;\n3110;;77;;5;\n3110;;Drift;;1,25;\n"

    found, problems, made = whose(rows, "77 = 'Båda'", GROUP)

    assert problems == []
    assert found == {"Båda": {"intakt": 16}}
    assert made.within == {"drift": "Båda"}
    assert made.rounded

    found, _, made = whose("3110;;Drift;;1;\n", "77 = 'Båda'", GROUP)
    assert (found, made.within) == ({"drift": {"intakt": 1}}, {})


def test_each_side_of_a_line_is_rounded_once(whose):
    found, _, made = whose("3110;;Drift;;0,4;0,5\n" * 3 + "3110;;Licens;;1,5;2,5\n")

    assert found == {
        "drift": {"intakt": 1, "kostnad": 2}, "licens": {"intakt": 2, "kostnad": 3}
    }  # fmt: skip
    assert made.rounded


@pytest.mark.parametrize(
    ("rows", "konton", "code", "words", "remedy"),
    [
        ("3110;19;1001;x;1;\n", "", "EK050", "3110 19 1001 x hör inte till", '"1001" = "…"'),
        ("3110;;;;1;\n", "", "EK050", "3110 hör inte till", '"3110" = "…"'),
        # What other rows have that are mapped is no key for this one.
        (
            "5010;19;200;;;1\n3110;19;200;;1;\n", "'5010 200' = 'drift'",
            "EK050", "rad 3: 3110 19 200 hör inte", '"3110 19 200" = "…"',
        ),
        (
            "3110;19;200;;1;\n", "'3110 19' = 'drift'\n'19 200' = 'licens'",
            "EK050", 'drift ("3110 19") och licens ("19 200")', '"3110 19 200" = "…"',
        ),
        ("3110;;Drift;Licens;1;\n", "", "EK050", "hör till både", '"Drift Licens" = "…"'),
        (
            "3110;;A b;C d;1;\n", "'A b' = 'drift'\n'C d' = 'licens'",
            "EK050", "hör till både", "ta bort en av dem under [konton]",
        ),
        ("3110;;Trafik;;1;\n", "", "EK053", "Trafik ingår inte i budgeten", "ta bort raden"),
    ],
)  # fmt: skip
def test_a_row_that_is_nobodys_is_told_with_what_helps(whose, rows, konton, code, words, remedy):
    _, problems, _ = whose(rows, konton)

    (problem,) = problems
    assert problem.code == code
    assert words in problem.text
    assert remedy in problem.remedy


@pytest.mark.parametrize(
    ("rows", "konton"),
    [
        ("3110;19;1001;x;1;\n", ""),
        ("5010;19;200;;;1\n3110;19;200;;1;\n", "'5010 200' = 'drift'"),
        ("3110;19;200;;1;\n", "'3110 19' = 'drift'\n'19 200' = 'licens'"),
        ("3110;;Drift;Licens;1;\n", ""),
    ],
)
def test_the_remedy_helps_when_it_is_followed_to_the_letter(whose, rows, konton):
    _, (problem,), _ = whose(rows, konton)
    line = problem.remedy.removeprefix("skriv ").split(" under ")[0].replace("…", "licens")

    found, problems, _ = whose(rows, f"{konton}\n{line}")

    assert problems == []
    assert found["licens"]


def test_accounts_of_years_before_hold_until_a_later_one_says_other(whose, shop):
    path = shop / "data" / "utfall" / "2023.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text("ar = 2023\n[konton]\n100 = 'drift'\n200 = 'drift'\n", encoding="utf-8")

    found, problems, _ = whose("3110;;100;;1;\n3110;;200;;2;\n", "200 = 'licens'")

    assert problems == []
    assert found == {"drift": {"intakt": 1}, "licens": {"intakt": 2}}
