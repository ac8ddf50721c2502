"""Every key and every way to take part, as an economist writes them, from file to kronor."""

import pytest

from enamnd_cost.analysis.year import compute
from enamnd_cost.engine.plan import Node
from enamnd_cost.files.loading import load

BASE = """
namn = "Prov"
kort = "Prov"
i_budget = false

"""


@pytest.fixture
def pay(copied):
    """Allocate a service written as given, for a year, and give what each pays by id."""

    def allocate(text, year=2024, *, name="prov"):
        (copied / "tjanster" / f"{name}.toml").write_text(BASE + text, encoding="utf-8")
        data, problems = load(copied)
        assert problems == []
        computed = compute(data, [year])
        assert computed.problems == ()
        ids = {kommun.kod: kommun.id for kommun in data.kommuner.kommun}
        allocation = computed.outcome.done[Node(name, year)]
        return {ids[code]: kr for code, kr in allocation.amounts.items()}

    return allocate


def period(text, year=2024):
    return f'[[period]]\nfran = {year}\nkalla = "Prov"\n{text}\n'


def test_equal_parts(pay):
    assert set(pay(period('underlag = 14_000\nfordelning = "lika"')).values()) == {1_000}


def test_population_at_a_date(pay):
    text = period('underlag = 248_480\nfordelning = "invanare"\nfolkmangd = 2023-12-31')

    assert pay(text)["boden"] == 27_943


def test_half_and_half_is_the_mix_one_to_one(pay):
    half = "underlag = 1_000_000\nfolkmangd = 2023-12-31\nfordelning = "

    assert pay(period(half + '"50/50"')) == pay(period(half + "{ lika = 7, invanare = 7 }"))


def test_a_mix_in_any_integer_proportions(pay):
    rule = 'underlag = 248_480_00\nfolkmangd = 2023-12-31\navrundning = { metod = "narmast" }\n'

    paid = pay(period(rule + "fordelning = { lika = 1, invanare = 3 }"))

    assert paid["boden"] == round(248_480_00 / 4 / 14 + 75 * 27_943)


def test_fixed_weights(pay):
    text = period(
        "underlag = 1_000\nfordelning = { vikter = { boden = 1, kalix = 2.5, pitea = 1.5 } }\n"
        'deltagare = ["boden", "kalix", "pitea"]'
    )

    assert pay(text) == {"boden": 200, "kalix": 500, "pitea": 300}


def test_fixed_percentages(pay):
    text = period(
        "underlag = 1_000\nfordelning = { procent = { boden = 12.5, kalix = 87.5 } }\n"
        'deltagare = ["boden", "kalix"]'
    )

    assert pay(text) == {"boden": 125, "kalix": 875}


def test_agreed_amounts_with_a_refund(pay):
    text = period(
        "belopp = 900\nfordelning = { belopp = { boden = 1_000, kalix = -100 } }\n"
        'deltagare = ["boden", "kalix"]'
    )

    assert pay(text) == {"boden": 1_000, "kalix": -100}


def test_a_refund_to_all_is_the_mirror_of_a_cost(pay):
    rule = (
        'fordelning = "50/50"\nfolkmangd = 2023-12-31\navrundning = { till = 100, metod = "uppat" }'
    )
    cost = pay(period(f"underlag = 123_456\n{rule}"))
    refund = pay(period(f"underlag = -123_456\n{rule}"))

    assert refund == {who: -kr for who, kr in cost.items()}


def test_the_proportions_of_another_service(pay):
    text = period('underlag = 313_000\nfordelning = { som = "e-arkiv" }')

    assert pay(text)["boden"] == 35_000


def test_the_proportions_of_another_year(pay):
    text = period('underlag = 322_000\nfordelning = { som = "e-arkiv", ar = 2023 }')

    assert pay(text)["boden"] == 36_000


def test_measured_use_times_a_price_and_as_weights(pay):
    deltagare = 'deltagare = ["boden", "lulea", "pajala", "alvsbyn"]'
    priced = period(f'fordelning = {{ matt = "e-arkiv-lagring", pris = 84 }}\n{deltagare}', 2023)
    shared = period(
        f'belopp = 7_495\nfordelning = {{ matt = "e-arkiv-lagring" }}\n{deltagare}', 2023
    )

    assert pay(priced, 2023)["alvsbyn"] == 2_730
    assert pay(shared, 2023)["alvsbyn"] == 325


def test_a_one_off_fee_is_paid_in_the_year_of_the_start_only(pay):
    text = period(
        "fordelning = { avgift = 40_000, start = { boden = 2023-03-01, kalix = 2024-10-01 } }", 2023
    )

    assert pay(text, 2023) == {"boden": 40_000}
    assert pay(text, 2024) == {"kalix": 40_000}


@pytest.mark.parametrize(
    ("deltagare", "expected"),
    [
        ('["boden", "Kalix", "2581"]', ["boden", "kalix", "pitea"]),
        ('{ bara = ["boden", "kalix"], minst = 2 }', ["boden", "kalix"]),
        ('{ bara = ["boden", "kalix"], till = { boden = 2023-12-31 } }', ["kalix"]),
        ('{ bara = ["boden", "kalix"], fran = { boden = 2025-01-01 } }', ["kalix"]),
    ],
    ids=str,
)
def test_who_takes_part(pay, deltagare, expected):
    text = period(f'underlag = 6_000\nfordelning = "lika"\ndeltagare = {deltagare}')

    assert sorted(pay(text)) == expected


