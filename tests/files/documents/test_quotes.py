"""A quote that is not closed swallows rows; a cell of several lines does not."""

import shutil
from pathlib import Path

import pytest

from enamnd_cost.files.documents.grid import UnreadableError
from enamnd_cost.files.documents.texts import sheets

ROWS = ["Kommun;Belopp", "Boden;46800", "Kalix;34300", "Luleå;98200", "Piteå;61200", "Summa;240500"]


def refused(rows, ends="\n"):
    with pytest.raises(UnreadableError) as told:
        sheets(ends.join(rows) + ends)
    assert told.value.code == "EK033"
    return told.value.text


@pytest.mark.parametrize("row", range(len(ROWS)))
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("closing", ["", "”", "'"], ids=["no quote", "curly", "single"])
def test_a_quote_that_is_not_closed_is_told_at_its_line(row, ends, closing):
    rows = list(ROWS)
    name, _, rest = rows[row].partition(";")
    rows[row] = f'"{name}{closing};{rest}'

    assert refused(rows, ends).startswith(f"rad {row + 1}: citattecknet stängs inte")


@pytest.mark.parametrize("last", [3, 4, 5])
def test_two_that_are_not_closed_do_not_close_one_another(last):
    rows = list(ROWS)
    rows[1], rows[last] = f'"{rows[1]}', f'"{rows[last]}'

    assert "rad 2:" in refused(rows)


def test_rows_between_two_quotes_are_no_text():
    rows = ["Kommun;Belopp", '"Boden;46800', *ROWS[2:5], 'Summa";240500']

    assert "rad 2:" in refused(rows)


@pytest.mark.parametrize(
    "cell",
    [
        '"Boden\nkommun"',
        '"Boden\n(värd,\nsedan 2024)"',
        '"Not: ""så""\noch så; 2024\nmen inte mer"',
        '"En rad; två\n\ntre"',
    ],
)
def test_a_cell_of_several_lines_is_read_whole(cell):
    (sheet,) = sheets(f"Kommun;Belopp\n{cell};46800\nKalix;34300\n")

    text = cell[1:-1].replace('""', '"')
    assert [[c.value for c in row] for row in sheet.rows] == [
        ["Kommun", "Belopp"],
        [text, "46800"],
        ["Kalix", "34300"],
    ]


def test_a_quote_within_a_line_is_read_as_before():
    (sheet,) = sheets('Kommun;Mått\nBoden;5" skärm\nKalix;"a"b\n')

    assert [row[1].value for row in sheet.rows] == ["Mått", '5" skärm', "ab"]


@pytest.mark.parametrize("command", ["audit", "infer", "population", "index --serie AKI"])
def test_no_command_reads_such_a_file(run, tmp_path, command):
    case = Path(__file__).parent / "oppet-citattecken.csv"
    shutil.copy(case, tmp_path)

    ran = run(*command.split(), case.name)

    assert ran.returncode == 2
    assert "rad 4: citattecknet stängs inte" in ran.stderr
