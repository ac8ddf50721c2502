"""A long cell is told as one, and nothing else that reads csv is the worse for it."""

import csv

from enamnd_cost.files.documents import texts


def test_reading_one_file_makes_no_limit_lower_for_the_next():
    before = csv.field_size_limit()

    texts.sheets("Kommun;Belopp\nBoden;1\n")

    assert csv.field_size_limit() >= before
