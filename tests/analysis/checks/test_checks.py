"""The checks that hold the program itself to account, and what is skipped because of what."""

from dataclasses import replace
from fractions import Fraction

import pytest

from enamnd_cost.analysis.checks import data as data_checks
from enamnd_cost.analysis.checks import year as year_checks
from enamnd_cost.analysis.checks.check import HELD, Fault, against, check, compared, fault_of
from enamnd_cost.analysis.checks.figures import CheckedYear
from enamnd_cost.analysis.checks.run import OF_A_YEAR, Choice, known_checks, run
from enamnd_cost.files.loading import load
from enamnd_cost.model.problem import Problem, Spot


def doctored(computed, service, tamper):
    """A year's result in which one service's allocation has been tampered with."""
    result = computed.year(2023)
    services = tuple(
        replace(s, allocation=s.allocation._replace(**tamper(s.allocation)))
        if s.id == service
        else s
        for s in result.services
    )
    return CheckedYear(replace(result, services=services), frozenset())


def findings(name, subject):
    check = next(c for c in year_checks.CHECKS if c.name == name)
    return [fault for fault in check.results(subject) if fault]


def test_shares_that_do_not_cover_the_cost_are_found(computed):
    def one_krona_less(allocation):
        row = allocation.rows["2582"]
        step = row.steps[0]._replace(exact=row.steps[0].exact - Fraction(1))
        return {"rows": {**allocation.rows, "2582": row._replace(steps=(step, *row.steps[1:]))}}

    (found,) = findings("andelar", doctored(computed, "e-arkiv", one_krona_less))

    assert (found.code, found.service) == ("EK411", "e-arkiv")


def test_rows_and_columns_that_disagree_are_found(computed):
    def one_krona_more(allocation):
        row = allocation.rows["2582"]
        return {"rows": {**allocation.rows, "2582": row._replace(amount=row.amount + 1)}}

    (found,) = findings("summor", doctored(computed, "e-arkiv", one_krona_more))

    assert (found.code, found.difference) == ("EK412", -1)


@pytest.mark.parametrize(
    ("published", "computed", "difference"),
    [(None, None, None), (None, 3, None), (3, None, None), (0, 3, 3), (3, 0, -3), (3, 3, 0)],
)
def test_a_difference_is_between_two_figures(published, computed, difference):
    fault = Fault("budget/2024.toml", (), "något", published, computed)

    assert fault.difference == difference
    assert compared(fault) == (fault if difference else HELD)
    if difference is not None:
        said = against(published, computed, "GB").replace("−", "-")
        assert said == f"angivet {published} GB, beräknat {computed} GB, skillnad {difference} GB"


def test_what_stood_in_the_way_is_a_fault_with_all_that_it_said():
    spot = Spot(7, 3, 11, "fran = 2024")
    problem = Problem("EK1", "fil.toml", "text", "åtgärd", ("a", 1), on_key=True, spot=spot)

    assert fault_of(problem, ("annan.toml",)) == Fault(
        "fil.toml", ("a", 1), "text", others=("annan.toml",), code="EK1", level="fel",
        remedy="åtgärd", on_key=True, spot=spot,
    )  # fmt: skip


def test_a_finding_has_the_code_and_level_of_its_check_and_its_own_remedy_first():
    def run(_):
        yield HELD
        yield Fault("fil", (), "text")
        yield Fault("fil", (), "text", remedy="egen")

    made = check("EK1", "namn", "något", "allmän", ("före",), "varning")(run)

    assert made.results(None) == [
        HELD,
        Fault("fil", (), "text", code="EK1", level="varning", remedy="allmän"),
        Fault("fil", (), "text", code="EK1", level="varning", remedy="egen"),
    ]
    assert (made.name, made.holds, made.after) == ("namn", "något", ("före",))


def test_every_check_has_a_name_and_a_code_of_its_own():
    checks = [*data_checks.CHECKS, *OF_A_YEAR]

    assert len({c.code for c in checks}) == len({c.name for c in checks}) == len(checks)
    names = {c.name for c in checks}
    assert all(set(c.after) <= names for c in checks)


NAMES = """
EK401 folkmangdssumma
EK402 mattsumma
EK403 kallor
EK404 facitar
EK405 kommunkoder
EK406 indexvarden
EK411 andelar
EK412 summor
EK413 fullstandig
EK414 intakt
EK415 kostnad
EK416 budgetsumma
EK417 utanfor
EK418 underlag
EK419 facit
EK420 facitsumma
EK421 pahittat
EK422 luckor
EK423 antaget
EK431 projektsumma
EK441 utfallstjanster
EK442 utfallsrutor
EK443 utfallssummor
EK444 projektintakter
EK445 utfallsar
EK446 utfallstal
EK432 overfort
EK451 fullstandiga-kallor
EK452 indexstatus
EK453 oanvant
EK454 andring
EK455 tomt-facit
"""
NAMED = dict(line.split() for line in NAMES.split("\n") if line)
STRICT = {code for code in NAMED if code >= "EK450"}


