"""Shares of what is counted that amounts are shared out by: both are held to them."""

from fractions import Fraction

import pytest

from enamnd_cost.analysis.audit.findings import NOTE
from enamnd_cost.swedish import rounded

HEADS = ["Kommun", "Invånare", "Andel", "Belopp"]


def real(found):
    return [f for f in found.findings if f.level != NOTE]


@pytest.fixture
def shared(data):
    """A cost by inhabitants: rows of name, inhabitants, share, and amount, at some dates."""

    def made(date="2018-12-31", shared_by=None, places=2):
        kommuner = data.kommuner
        of = {str(each.datum): each.invanare for each in kommuner.folkmangd}
        shown, by = of[date], of[shared_by or date]
        rows = []
        for kommun in kommuner.kommun:
            share = Fraction(by[kommun.id], sum(by.values()))
            kronor = int(rounded(share * 500_000, 0))
            per_cent = f"{rounded(100 * share, places)} %".replace(".", ",")
            rows.append([kommun.namn, shown[kommun.id], per_cent, kronor])
        return rows

    return made


def table(rows, order=(1, 2, 3), title="Fördelning 2031"):
    last = ["Summa", sum(row[1] for row in rows), "100 %", sum(row[3] for row in rows)]
    lines = [HEADS, *rows, last]
    return (
        title
        + "\n"
        + "".join(f"{r[0]};" + ";".join(str(r[n]) for n in order) + "\n" for r in lines)
    )


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 2, 1), (1, 3, 2)])
def test_amounts_that_have_changed_places_are_found_beside_inhabitants(look, shared, order):
    rows = shared()
    assert real(look(table(rows, order))) == []

    rows[3][3], rows[8][3] = rows[8][3], rows[3][3]
    (finding,) = real(look(table(rows, order)))
    assert finding.code == "EK517"


def test_a_share_that_is_wrong_is_one_finding_though_it_is_of_two_columns(look, shared):
    rows = shared()
    rows[3][2] = "9,99 %"

    (finding,) = real(look(table(rows)))
    assert (finding.code, finding.place.row, finding.place.column) == ("EK525", 6, 3)


@pytest.mark.parametrize("places", [0, 1, 2])
@pytest.mark.parametrize("date", ["2015-12-31", "2020-12-31", "2024-12-31"])
def test_inhabitants_of_another_date_are_not_what_the_shares_are_of(look, shared, places, date):
    rows = shared(date, "2018-12-31", places)

    assert real(look(table(rows).replace("Invånare", f"Invånare {date}"))) == []
