"""What held on a day: later decisions laid over a budget are the same data written by hand."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from enamnd_cost.analysis.checks.run import run
from enamnd_cost.analysis.scenarios.held import first_day, held, held_on, latest
from enamnd_cost.analysis.year import compute
from enamnd_cost.files.loading import load
from enamnd_cost.model.budget import Budget
from enamnd_cost.model.period import Period
from enamnd_cost.model.revidering import Reviderad, Revidering
from enamnd_cost.model.tjanst import Tjanst

SOUND, _ = load(Path(__file__).parents[2] / "fel" / "bas")
FIRST = dt.date(2023, 6, 1)
DAYS = [dt.date(2024, 2, 1), dt.date(2024, 6, 20), dt.date(2024, 12, 31)]
NAMES = ["boden", "lulea", "overtornea"]

# What the service drift is like: its cost, its key, and who is not in it.
WEIGHTED = "vikter"
BEFORE = {"underlag": 100_000, "fordelning": "50/50", "utom": None}
CHANGED = {**BEFORE, "underlag": 5_000, "fordelning": "lika"}
states = st.lists(
    st.fixed_dictionaries(
        {
            "underlag": st.integers(1, 99).map(lambda n: n * 1_000),
            "fordelning": st.sampled_from(["lika", "50/50", WEIGHTED]),
            "utom": st.sampled_from([None, *NAMES]),
        }
    ),
    min_size=3,
    max_size=3,
    unique_by=lambda each: each["underlag"],
)


def written(state):
    """Write a state as the keys of a period."""
    members = [name for name in NAMES if name != state["utom"]]
    by_weight = {"vikter": {name: NAMES.index(name) + 1 for name in members}}
    key = by_weight if state["fordelning"] == WEIGHTED else state["fordelning"]
    date = {"folkmangd": dt.date(2023, 12, 31)} if key == "50/50" else {}
    return {
        "underlag": state["underlag"],
        "fordelning": key,
        "deltagare": {"bara": members},
    }, date


def revision(day, state, before=BEFORE, **more):
    """Write a decision as its file has it: what it changes of how things were before."""
    (now, date), (then, _) = written(state), written(before)
    said = {key: value for key, value in now.items() if value != then[key]}
    line = {"intakt": 0, "kostnad": state["underlag"]}
    return Revidering.model_validate(
        {
            "ar": 2024,
            "beslut": {"dokument": "Protokoll", "datum": day},
            "kalla": "Protokoll",
            "tjanst": {"drift": {**said, **(date if "fordelning" in said else {})}},
            "budget": {"summa": 1, "tjanst": {"drift": line}},
            **more,
        }
    )


def in_turn(states):
    return list(map(revision, DAYS, states, [BEFORE, *states]))


def laid(*revisions):
    return replace(SOUND, revideringar={2024: revisions})


def by_hand(state):
    """Write the same in the service's own file, as somebody would who knew it from the start."""
    period = SOUND.tjanster["drift"].period[0]
    now, date = written(state)
    said = {"fran": 2024, "avrundning": period.avrundning.model_dump(), **now, **date}
    drift = SOUND.tjanster["drift"].model_copy(update={"period": [Period.model_validate(said)]})
    return replace(SOUND, tjanster={**SOUND.tjanster, "drift": drift})


IN_TURN = laid(*in_turn([CHANGED, {**CHANGED, "utom": "boden"}, {**CHANGED, "underlag": 7_000}]))


def amounts(data, years=(2024, 2025)):
    """Give what each pays, and its exact share, of the services that can be computed."""
    done = compute(data, years).outcome.done
    return {
        node: {code: (row.amount, row.exact) for code, row in allocation.rows.items()}
        for node, allocation in done.items()
    }


@given(states)
def test_decisions_laid_over_a_budget_are_the_same_data_written_by_hand(made):
    revisions = in_turn(made)

    for each, state in zip(revisions, made, strict=True):
        found, problems = held(laid(*revisions), 2024, each.day)

        assert problems == []
        assert amounts(found) == amounts(by_hand(state))
        budget = found.budgetar[2024]
        assert isinstance(budget, Reviderad)
        assert (budget.day, budget.beslut, budget.summa) == (each.day, each.beslut, 1)
        assert budget.tjanst["drift"].kostnad == state["underlag"]
        assert budget.tjanst["licens"] == SOUND.budgetar[2024].tjanst["licens"]
        assert amounts(found, [2023]) == amounts(SOUND, [2023])


@given(st.dates(FIRST, dt.date(2025, 12, 31)))
def test_what_held_on_a_day_is_the_last_decision_until_it(day):
    found, _ = held(IN_TURN, 2024, day)
    last = max((each for each in DAYS if each <= day), default=None)

    assert found.budgetar[2024].beslut.datum == (last or FIRST)
    assert found.holds(found.budgetar[2024], day)
    assert found.holds(found.budgetar[2024], DAYS[-1]) == (last == DAYS[-1])
    assert last or amounts(found) == amounts(SOUND)


