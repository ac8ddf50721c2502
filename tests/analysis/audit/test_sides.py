"""Tables of two sides: which side a row is on, and what each sum, result and deviation is of."""

import pytest

from enamnd_cost.analysis.audit.findings import NOTE
from enamnd_cost.analysis.audit.run import sentence

HEADS = ";Budget;Utfall;Avvikelse"
# What is good for the result is more, on both sides; only the sums tell which side a row is on.
FAVOUR = [
    HEADS, "Avgifter;100 000;112 000;12 000", "Bidrag;50 000;53 450;3 450",
    "Summa intäkter;150 000;165 450;15 450", "Löner;90 000;85 000;5 000",
    "Licenser;40 000;43 000;-3 000", "Summa kostnader;130 000;128 000;2 000",
    "Resultat;20 000;37 450;17 450",
]  # fmt: skip
PLAIN = [
    *FAVOUR[:4], "Löner;90 000;85 000;-5 000", "Licenser;40 000;43 000;3 000",
    "Summa kostnader;130 000;128 000;-2 000", FAVOUR[-1],
]  # fmt: skip
SIGNED = [
    *FAVOUR[:4], "Löner;-90 000;-85 000;5 000", "Licenser;-40 000;-43 000;-3 000",
    "Summa kostnader;-130 000;-128 000;2 000", FAVOUR[-1],
]  # fmt: skip
TABLES = {"favour": FAVOUR, "plain": PLAIN, "signed": SIGNED}


def sections(rows):
    return [rows[0], "Intäkter", *rows[1:4], "Kostnader", *rows[4:]]


def errors(found):
    return [(f.code, f.place.row, f.place.column) for f in found.findings if f.level != NOTE]


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("headed", [False, True], ids=["bare", "headed"])
def test_a_table_of_two_sides_is_read_with_the_signs_that_it_has(name, headed, look):
    rows = sections(TABLES[name]) if headed else TABLES[name]

    found = look("\n".join(rows) + "\n")

    assert [sentence(f) for f in found.findings] == []
    assert found.checked == 16


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("headed", [False, True], ids=["bare", "headed"])
def test_any_figure_that_is_wrong_there_is_told_once_at_its_cell(name, headed, look):
    rows = sections(TABLES[name]) if headed else TABLES[name]
    for n, row in enumerate(rows):
        for column in range(1, 4) if n and ";" in row else ():
            cells = row.split(";")
            cells[column] += "9" if cells[column] == "0" else ""
            cells[column] = cells[column][:-3] + "790"
            text = "\n".join([*rows[:n], ";".join(cells), *rows[n + 1 :]]) + "\n"

            told = [place[1:] for place in errors(look(text))]

            assert told == [(n + 1, column + 1)], text


THREE = "Uppföljning 2031\nPost;Budget;Utfall;{}\nArkiv;100;{};20\nDrift;200;{};30\n"
THREE += "Lön;310;300;-10\nSumma;610;650;40\n"


@pytest.mark.parametrize("heading", ["Avvikelse", "Avv", "Avv.", "Avv. mot budget", "Diff."])
def test_two_outcomes_of_three_that_have_changed_places_are_told(heading, look):
    sound, swapped = (look(THREE.format(heading, *pair)) for pair in ((120, 230), (230, 120)))

    assert (errors(sound), sound.checked) == ([], 7)
    assert errors(swapped) == [("EK517", 3, 3)]


@pytest.mark.parametrize("deviations", [("0", "0", "10", "5"), ("0", "0", "3", "4")])
def test_rows_without_a_deviation_do_not_say_what_a_column_is_of(deviations, look):
    rows = zip(("100;100", "200;200", "300;330", "400;420"), deviations, strict=True)
    text = "".join(f"Post {n};{row};{each}\n" for n, (row, each) in enumerate(rows))

    assert errors(look(f";Budget;Utfall;Avvikelse\n{text}")) == []


# Tables whose two sides come to the same: nothing of one may stand in for the other.
BALANCED = {
    "a budget": (
        "Budget 2031\nIntäkter\nAvgifter;760\nBidrag;40\nSumma intäkter;800\nKostnader\n"
        "Personal;340\nDrift;460\nSumma kostnader;800\n"
    ),
    "costs before income, and a result": (
        "Budget 2031\nKostnader\nPersonal;340\nDrift;460\nSumma kostnader;800\nIntäkter\n"
        "Avgifter;760\nBidrag;40\nSumma intäkter;800\nResultat;0\n"
    ),
    "sums that name no side": (
        "Budget 2031\nIntäkter\nAvgifter;760\nBidrag;40\nSumma;800\nKostnader\nPersonal;340\n"
        "Drift;460\nSumma;800\n"
    ),
    "income in two sums": (
        "Budget 2031\nIntäkter\nAvgift A;310\nAvgift B;200\nSumma avgifter;510\nBidrag A;120\n"
        "Bidrag B;50\nSumma bidrag;170\nKostnader\nLön;430\nHyra;250\nSumma kostnader;680\n"
    ),
    "a single row of income": (
        "Budget 2031\nIntäkter;780\nPersonal;340\nDrift;400\nÖvrigt;40\nSumma kostnader;780\n"
    ),
    "a single row of income below": (
        "Budget 2031\nPersonal;340\nDrift;400\nÖvrigt;40\nSumma kostnader;780\nIntäkter;780\n"
        "Resultat;0\n"
    ),
    "a balance sheet": (
        "Balansräkning 2031\nTillgångar\nAnläggningstillgångar;610\nOmsättningstillgångar;390\n"
        "Summa tillgångar;1 000\nEget kapital och skulder\nEget kapital;310\nSkulder;690\n"
        "Summa eget kapital och skulder;1 000\n"
    ),
    "a budget of how things are paid for": (
        "Finansieringsbudget 2031;kr\nInvesteringar;810\nAmorteringar;190\n"
        "Summa finansieringsbehov;1 000\nEgna medel;350\nNya lån;650\nSumma finansiering;1 000\n"
    ),
    "sums that stand over their posts": (
        "Budget 2031;kr\nSumma A;100\na;61\nb;39\nSumma B;50\nc;50\n"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BALANCED)
def test_each_side_of_a_table_that_balances_is_held_to_its_own_posts(name, look):
    rows = BALANCED[name].splitlines()
    single = {n for n, row in enumerate(rows) if row.startswith("Intäkter;")}
    assert [sentence(f) for f in look(BALANCED[name]).findings] == []

    for n, row in enumerate(rows):
        label, _, figure = row.partition(";")
        if n in single or not figure or figure in {"0", "kr"}:
            continue
        wrong = f"{label};{int(figure.replace(' ', '')) + 30}"
        found = errors(look("\n".join([*rows[:n], wrong, *rows[n + 1 :]]) + "\n"))

        assert [code for code, *_ in found] == ["EK505"], wrong
        assert rows[found[0][1] - 1].startswith("Summa")


def test_a_sum_of_one_side_may_still_stand_over_its_only_post(look):
    text = (
        ";Budget;Utfall\nIntäkter;100;90\nSumma kostnader;100;95\nPersonal;100;95\nResultat;0;-5\n"
    )

    assert look(text).findings == ()
