"""Buy-ins as files state them: before and after they are written, one by one or all at once."""

import datetime as dt
import itertools
import shutil
import tomllib
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enamnd_cost.analysis.buy_in.report import report
from enamnd_cost.analysis.buy_in.run import buy_in
from enamnd_cost.files.loading import load
from enamnd_cost.output.buy_in import as_inkop, content

CASE = Path(__file__).parents[3] / "examples" / "tvist" / "data"
CODES = {"granhamra": "9901", "tallsjo": "9902", "bjorkdal": "9903", "alsund": "9904"}
NEW = {"alsund": "9904", "lindvik": "9905", "ronnby": "9906"}
MID, JANUARY, LATER = dt.date(2024, 7, 1), dt.date(2024, 1, 1), dt.date(2025, 4, 1)
HEAD = 'namn = "Prov"\nkort = "Prov"\ni_budget = false\n'
KINDS = {
    "decided total": 'belopp = 101_003\nfordelning = "invanare"\nfolkmangd = 2023-12-31',
    "a cost, rounded up": (
        'underlag = 101_003\nfordelning = "50/50"\nfolkmangd = 2023-12-31\n'
        'avrundning = { till = 100, metod = "uppat" }'
    ),
    "by the month": (
        'underlag = 101_003\nfordelning = "lika"\n'
        'avrundning = { till = 10, metod = "uppat", per = "manad" }'
    ),
    "items": (
        "belopp = 101_003\npost = [\n"
        '{ namn = "A", underlag = 100_000, fordelning = "lika" },\n'
        '{ namn = "B", underlag = 1_003, fordelning = "invanare", folkmangd = 2023-12-31 },\n]'
    ),
    "weights": (
        "underlag = 101_003\nfordelning = { vikter = { granhamra = 3, tallsjo = 2, bjorkdal = 1, "
        "alsund = 1, lindvik = 2, ronnby = 1 } }"
    ),
}


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(CASE, tmp_path / "data"))


def write(folder, text, *inkop, members=("granhamra", "tallsjo", "bjorkdal"), starts=None, more=""):
    """Write a service of two years with its members, and when some of them start."""
    names = ", ".join(f'"{who}"' for who in (*members, *(starts or {})))
    fran = ", ".join(f"{who} = {date}" for who, date in (starts or {}).items())
    takes = f"deltagare = {{ bara = [{names}], fran = {{ {fran} }} }}\n"
    period = f'[[period]]\nfran = 2023\n{text}\n{takes}kalla = "Prov"\n{more}'
    whole = "\n".join([HEAD, period, *inkop])
    (folder / "tjanster" / "prov.toml").write_text(whole, encoding="utf-8")


def asked(folder, who, date=MID, **options):
    """Settle, and give the answer; or the codes of what stands in the way."""
    data, problems = load(folder)
    assert problems == []
    codes = [data.kommuner.resolve(name) for name in who.split()]
    bought, problems = buy_in(data, "prov", codes, date, **options)
    return bought or [(problem.code, problem.text) for problem in problems]


def pays(bought):
    return {code: each.pays for code, each in bought.settlement.items() if each.pays}


def notes(bought):
    return " ".join(note.text for note in report(bought).notes)


def lines(bought):
    return "\n" + as_inkop(bought).decode()


LISTED = {"weights"}  # values for the newcomers too: they stand in the file, or have none


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in LISTED])
@pytest.mark.parametrize("date", [MID, JANUARY, LATER])
def test_whoever_is_written_from_the_date_is_settled_as_before(folder, kind, date):
    write(folder, KINDS[kind])
    before = asked(folder, "lindvik", date)
    for starts in ({"lindvik": date}, {"lindvik": date, "ronnby": date}, {"ronnby": date}):
        write(folder, KINDS[kind], starts=starts)

        after = asked(folder, "lindvik", date)

        assert content(after) == content(before)
    assert pays(before)["9905"] > 0
    assert sum(pays(before).values()) == 0


