"""A few hundred random mistakes in what is read; ``tests/mutants.py`` runs many more."""

import random

import pytest
from tests.spoiling import judging, kinds
from tests.spoiling.judging import Answer, judge
from tests.spoiling.kinds import KINDS, place_in, series

from enamnd_cost.files import loading

COUNT = {
    "data": 100, "dokument": 50, "folkmangd": 50, "scenario": 40, "ord": 50, "indextal": 50,
    "mangder": 40, "huvudbok": 40,
}  # fmt: skip


@pytest.mark.parametrize("first", [101, 10_101])
@pytest.mark.parametrize("kind", KINDS)
def test_no_random_mistake_is_met_by_a_crash_a_hang_english_or_silence(
    kind, first, tmp_path, monkeypatch
):
    monkeypatch.setattr(loading, "read_text", judging.reading_once())

    mutants = series(range(first, first + COUNT[kind]), [kind], place_in(tmp_path))

    assert [(name, tried) for name, tried in mutants if tried.bad] == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_mutant_of_the_same_seed_is_the_same(kind, tmp_path, monkeypatch):
    monkeypatch.setattr(kinds, "ask", lambda _: Answer(1, "fel"))
    place = place_in(tmp_path)

    once, again = (KINDS[kind](random.Random(7), place) for _ in range(2))

    assert once == again
    assert once.bad is None


@pytest.mark.parametrize(
    ("answer", "bad"),
    [
        (Answer(70, "", "crash: …"), "crash: …"),
        (Answer(70, "internt fel"), "exit 70: internt fel"),
        (Answer(2, ""), "exit 2 without a word"),
        (Answer(2, "fel: \x1b[2J"), "raw"),
        (Answer(2, "fel: \x9b31m"), "raw"),
        (Answer(2, "Invalid value"), "English"),
    ],
)
def test_what_is_bad_is_seen(answer, bad):
    assert judge(["check"], answer).startswith(bad)


@pytest.mark.parametrize(
    "answer",
    [Answer(0, ""), Answer(1, 'fel: "Invalid"\n'), Answer(2, "fel\r\n 3 | value = 1\n")],
)
def test_what_is_right_is_not_bad(answer):
    assert judge(["check"], answer) is None


def test_an_amount_that_changes_in_silence_is_seen(tmp_path, monkeypatch):
    place = place_in(tmp_path)
    monkeypatch.setattr(kinds, "ask", lambda _: Answer(0, ""))

    silent = [tried.bad for _, tried in series(range(30), ["data"], place)]

    assert "silent though an amount has changed" in silent
