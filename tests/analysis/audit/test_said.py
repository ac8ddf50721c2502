"""What an audit says is no more than is known, and stands where the slip is."""

from fractions import Fraction

import pytest

from enamnd_cost.analysis.audit.findings import NOTE
from enamnd_cost.swedish import rounded


def real(found):
    return [f for f in found.findings if f.level != NOTE]


def amounts_of(computed, service, year):
    allocation = computed.year(year).by_id[service].allocation
    return allocation.amounts


# Parts of a year


@pytest.fixture
def halves(data, computed):
    """An invoice of half a year: title, heads, rows and their right sum."""
    amounts = amounts_of(computed, "e-arkiv", 2024)
    names = data.kommuner.names
    rows = [f"{names[code]};{kr // 2}" for code, kr in amounts.items()]
    total = sum(kr // 2 for kr in amounts.values())
    return "\n".join(["E-arkiv 2024", "Kommun;Belopp", *rows, f"Summa;{total}", ""])


def test_a_part_of_the_year_is_no_error(look, halves):
    (finding,) = look(halves).findings

    assert (finding.code, finding.level) == ("EK516", NOTE)
    assert "varje belopp är 1/2 av modellens" in finding.text


def test_a_slip_in_a_part_of_the_year_is_told_at_its_cell(look, halves):
    found = look(halves.replace("Luleå;48000", "Luleå;41000"))

    (finding,) = real(found)
    assert (finding.place.row, finding.printed, finding.computed) == (11, 41_000, 48_000)
    assert "1/2 av modellens 96\xa0000\xa0kr är 48\xa0000\xa0kr" in finding.text
    assert any("14 av 15 belopp är 1/2 av modellens" in f.text for f in found.findings)


# Who is missing


@pytest.mark.parametrize("swapped", [False, True])
def test_who_is_missing_is_told_at_the_amount_in_its_unit(look, data, computed, swapped):
    kronor = amounts_of(computed, "soc-grund", 2024)
    total = sum(kronor.values())
    names = data.kommuner.names
    rows = [
        (names[code], f"{rounded(Fraction(100 * kr, total), 1)} %".replace(".", ","), str(kr))
        for code, kr in kronor.items()
        if names[code] != "Kalix"
    ]
    rows = [("Kommun", "Andel", "Belopp"), *rows, ("Summa", "100,0 %", str(total))]
    if swapped:
        rows = [(a, c, b) for a, b, c in rows]
    found = look("Fördelning 2031\n" + "\n".join(map(";".join, rows)))

    (finding,) = [f for f in found.findings if f.code == "EK502"]
    assert (finding.place.column, finding.unit) == (2 if swapped else 3, "kr")
    assert "34\xa0300\xa0kr sluter summan" in finding.text
    assert "\xa0% under Summa, Andel" in finding.text


# Populations that are another date's


def test_the_date_is_told_also_where_all_are_astray(look):
    text = "Kommun;Invånare 2018-12-31\nArjeplog;9 001\nBoden;9 002\nKalix;9 003\n"

    found = look(text)
    assert [f.code for f in real(found)] == ["EK527"]
    assert "3 invånarantal mot folkmängden 2018-12-31." in found.coverage.lead()[0]


# Shares that are evened out


EVENED = """\
Fördelning 2031;;
Post;Andel;Belopp
A;40,0 %;40 000
B;25,0 %;{}
C;35,0 %;34 960
Summa;100,0 %;100 000
"""


def test_an_amount_that_is_wrong_does_not_make_shares_evened(look):
    found = look(EVENED.format("25 060"))

    assert look(EVENED.format("25 040")).findings == ()
    (finding,) = found.findings
    assert (finding.place.row, finding.place.column, finding.computed) == (4, 3, 25_040)