def test_a_value_that_is_listed_for_the_newcomer_is_what_it_is_shared_by(folder):
    write(folder, KINDS["weights"].replace(", lindvik = 2, ronnby = 1, alsund = 1", ""))
    some = KINDS["weights"].replace("alsund = 1, lindvik = 2, ronnby = 1", "lindvik = 2")
    write(folder, some, starts={"lindvik": JANUARY})

    bought = asked(folder, "lindvik", JANUARY)

    # Weights 3, 2 and 1, and 2: of 101 003 kr a quarter.
    assert bought.settlement["9905"].share == Fraction(101_003 * 2, 8)


def test_whoever_took_part_before_the_date_is_refused_and_from_then_on_not(folder):
    write(folder, KINDS["items"], starts={"lindvik": dt.date(2024, 5, 1)})

    assert asked(folder, "lindvik", MID) == [("EK010", "Lindvik deltar redan i prov 2024")]
    assert asked(folder, "granhamra", MID) == [("EK010", "Granhamra deltar redan i prov 2023")]
    assert pays(asked(folder, "lindvik", dt.date(2024, 5, 1)))["9905"] > 0


@pytest.mark.parametrize(
    ("kind", "date"), [("decided total", MID), ("a cost, rounded up", LATER), ("items", MID)]
)
def test_one_by_one_in_any_order_leaves_what_all_at_once_would(folder, kind, date):
    for life, unit in ((None, 1), (5, 100)):
        terms = {"life": life, "unit": unit}
        write(folder, KINDS[kind])
        at_once = asked(folder, " ".join(NEW), date, **terms)
        for order in itertools.permutations(NEW):
            stated, total = [], dict.fromkeys(at_once.settlement, 0)
            for n, who in enumerate(order):
                # Those who have come in are written, too, as they join.
                write(folder, KINDS[kind], *stated, starts=dict.fromkeys(order[:n], date))
                alone = asked(folder, who, date, **terms)
                stated.append(lines(alone))
                for code, each in alone.settlement.items():
                    total[code] += each.pays
            assert total == {code: each.pays for code, each in at_once.settlement.items()}
            write(folder, KINDS[kind], *stated, starts=dict.fromkeys(NEW, date))
            assert pays(asked(folder, " ".join(NEW), date, **terms)) == {}


