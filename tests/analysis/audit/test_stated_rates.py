"""A rate per inhabitant that a text states is held to the table that follows it, no other."""

from fractions import Fraction
from math import ceil

import pytest

from enamnd_cost.swedish import rounded

RATES = [("42,25", 0), ("2,17", 7_896), ("31", 0), ("1,05", 2_500)]


@pytest.fixture
def charged(data):
    """A document of a rate: each one's amount, with or without its inhabitants."""

    def made(rate, fixed, text, *, counted=False, unit=1, up=False, wrong=None):
        (people,) = (f for f in data.kommuner.folkmangd if str(f.datum) == "2023-12-31")
        lines, total = [], 0
        for kommun in data.kommuner.kommun:
            n = people.invanare[kommun.id]
            exact = (fixed + Fraction(rate.replace(",", ".")) * n) / unit
            kronor = unit * (ceil(exact) if up else int(rounded(exact, 0)))
            kronor += 1_000 if kommun.id == wrong else 0
            total += kronor
            lines.append(f"{kommun.namn};{n};{kronor}" if counted else f"{kommun.namn};{kronor}")
        head = "Kommun;Invånare 2023-12-31;Belopp" if counted else "Kommun;Belopp"
        last = f"Summa;{sum(people.invanare.values())};{total}" if counted else f"Summa;{total}"
        return "\n".join(["Avgift 2031", "", head, *lines, last, "", text]) + "\n"

    return made


def said(rate, fixed):
    beside = f"{fixed:,} kr per medlem och ".replace(",", " ") if fixed else ""
    return f"Avgiften är {beside}{rate} kr per invånare."


@pytest.mark.parametrize("counted", [False, True])
@pytest.mark.parametrize(("rate", "fixed"), RATES)
@pytest.mark.parametrize(("unit", "up"), [(1, False), (50, True)])
def test_a_table_that_follows_the_rate_is_clean_and_a_slip_in_it_is_told(
    look, charged, rate, fixed, counted, unit, up
):
    how = {"counted": counted, "unit": unit, "up": up}

    assert look(charged(rate, fixed, said(rate, fixed), **how)).findings == ()
    found = look(charged(rate, fixed, said(rate, fixed), wrong="kalix", **how)).findings

    (one,) = [each for each in found if each.level == "fel"]
    assert one.code == "EK526"
    assert f"{rate} kr × " in one.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Kalix" in one.text


@pytest.mark.parametrize(
    "text",
    [
        "Avgiften är 44,25 kr per invånare.",  # another year's
        "Avgiften är 42,25 kr per invånare, lägst 400 000 kr.",
        "Avgiften är 42,25 kr per invånare. Kalix betalar enligt avtal.",
        "Avgiften är cirka 42,25 kr per invånare.",
        "Avgiften är 42,25 kr per kommun.",
    ],
)
def test_a_rate_that_may_not_be_the_rows_is_no_alarm(look, charged, text):
    assert look(charged("42,25", 0, text, wrong="kalix")).findings == ()


def test_of_two_rates_the_one_that_the_rows_follow_is_meant(look, charged):
    text = "Avgiften höjs från 31,25 kr per invånare till 42,25 kr per invånare."

    assert look(charged("42,25", 0, text)).findings == ()
    (one,) = look(charged("42,25", 0, text, wrong="boden")).findings
    assert "42,25" in one.text