def test_all_but_some_take_part(pay):
    text = period(
        'underlag = 12_000\nfordelning = "lika"\ndeltagare = { utom = ["boden", "kalix"] }'
    )

    paid = pay(text)

    assert len(paid) == 12
    assert not {"boden", "kalix"} & paid.keys()


def test_who_joins_within_the_year_pays_its_whole_months(pay):
    text = period(
        'underlag = 12_000\nfordelning = "lika"\n'
        'deltagare = { bara = ["boden", "kalix"], fran = { kalix = 2024-10-01 } }'
    )

    assert pay(text) == {"boden": 10_500, "kalix": 1_500}


def test_several_items_are_rounded_once_together(pay):
    text = period(
        'underlag = 1_000\navrundning = { till = 100, metod = "uppat" }\n'
        'deltagare = ["boden", "kalix"]\n'
        '[[period.post]]\nnamn = "A"\nunderlag = 300\nfordelning = "lika"\n'
        '[[period.post]]\nnamn = "B"\nunderlag = 700\nfordelning = "lika"'
    )

    assert pay(text) == {"boden": 500, "kalix": 500}


def test_a_month_is_rounded_and_taken_twelve_times(pay):
    text = period(
        'underlag = 12_600\nfordelning = "lika"\ndeltagare = ["boden", "kalix"]\n'
        'avrundning = { till = 100, metod = "uppat", per = "manad" }'
    )

    assert pay(text) == {"boden": 7_200, "kalix": 7_200}


def test_uprating_the_cost_shares_it_anew_by_the_keys_of_the_period(pay):
    text = period('underlag = 100_000\nfordelning = "lika"\ndeltagare = ["boden", "kalix"]', 2023)
    text += period(
        'uppraknas = { fran = 2023, index = "PKV", av = "underlag" }\n'
        'fordelning = { vikter = { boden = 1, kalix = 3 } }\ndeltagare = ["boden", "kalix"]\n'
        'avrundning = { metod = "narmast" }'
    )

    assert pay(text) == {"boden": 26_100, "kalix": 78_300}


def test_agreed_amounts_of_half_a_year_are_uprated_as_a_cost_of_the_whole(pay):
    deltagare = 'deltagare = ["boden", "kalix"]'
    text = period(
        "fordelning = { belopp = { boden = 3_000, kalix = 1_000 } }\n" + deltagare, "2023-07-01"
    )
    text += period(
        'uppraknas = { fran = 2023, index = "PKV", av = "underlag" }\nfordelning = "lika"\n'
        f'{deltagare}\navrundning = {{ metod = "narmast" }}'
    )

    assert pay(text, 2023) == {"boden": 1_500, "kalix": 500}
    assert pay(text) == {"boden": 2_088, "kalix": 2_088}


def test_uprated_amounts_keep_those_who_took_part(pay):
    text = period('underlag = 100_000\nfordelning = "lika"\ndeltagare = ["boden", "kalix"]', 2023)
    text += period(
        'uppraknas = { fran = 2023, index = "PKV" }\navrundning = { till = 10, metod = "narmast" }'
    )

    assert pay(text) == {"boden": 52_200, "kalix": 52_200}


def test_uprating_over_several_years_multiplies_their_factors(pay, copied):
    index = copied / "index.toml"
    text = index.read_text(encoding="utf-8")
    extra = '\n[[serie.varde]]\nar = 2023\nprocent = 10\nstatus = "avtalad"\nkalla = "Prov"\n'
    index.write_text(text + extra, encoding="utf-8")
    text = period('underlag = 1_000_000\nfordelning = "lika"\ndeltagare = ["boden"]', 2022)
    text += period(
        'uppraknas = { fran = 2022, index = "PKV" }\navrundning = { metod = "narmast" }', 2023
    )

    assert pay(text, 2023) == {"boden": 1_100_000}
    assert pay(text, 2024) == {"boden": 1_148_400}


def test_of_several_items_prices_are_uprated_and_neither_fees_nor_costs(pay):
    text = period(
        'deltagare = ["boden", "kalix"]\navrundning = { metod = "narmast" }\n'
        'uppraknas = { fran = 2023, index = "PKV", av = "pris" }\n'
        '[[period.post]]\nnamn = "A"\nfordelning = { belopp = { boden = 3_000, kalix = 1_000 } }\n'
        '[[period.post]]\nnamn = "B"\nunderlag = 500\nfordelning = "lika"\n'
        '[[period.post]]\nnamn = "C"\nunderlag = 0\nfordelning = "lika"\n'
        '[[period.post]]\nnamn = "D"\n'
        "fordelning = { avgift = 40_000, start = { kalix = 2024-10-01 } }"
    )

    assert pay(text) == {"boden": 3_132 + 250, "kalix": 1_044 + 250 + 40_000}


def test_every_key_says_in_words_what_it_is(data):
    said = {
        where.split.words(where.folkmangd or period_.folkmangd)
        for tjanst in data.tjanster.values()
        for period_ in tjanst.period
        for where in (period_, *period_.post)
        if where.fordelning
    }

    assert "50 % lika delar och 50 % efter folkmängd 2020-12-31" in said
    assert "avtalade belopp per kommun" in said
    assert all(said)