@given(
    cost=st.integers(10_000, 10**6),
    months=st.lists(st.integers(2, 24), min_size=2, max_size=2, unique=True).map(sorted),
    life=st.sampled_from([None, 3, 10]),
)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_later_newcomer_pays_back_the_earlier_and_nobody_else_is_affected(
    folder, cost, months, life
):
    first, second = (dt.date(2023 + m // 12, m % 12 + 1, 1) for m in months)
    text = f'underlag = {cost}\nfordelning = "lika"'
    write(folder, text)
    once = asked(folder, "lindvik", first, life=life)
    stated = lines(once)
    write(folder, text, stated, starts={"lindvik": first})

    then = asked(folder, "ronnby", second, life=life)

    assert sum(each.pays for each in then.settlement.values()) == 0
    assert {"9904"}.isdisjoint(then.settlement)  # it has no part, before or after
    everyone = then.settlement.values()
    assert all(abs(each.paid + each.pays - each.share) < 1 for each in everyone)
    # The five share alike what is left of the months before the second came.
    assert len({each.share for each in everyone}) == 1
    assert all(each.pays <= 1 for code, each in then.settlement.items() if code != "9906")
    assert then.settlement["9905"].pays < 0


def test_what_is_pasted_in_is_settled_and_changes_no_other_answer(folder):
    write(folder, KINDS["items"])
    bought = asked(folder, "lindvik ronnby", MID, life=5, since=dt.date(2023, 4, 1))
    stated = tomllib.loads(lines(bought))["inkop"][0]
    assert stated["kommun"] == ["lindvik", "ronnby"]
    assert (stated["avskrivning"], stated["fran"]) == (5, dt.date(2023, 4, 1))
    assert sum(stated["belopp"].values()) == 0

    write(folder, KINDS["items"], lines(bought))

    again = asked(folder, "lindvik ronnby", MID, life=5, since=dt.date(2023, 4, 1))
    assert pays(again) == {}
    assert again.settled == ("9905", "9906")
    assert "Ingen betalar något" in notes(again)
    assert "Lindvik och Rönnby har redan ett inköp 2024-07-01 i tjanster/prov.toml" in notes(again)
    # One of them alone, with the other stated, is settled as well; the third is not.
    assert pays(asked(folder, "ronnby", MID, life=5, since=dt.date(2023, 4, 1))) == {}
    assert pays(asked(folder, "alsund", MID, life=5))["9904"] > 0
    # Whoever has bought in to the months cannot do it again later.
    assert asked(folder, "ronnby", LATER) == [("EK010", "Rönnby köpte in sig i prov 2024-07-01")]
    # What was settled after the date that is asked for does not matter to it.
    assert asked(folder, "alsund", JANUARY).earlier == ()


def test_a_stated_buy_in_that_differs_is_told_and_counts_as_it_stands(folder):
    write(folder, KINDS["decided total"])
    bought = asked(folder, "lindvik", MID)
    amount = pays(bought)["9905"]
    text = lines(bought)
    assert "inte vad programmet räknar ut" not in notes(bought)
    agreed = text.replace(f"lindvik = {amount:_}", f"lindvik = {amount - 900:_}").replace(
        f"granhamra = {pays(bought)['9901']:_}", f"granhamra = {pays(bought)['9901'] + 900:_}"
    )
    write(folder, KINDS["decided total"], agreed, starts={"lindvik": MID})

    later = asked(folder, "ronnby", MID)

    assert later.earlier[0].differs == {"9905": -900, "9901": 900}
    assert "Inköpet 2024-07-01 (Lindvik) är inte vad programmet räknar ut" in notes(later)
    assert "(−900)" in notes(later)
    assert "(+900)" in notes(later)
    assert later.settlement["9905"].earlier == amount - 900
    # Whole hundreds are no difference: they were rounded so.
    write(folder, KINDS["decided total"], lines(asked(folder, "lindvik", MID, unit=100)))
    write(folder, KINDS["decided total"])
    hundreds = lines(asked(folder, "lindvik", MID, unit=100))
    write(folder, KINDS["decided total"], hundreds)
    assert asked(folder, "ronnby", MID).earlier[0].differs == {}


def test_another_wear_than_the_earlier_is_told_and_leaves_the_first_as_it_stood(folder):
    write(folder, KINDS["by the month"])
    stated = lines(asked(folder, "lindvik", MID, life=5))
    write(folder, KINDS["by the month"], stated, starts={"lindvik": MID})

    same, other = asked(folder, "ronnby", MID, life=5), asked(folder, "ronnby", MID)

    assert "som nya" not in notes(same)
    assert "räknades med avskrivning på 5 år, det här utan avskrivning" in notes(other)
    # It has its share of the costs as new, which is more than it paid for what was left of them.
    assert other.settlement["9905"].earlier > same.settlement["9905"].earlier
    lindvik = other.settlement["9905"]
    assert abs(lindvik.earlier - lindvik.share * Fraction(5, 4)) < 2  # four shared it, now five


def test_whoever_came_later_without_a_buy_in_is_told_and_nothing_is_made_up(folder):
    text = KINDS["decided total"]
    write(folder, text, starts={"alsund": dt.date(2023, 7, 1), "lindvik": dt.date(2023, 7, 1)})

    bought = asked(folder, "ronnby", LATER)

    assert bought.unsettled == {"9904": dt.date(2023, 7, 1), "9905": dt.date(2023, 7, 1)}
    assert "Alsund och Lindvik är med från 2023-07-01 utan något inköp" in notes(bought)
    assert bought.settlement["9905"].earlier == 0
    # From their date on they were there as the others were, and nothing is told.
    assert asked(folder, "ronnby", LATER, since=dt.date(2023, 7, 1)).unsettled == {}
    # That nothing was paid can be stated, and then it is known.
    nothing = (
        '[[inkop]]\nkommun = ["alsund", "lindvik"]\ndatum = 2023-07-01\n'
        'belopp = { alsund = 0, lindvik = 0 }\nkalla = "Beslut"\n'
    )
    starts = {"alsund": dt.date(2023, 7, 1), "lindvik": dt.date(2023, 7, 1)}
    write(folder, text, nothing, starts=starts)
    stated = asked(folder, "ronnby", LATER)
    assert stated.unsettled == {}
    # In the months before they came, they would have shared; what is told is that they did not pay.
    assert stated.earlier[0].computed["9905"] > 0
    assert "inte vad programmet räknar ut" in notes(stated)


def test_whoever_has_bought_in_and_is_not_written_is_told(folder):
    write(folder, KINDS["items"])
    stated = lines(asked(folder, "lindvik", MID))
    write(folder, KINDS["items"], stated)

    assert asked(folder, "ronnby", MID).absent == ()  # nothing was paid after it came
    bought = asked(folder, "ronnby", LATER)
    assert bought.absent == ("9905",)
    assert "lägg till lindvik i deltagare" in notes(bought)

    write(folder, KINDS["items"], stated, starts={"lindvik": MID})
    assert asked(folder, "ronnby", LATER).absent == ()


def test_what_was_worn_out_when_it_was_settled_does_not_count_and_says_so(folder):
    stated = (
        '[[inkop]]\nkommun = "lindvik"\ndatum = 2024-01-01\navskrivning = 1\n'
        'belopp = { lindvik = 500, tallsjo = -500 }\nkalla = "Beslut"\n'
    )
    write(folder, KINDS["items"], stated, starts={"lindvik": JANUARY})

    bought = asked(folder, "ronnby", LATER)

    assert "Inget fanns kvar att köpa in sig i då" in notes(bought)
    assert sum(pays(bought).values()) == 0


def test_a_year_that_can_only_be_shared_by_those_who_come_is_shared_as_it_stands(folder):
    """The last of those before left as the first of the new came: nobody else is there then."""
    more = "[period.deltagare]\n"
    write(folder, "", members=())
    text = (
        f'{HEAD}\n[[period]]\nfran = 2023\nunderlag = 12_000\nfordelning = "lika"\nkalla = "Prov"\n'
        f'{more}bara = ["tallsjo", "lindvik"]\nfran = {{ lindvik = 2024-07-01 }}\n'
        "till = { tallsjo = 2024-06-30 }\n"
    )
    (folder / "tjanster" / "prov.toml").write_text(text, encoding="utf-8")

    assert pays(asked(folder, "lindvik", MID)) == {"9902": -9_000, "9905": 9_000}


@pytest.mark.parametrize("split", ["vikter", "procent"])
def test_a_list_without_the_newcomer_is_told_and_the_remedy_helps(folder, split):
    values = "{ granhamra = 50, tallsjo = 30, bjorkdal = 20 }"
    text = f"underlag = 1_000\nfordelning = {{ {split} = {values} }}"
    write(folder, text)
    data, _ = load(folder)
    _, problems = buy_in(data, "prov", ["9905"], MID)
    assert [problem.code for problem in problems] == ["EK224"]
    if split == "procent":
        assert "en kopia av datamappen" in problems[0].remedy
        return
    assert "fran = { lindvik = 2024-07-01 }" in problems[0].remedy

    write(folder, text.replace("20 }", "20, lindvik = 100 }"), starts={"lindvik": MID})

    # 1 000 kr of 2023 and half of 2024's, and half of all weights.
    assert pays(asked(folder, "lindvik", MID))["9905"] == 750


def test_what_is_wrong_with_another_service_stands_in_nobodys_way(folder):
    write(folder, KINDS["items"])
    before = content(asked(folder, "lindvik", MID))
    other = (
        f"{HEAD.replace('Prov', 'Annan')}\n[[period]]\nfran = 2023\nunderlag = 1_000\n"
        'fordelning = { som = "prov", ar = 2022 }\nkalla = "Prov"\n'
    )
    (folder / "tjanster" / "annan.toml").write_text(other, encoding="utf-8")

    assert content(asked(folder, "lindvik", MID)) == before
