"""Ways in which kronor could be lost or invented in silence, each of them refused."""

import pytest

from enamnd_cost.analysis.year import compute
from enamnd_cost.files.loading import load

HEAD = 'namn = "Prov"\nkort = "Prov"\ni_budget = false\n\n'
UPRATED = (
    '[[period]]\nfran = 2024\nkalla = "Prov"\nuppraknas = { fran = 2023, index = "PKV" }\n'
    'avrundning = { till = 100, metod = "uppat" }\n'
)
COST_UPRATED = UPRATED.replace('"PKV" }', '"PKV", av = "underlag" }\nfordelning = "lika"')


TWO_ENDS = "".join(
    f'[[period.post]]\nnamn = "{name}"\nunderlag = 1200\nfordelning = "lika"\n'
    "deltagare = {{ till = {{ kalix = {} }} }}\n"
    for name in "AB"
)


def period(text, year=2023):
    return f'[[period]]\nfran = {year}\nkalla = "Prov"\n{text}\n'


@pytest.fixture
def refused(copied):
    """Write a service and give the codes and texts of what stands in its way in 2024."""

    def attempt(text, **others):
        for name, content in {"prov": text, **others}.items():
            head = HEAD.replace("Prov", name)
            (copied / "tjanster" / f"{name}.toml").write_text(head + content, encoding="utf-8")
        data, problems = load(copied)
        found = problems if data is None else compute(data, [2024]).problems
        return [(p.code, p.text) for p in found]

    return attempt


def codes(found):
    return [code for code, _ in found]


@pytest.mark.parametrize(
    "before",
    [
        'underlag = 1200\nfordelning = "lika"\ndeltagare = { till = { kalix = 2023-06-30 } }',
        'underlag = 1200\nfordelning = "lika"\ndeltagare = { fran = { kalix = 2023-07-01 } }',
        'underlag = 1200\nfordelning = "lika"\ndeltagare = { till = { kalix = 2023-12-31 } }',
        (
            '[[period.post]]\nnamn = "A"\nunderlag = 1200\nfordelning = "lika"\n'
            "deltagare = { till = { kalix = 2023-12-31 } }"
        ),
        (
            '[[period.post]]\nnamn = "A"\nunderlag = 1200\nfordelning = "lika"\n'
            "deltagare = { till = { kalix = 2024-06-30 } }"
        ),
        (
            '[[period.post]]\nnamn = "A"\nunderlag = 1200\nfordelning = "lika"\n'
            '[[period.post]]\nnamn = "B"\nunderlag = 1200\nfordelning = "lika"\n'
            "deltagare = { fran = { kalix = 2023-07-01 } }"
        ),
        TWO_ENDS.format("2024-06-30", "2026-12-31"),
        TWO_ENDS.format("2026-12-31", "2024-06-30"),
        TWO_ENDS.format("2024-06-30", "2026-12-31").replace("kalix", "Kalix", 1),
        (
            '[[period.post]]\nnamn = "A"\nunderlag = 1200\nfordelning = "lika"\n'
            "deltagare = { till = { kalix = 2024-06-30 } }\n"
            '[[period.post]]\nnamn = "B"\nunderlag = 1200\nfordelning = "lika"'
        ),
    ],
    ids=[
        "left",
        "joined",
        "leaves at year's end",
        "item",
        "item next year",
        "one of two items",
        "the first item earlier",
        "the second item earlier",
        "by another name",
        "one item and not the other",
    ],
)
def test_uprating_amounts_needs_the_same_payers_both_years_all_year(refused, before):
    found = refused(period(before) + UPRATED)

    assert codes(found) == ["EK309"]
    assert "Kalix" in found[0][1]


def test_uprating_takes_in_those_who_paid_for_an_item_only(refused, copied):
    before = (
        '[[period.post]]\nnamn = "A"\nunderlag = 1000\nfordelning = "lika"\ndeltagare = ["boden"]\n'
        '[[period.post]]\nnamn = "B"\nunderlag = 1000\nfordelning = "lika"\ndeltagare = ["kalix"]'
    )

    assert refused(period(before) + UPRATED) == []

    data, _ = load(copied)
    computed = compute(data, [2024])
    amounts = computed.outcome.done["prov", 2024].amounts
    assert amounts == {"2582": 1_100, "2514": 1_100}


