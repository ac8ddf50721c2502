"""Each check of a year's reports by itself: what it holds, counts, and leaves untried."""

from functools import partial

import pytest
from tests.analysis.checks.small_folder import spoilt

from enamnd_cost.analysis.checks.decided import decisions
from enamnd_cost.analysis.checks.figures import CheckedYear
from enamnd_cost.analysis.checks.run import known_checks
from enamnd_cost.analysis.year import compute

CHECKS = known_checks()
FILE = "utfall/2024.toml"
HEAD = """ar = 2024

[[grupp]]
namn = "Båda"
tjanster = ["drift", "licens"]

[[rapport]]
namn = "Vår"
utfall_till = 2024-04-30
prognos_per = 2024-05-15
kalla = "Delårsrapport"
"""
POST = "\n[[rapport.post]]\n{}\n"
SUM = '\n[[rapport.summa]]\nenhet = "{}"\n{}\n'
WHOLE = POST.format(
    'grupp = "Båda"\nprognos = { intakt = 131_400, kostnad = 131_449, resultat = -49 }'
)
PROJECT = """namn = "Förstudie"
kort = "Förstudie"
i_budget = false

[projekt]
belopp = 100_000
start = 2024-01-01
slut = 2024-12-31
kalla = "Beslut"

[[period]]
fran = 2024
till = 2024
saknas = "Deltagarna är inte bestämda."
kalla = "Beslut"
"""


@pytest.fixture
def small(tmp_path):
    return partial(spoilt, tmp_path)


def tried(code, data):
    """What one check gives for 2024."""
    year = CheckedYear(compute(data, [2024]).year(2024), frozenset())
    return [each and (each.path, each.published, each.computed) for each in
            CHECKS[code].results(year)]  # fmt: skip


def test_without_reports_there_is_nothing_to_try(small):
    data = small()

    assert [tried(code, data) for code in ("EK441", "EK442", "EK443", "EK444")] == [[]] * 4


def test_groups_and_posts_are_of_the_budget_or_its_projects(small):
    other = POST.format('tjanst = "trafik"\nutfall = { kostnad = 5 }')
    project = POST.format('tjanst = "studie"\nutfall = { kostnad = 5 }')
    data = small((FILE, None, HEAD + other + project), ("tjanster/studie.toml", None, PROJECT))

    assert tried("EK441", data) == [
        None, None, (("rapport", 0, "post", 0, "tjanst"), None, None), None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("figures", "found"),
    [
        ("budget = { intakt = 100_200, kostnad = 100_200, resultat = 0 }", [None] * 3),
        (
            "budget = { intakt = 100_201 }",
            [(("rapport", 0, "post", 0, "budget", "intakt"), 100_201, 100_200)],
        ),
        (
            "prognos = { intakt = 100_000 }\navvikelse = { intakt = 200, kostnad = 7 }",
            [None],
        ),
        (
            "utfall = { intakt = 5, kostnad = 7, resultat = 2 }",
            [(("rapport", 0, "post", 0, "utfall", "resultat"), 2, -2)],
        ),
    ],
)
def test_the_controls_of_a_line_are_what_it_comes_to(small, figures, found):
    post = POST.format(f'tjanst = "drift"\n{figures}')

    assert tried("EK442", small((FILE, None, HEAD + post))) == found


def test_the_controls_of_a_group_are_those_of_its_services_together(small):
    post = POST.format(
        'grupp = "Båda"\nbudget = { intakt = 131_400, kostnad = 1 }\n'
        "prognos = { intakt = 1, kostnad = 1 }\navvikelse = { intakt = 131_399, kostnad = 2 }"
    )

    assert tried("EK442", small((FILE, None, HEAD + post))) == [
        None,
        (("rapport", 0, "post", 0, "budget", "kostnad"), 1, 131_400),
        None,
        (("rapport", 0, "post", 0, "avvikelse", "kostnad"), 2, 131_399),
    ]


@pytest.mark.parametrize(
    ("unit", "figures", "found"),
    [
        ("kr", "prognos = { intakt = 131_400, kostnad = 131_449, resultat = -49 }", [None] * 4),
        ("tkr", "prognos = { intakt = 131, kostnad = 131, resultat = 0 }", [None] * 4),
        (
            "tkr",
            "budget = { intakt = 132 }",
            [(("rapport", 0, "summa", 0, "budget", "intakt"), 132, 131)],
        ),
        ("tkr", "utfall = { intakt = 40, kostnad = 20, resultat = 21 }", [None]),
        (
            "kr",
            "utfall = { intakt = 40, kostnad = 20, resultat = 21 }",
            [(("rapport", 0, "summa", 0, "utfall", "resultat"), 21, 20)],
        ),
        (
            "tkr",
            "utfall = { intakt = 40, kostnad = 20, resultat = 22 }",
            [(("rapport", 0, "summa", 0, "utfall", "resultat"), 22, 20)],
        ),
        ("kr", "utfall = { intakt = 40, kostnad = 20 }", []),
    ],
)
def test_a_reports_own_sums_are_those_of_its_lines_in_its_unit(small, unit, figures, found):
    text = HEAD + SUM.format(unit, figures) + WHOLE

    assert tried("EK443", small((FILE, None, text))) == found