def test_the_latest_is_what_held_after_them_all():
    found, _ = latest(IN_TURN)
    last, _ = held(IN_TURN, 2024)

    assert amounts(found.data) == amounts(last)
    assert found.data.as_filed is IN_TURN


def test_data_without_later_decisions_are_what_they_were():
    assert held(SOUND, 2024) == (SOUND, [])
    assert held(SOUND, 2024, FIRST)[0] is SOUND
    assert latest(SOUND)[0].data is SOUND
    assert first_day(SOUND, 2024) is None


def test_nothing_was_decided_before_the_first_decision():
    found, (problem,) = held(SOUND, 2024, FIRST - dt.timedelta(1))

    assert found is None
    assert (problem.code, problem.file) == ("EK038", "budget/2024.toml")
    assert problem.remedy == "beslut: 2023-06-01"


STOD = {
    "namn": "Stöd",
    "kort": "Stöd",
    "period": [{"fran": 2024, "belopp": 3_000, "fordelning": "lika"}],
}
NEW = {"ny": {"stod": STOD}, "tjanst": {}, "upphor": ["licens"]}


def new_and_gone():
    """Give a decision that adds a service and ends another, as a folder that was read has it."""
    made = revision(DAYS[1], CHANGED, **NEW)
    stand_in = Tjanst.model_validate(STOD).never()
    data = replace(laid(made), tjanster={**SOUND.tjanster, "stod": stand_in})
    assert data.not_yet == {"stod"}
    return data


def test_a_service_that_a_decision_adds_is_named_but_not_there_before_it():
    data = new_and_gone()
    before, _ = held(data, 2024, FIRST)
    after, _ = held(data, 2024)

    assert set(compute(before, [2024]).year(2024).by_id) == {"drift", "licens", "trafik"}
    assert set(compute(after, [2024]).year(2024).by_id) == {"drift", "stod", "trafik"}
    assert before.not_yet == {"stod"}
    assert after.not_yet == frozenset()
    assert "licens" not in after.budgetar[2024].tjanst
    assert after.lines(2024) == before.lines(2024) == ("drift", "licens")
    assert (before.gone(before.budgetar[2024]), after.gone(after.budgetar[2024])) == (
        (),
        ("licens",),
    )
    assert compute(after, [2023]).outcome.done == compute(SOUND, [2023]).outcome.done


def test_figures_are_traced_to_the_decision_that_wrote_them():
    found, _ = held_on(IN_TURN, 2024, DAYS[1])
    made, _ = held_on(new_and_gone(), 2024)

    assert found.origin("tjanster/drift.toml", ("period", 0, "underlag")) == (
        "revidering/2024-02-01.toml",
        ("tjanst", "drift", "underlag"),
    )
    assert found.origin("tjanster/drift.toml", ("period", 0, "avrundning"))[0] == (
        "tjanster/drift.toml"
    )
    assert made.origin("tjanster/stod.toml", ("period", 0, "belopp")) == (
        "revidering/2024-06-20.toml",
        ("ny", "stod", "period", 0, "belopp"),
    )


def test_the_source_of_a_changed_service_is_the_decision_and_of_the_rest_what_it_was():
    found, _ = held(IN_TURN, 2024, DAYS[0])

    said = found.tjanster["drift"].period_in(2024).kalla
    assert said == "Protokoll; i det som inte ändrades: Budget 2024"


def test_each_decision_is_checked_and_what_is_wrong_is_wrong_in_its_own_file():
    found = run(IN_TURN, [2024]).findings

    assert {each.file for each in found} == {f"revidering/{day}.toml" for day in DAYS}
    assert {each.code for each in found} >= {"EK414"}


def test_a_decision_that_cannot_be_laid_over_leaves_the_year_out_and_says_why():
    wrong = revision(DAYS[0], CHANGED, tjanst={"okand": {"underlag": 5}})
    data = laid(wrong, revision(DAYS[1], CHANGED))
    found, problems = latest(data)

    assert found is None
    assert [(each.code, each.file) for each in problems] == [
        ("EK221", "revidering/2024-02-01.toml")
    ]
    assert run(data, [2024]).skipped == (
        "reviderade budgetar, till dess att revideringarna går att lägga på dem",
    )


def test_a_budget_keeps_what_a_decision_does_not_say():
    budget = SOUND.budgetar[2024]
    made = revision(DAYS[0], CHANGED)
    revised = made.revised(budget)

    assert isinstance(revised, Budget)
    assert revised.utanfor == budget.utanfor
    assert revised.status == budget.status
    assert revised.called == "Reviderad budget 2024 (2024-02-01)"