def test_every_check_has_its_name_says_what_holds_and_what_to_do():
    known = known_checks()

    assert {code: check.name for code, check in sorted(known.items())} == NAMED
    for code, each in known.items():
        assert each.level == ("varning" if code in STRICT else "fel")
        words = {each.holds, each.remedy}
        assert len(words) == 2
        assert all(" " in said for said in words)
    assert known["EK416"].after == ("fullstandig", "intakt", "kostnad")


@pytest.mark.parametrize(
    ("choice", "codes"),
    [
        (Choice(), NAMED.keys() - STRICT),
        (Choice(strict=True), NAMED.keys()),
        (Choice(only=frozenset({"EK401"})), {"EK401"}),
        (Choice(only=frozenset({"folkmangdssumma", "EK455"})), {"EK401", "EK455"}),
        (Choice(skip=frozenset({"EK401", "luckor"})), NAMED.keys() - STRICT - {"EK401", "EK422"}),
        (Choice(only=frozenset({"EK401", "EK402"}), skip=frozenset({"mattsumma"})), {"EK401"}),
        (Choice(strict=True, skip=frozenset({"EK455"})), NAMED.keys() - {"EK455"}),
    ],
)
def test_the_checks_that_are_asked_for_have_a_turn_and_no_others(data, choice, codes):
    assert run(data, [2024], choice).turns.keys() == codes


def test_what_depends_on_a_failed_service_is_skipped_and_says_so(copied):
    path = copied / "tjanster" / "soc-grund.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("509_200", "509_300"))
    data, _ = load(copied)

    report = run(data, [2023])

    (found,) = report.findings
    assert (found.code, found.file) == ("EK302", "tjanster/soc-grund.toml")
    assert any("soc-grund" in line and "budgetsumma" in line for line in report.skipped)


def test_a_failure_is_told_once_though_several_years_need_it(copied):
    path = copied / "tjanster" / "verksamhetsutvecklare.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("937_200", "937_300"))
    data, _ = load(copied)

    codes = [finding.code for finding in run(data, data.years).findings]

    assert codes.count("EK302") == 1
    assert codes.count("EK306") == 2, "2023 builds on 2022, and 2024 on 2023"


@pytest.mark.parametrize(
    ("section", "line", "code"),
    [
        ("tjanst.datacenter", "intakt = 1_208_400\nkostnad = 1_208_400", "EK413"),
        ("utanfor.e-arkiv-tillagg", "belopp = 1", "EK417"),
        ("utanfor.soc-grund", "belopp = 1", "EK413"),
    ],
)
def test_a_budget_line_for_the_wrong_kind_of_service_is_found(copied, section, line, code):
    path = copied / "budget" / "2023.toml"
    text = path.read_text(encoding="utf-8")
    if "datacenter" in section:
        text = text.replace("[utanfor.datacenter]\nbelopp = 1_208_400\nunderlag = 1_200_000\n", "")
    if "soc-grund" in section:
        text = text.replace(
            "[tjanst.soc-grund]\nintakt = 509_200\nkostnad = 509_200\nunderlag = 508_300\n", ""
        )
    path.write_text(f"{text}\n[{section}]\n{line}\n", encoding="utf-8")
    data, problems = load(copied)
    assert problems == []

    assert code in {finding.code for finding in run(data, [2023]).findings}


def codes_of(folder, year=2023):
    data, problems = load(folder)
    assert problems == []
    return [(found.code, found.file) for found in run(data, [year]).findings]


def test_a_facit_without_a_source_is_found(copied):
    path = copied / "facit" / "last-2023.toml"
    kept = [
        line
        for line in path.read_text(encoding="utf-8").splitlines()
        if not line.startswith("kalla")
    ]
    path.write_text("\n".join(kept), encoding="utf-8")

    assert codes_of(copied) == [("EK403", "facit/last-2023.toml")]


def test_a_line_outside_the_budget_for_a_service_without_figures_is_found(copied):
    path = copied / "budget" / "2024.toml"
    text = path.read_text(encoding="utf-8")
    assert "datacenter" not in text
    path.write_text(f"{text}\n[utanfor.datacenter]\nbelopp = 1\n", encoding="utf-8")

    assert codes_of(copied, 2024) == [("EK413", "budget/2024.toml")]