@pytest.mark.parametrize(
    ("figures", "found"),
    [
        ("utfall = { intakt = 33_333, kostnad = 1 }", [None]),
        (
            "utfall = { intakt = 33_334, kostnad = 1 }",
            [(("rapport", 0, "post", 0, "utfall", "intakt"), 33_334, 33_333)],
        ),
        ('utfall = { intakt = 33_334 }\nkommentar = "Förskott."', []),
        ("utfall = { kostnad = 1 }", []),
    ],
)
def test_a_projects_income_is_what_it_has_earned_or_says_why(small, figures, found):
    post = POST.format(f'tjanst = "studie"\n{figures}')
    data = small((FILE, None, HEAD + post), ("tjanster/studie.toml", None, PROJECT))

    assert tried("EK444", data) == found


REVISION = """ar = 2024
beslut = { dokument = "Protokoll", datum = 2024-09-18 }
kalla = "Protokoll"

[tjanst.drift]
underlag = 110_000

[budget]
summa = 141_400

[budget.tjanst.drift]
intakt = 110_200
kostnad = 110_200
underlag = 110_000
"""


def test_a_report_is_held_to_the_budget_of_its_own_day(small):
    budget = "budget = { intakt = 100_200, kostnad = 110_200 }"
    later = '\n[[rapport]]\nnamn = "Höst"\nutfall_till = 2024-09-30\nkalla = "Delårsrapport"\n'
    post = POST.format(f'tjanst = "drift"\n{budget}')
    data = small(
        (FILE, None, HEAD + post + later + post),
        ("revidering/2024-09-18.toml", None, REVISION),
    )
    first, last = decisions(data, [2024])[1]

    assert tried("EK442", first.held.data) == [
        None, (("rapport", 0, "post", 0, "budget", "kostnad"), 110_200, 100_200),
    ]  # fmt: skip
    assert tried("EK442", last.held.data) == [
        (("rapport", 1, "post", 0, "budget", "intakt"), 100_200, 110_200), None,
    ]  # fmt: skip


BUDGET_OF_DRIFT = 100_200
YEAR = HEAD.replace("2024-04-30", "2024-12-31").replace("prognos_per = 2024-05-15\n", "")


def meant(head, figures):
    """A report of one service with figures of it."""
    return head + POST.format(f'tjanst = "drift"\n{figures}')


@pytest.mark.parametrize(
    ("head", "figures", "wrong"),
    [
        (HEAD, "utfall = { intakt = 5, kostnad = 0 }", []),  # so far it may be anything
        (HEAD, "utfall = { intakt = -1, kostnad = -2 }", [("utfall", "intakt", -1),
                                                          ("utfall", "kostnad", -2)]),
        (HEAD, "utfall = { kostnad = -2 }\nkommentar = 'Återbetalt'", []),
        (HEAD, "prognos = { kostnad = 1_002 }", []),
        (HEAD, "prognos = { kostnad = 1_001 }", [("prognos", "kostnad", 1_001)]),
        (HEAD, "prognos = { kostnad = 10_020_000 }", []),
        (HEAD, "prognos = { kostnad = 10_020_001 }", [("prognos", "kostnad", 10_020_001)]),
        (HEAD, "prognos = { kostnad = 1 }\nkommentar = 'Upphör'", []),
        (HEAD, "prognos = { kostnad = 0 }", []),
        (YEAR, "utfall = { kostnad = 1_001 }", [("utfall", "kostnad", 1_001)]),
        (YEAR, "utfall = { kostnad = 0 }", []),
        (YEAR.replace("12-31", "12-30"), "utfall = { kostnad = 1_001 }", []),
        (YEAR.replace("12-31", "11-30"), "utfall = { kostnad = 1_001 }", []),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_told_unless_it_is_explained(small, head, figures, wrong):
    found = tried("EK446", small((FILE, None, meant(head, figures))))

    at = ("rapport", 0, "post", 0)
    assert [each for each in found if each] == [
        ((*at, key, side), kr, BUDGET_OF_DRIFT) for key, side, kr in wrong
    ]
    sides = figures.count("intakt") + figures.count("kostnad")
    assert len(found) == (0 if "kommentar" in figures else sides)


def test_a_projects_budget_is_nothing_so_only_its_sign_is_held(small):
    post = POST.format('tjanst = "studie"\nutfall = { intakt = 9, kostnad = -1 }')
    data = small((FILE, None, YEAR + post), ("tjanster/studie.toml", None, PROJECT))

    at = ("rapport", 0, "post", 0, "utfall", "kostnad")
    assert tried("EK446", data) == [None, (at, -1, 0)]


def test_what_a_figure_is_taken_for_is_said_in_words(small):
    data = small((FILE, None, meant(YEAR, "utfall = { intakt = 1_001, kostnad = 10_020_001 }")))
    year = CheckedYear(compute(data, [2024]).year(2024), frozenset())

    told = [each.text.replace("\xa0", " ") for each in CHECKS["EK446"].results(year) if each]
    size = "100 200 kr"
    assert told == [
        f"Vår, drift: utfall, intäkter, är 1 001 kr, mindre än en hundradel av budgetens {size}",
        f"Vår, drift: utfall, kostnader, är 10 020 001 kr, mer än hundra gånger budgetens {size}",
    ]
