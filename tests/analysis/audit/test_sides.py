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