@pytest.mark.parametrize("uprated", [UPRATED, COST_UPRATED], ids=["amounts", "cost"])
def test_a_fee_paid_once_is_not_uprated(refused, uprated):
    fee = period("fordelning = { avgift = 5_000, start = { boden = 2023-04-01 } }")

    assert codes(refused(fee + uprated)) == ["EK309"]


def test_a_cost_of_part_of_a_year_is_not_uprated_as_a_whole_one(refused):
    agreed = period(
        "fordelning = { belopp = { boden = 1_200, kalix = 1_200 } }\n"
        'deltagare = { bara = ["boden", "kalix"], fran = { kalix = 2023-07-01 } }'
    )

    assert codes(refused(agreed + COST_UPRATED)) == ["EK309"]


def test_a_fee_of_somebody_who_takes_no_part_is_told(refused):
    fee = "fordelning = { avgift = 5_000, start = { boden = 2024-04-01 } }\n"

    assert codes(refused(period(fee + 'deltagare = ["kalix"]', 2024))) == ["EK207"]
    gone = period(fee + "deltagare = { till = { boden = 2023-12-31 } }", 2024)
    assert codes(refused(gone)) == ["EK207"]


def test_percentages_are_a_hundred_of_those_who_take_part(refused):
    text = (
        "underlag = 10_000\nfordelning = { procent = { boden = 50, kalix = 25, pitea = 25 } }\n"
        'deltagare = { bara = ["boden", "kalix", "pitea"], till = { pitea = 2023-12-31 } }'
    )

    assert codes(refused(period(text, 2024))) == ["EK310"]


def test_use_of_somebody_who_takes_no_part_does_not_vanish(refused, copied):
    (copied / "matt" / "prov.toml").write_text(
        'namn = "Prov"\nenhet = "st"\n\n[[matning]]\nar = 2024\nsumma = 30\nkalla = "Prov"\n\n'
        "[matning.varde]\nboden = 10\nkalix = 20\n",
        encoding="utf-8",
    )
    text = 'fordelning = { matt = "prov", pris = 2 }\ndeltagare = ["kalix"]'

    assert codes(refused(period(text, 2024))) == ["EK207"]


def test_proportions_of_part_of_a_year_are_not_followed(refused):
    source = period(
        'underlag = 12_000\nfordelning = "lika"\n'
        'deltagare = { bara = ["boden", "kalix"], fran = { kalix = 2024-07-01 } }',
        2024,
    )
    follower = period(
        'underlag = 12_000\nfordelning = { som = "annan" }\ndeltagare = ["boden", "kalix"]', 2024
    )

    assert codes(refused(follower, annan=source)) == ["EK309"]


def test_proportions_of_both_signs_are_not_followed(refused):
    source = period(
        'fordelning = { belopp = { boden = 100, kalix = -99 } }\ndeltagare = ["boden", "kalix"]',
        2024,
    )
    follower = period(
        'underlag = 12_000\nfordelning = { som = "annan" }\ndeltagare = ["boden", "kalix"]', 2024
    )

    assert codes(refused(follower, annan=source)) == ["EK303"]


def test_the_order_of_municipalities_in_their_file_changes_nothing(copied):
    path = copied / "kommuner.toml"
    data, _ = load(copied)
    before = compute(data, data.years).outcome.done
    text = path.read_text(encoding="utf-8")
    start, end = text.index("[[kommun]]"), text.index("[[folkmangd]]")
    blocks = text[start:end].split("[[kommun]]")[1:]
    turned = "".join(f"[[kommun]]{block}" for block in reversed(blocks))
    path.write_text(text[:start] + turned + text[end:], encoding="utf-8")

    data, problems = load(copied)
    assert problems == []
    after = compute(data, data.years).outcome.done

    assert {node: a.amounts for node, a in after.items()} == {
        node: a.amounts for node, a in before.items()
    }
