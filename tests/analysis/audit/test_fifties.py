"""Amounts in whole fifties and five hundreds are not rounded to kronor: a krona off is wrong."""

import pytest


@pytest.mark.parametrize("unit", [10, 50, 100, 500, 1_000, 5_000])
def test_a_krona_off_is_no_rounding_of_whole_units(look, data, unit):
    amounts = [unit * (n + 11) for n, _ in enumerate(data.kommuner.kommun)]
    rows = [f"{k.namn};{kr}" for k, kr in zip(data.kommuner.kommun, amounts, strict=True)]

    def document(total):
        return "\n".join(["Avgift 2031", "", "Kommun;Belopp", *rows, f"Summa;{total}"]) + "\n"

    assert look(document(sum(amounts))).findings == ()
    (finding,) = look(document(sum(amounts) + 1)).findings
    assert (finding.code, finding.level) == ("EK505", "fel")
