"""What a draft adds to a file leaves what stands there alone, and reads back as it was meant."""

import datetime as dt
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enamnd_cost.files import drafting
from enamnd_cost.model.budget import Budget
from enamnd_cost.model.facit import Facit
from enamnd_cost.model.period import Period
from enamnd_cost.model.tjanst import Tjanst
from enamnd_cost.signs import ODD

ROOT = Path(__file__).parents[2]
# A project has an end, so nothing comes after it.
SERVICES = [
    path
    for path in sorted((ROOT / "data" / "tjanster").glob("*.toml"))
    if "projekt" not in tomllib.loads(path.read_text(encoding="utf-8"))
]
NEXT = Period(
    fran=2030,
    uppraknas={"fran": 2029, "index": "PKV"},
    avrundning={"till": 1_000, "metod": "uppat"},
    kalla='Utkast: "citat" och \\ snedstreck',
)

names = st.sampled_from(["boden", "Övertorneå", "2580", "kalix"])
kronor = st.integers(min_value=-(10**9), max_value=10**9)
percent = st.decimals(min_value=0, max_value=1000, places=3)
dates = st.dates(min_value=dt.date(2000, 1, 1), max_value=dt.date(2040, 12, 31))
texts = st.text(
    st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=20
).filter(lambda text: text.strip() and not ODD.search(text))
splits = st.one_of(
    st.sampled_from(["lika"]),
    st.builds(lambda n: {"lika": n}, st.integers(1, 10**6)),
    st.builds(lambda d: {"vikter": d}, st.dictionaries(names, percent, min_size=1)),
    st.builds(lambda t, y: {"som": t, "ar": y}, texts, st.integers(1900, 2999)),
    st.builds(lambda t: {"matt": t}, texts),
)
charged = st.one_of(
    st.builds(lambda d: {"belopp": d}, st.dictionaries(names, kronor, min_size=1)),
    st.builds(lambda kr, d: {"avgift": kr, "start": d}, kronor, st.dictionaries(names, dates)),
    st.builds(lambda t, p: {"matt": t, "pris": p}, texts, percent),
)
rounding = st.builds(
    lambda unit, method: {"till": unit, "metod": method},
    st.sampled_from([1, 10, 1_000]),
    st.sampled_from(["uppat", "narmast", "storsta_rest"]),
)
taking = st.builds(
    lambda who, fewest: {"bara": who, "minst": fewest}, st.lists(names, unique=True), st.just(2)
)


def period(content):
    return Period.model_validate(
        {key: value for key, value in content.items() if value is not None}
    )


def either(strategy):
    return st.none() | strategy


periods = st.one_of(
    st.fixed_dictionaries(
        {
            "fran": st.just(2030),
            "till": either(st.integers(2030, 2999)),
            "underlag": kronor,
            "belopp": either(kronor),
            "fordelning": splits,
            "deltagare": either(taking),
            "avrundning": either(rounding),
            "kalla": either(texts),
        }
    ),
    st.fixed_dictionaries({"fran": st.just(2030), "fordelning": charged, "kalla": either(texts)}),
    st.fixed_dictionaries(
        {
            "fran": st.just(2030),
            "uppraknas": st.builds(
                lambda y, t: {"fran": y, "index": t}, st.integers(1900, 2029), texts
            ),
            "avrundning": rounding,
        }
    ),
    st.fixed_dictionaries(
        {
            "fran": st.just(2030),
            "folkmangd": st.just(dt.date(2029, 12, 31)),
            "post": st.just(
                [
                    {"namn": "Fast", "underlag": 1_000, "fordelning": "lika"},
                    {"namn": "Rörlig", "underlag": 2_000, "fordelning": "invanare"},
                ]
            ),
        }
    ),
).map(period)


def read(raw):
    return tomllib.loads(raw.decode(), parse_float=Decimal)


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"  # utan radslut", b"\n\n\n"], ids=repr)
@pytest.mark.parametrize("windows", [False, True], ids=["lf", "crlf"])
@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.stem)
def test_every_byte_before_the_new_period_stays(path, windows, end):
    raw = path.read_bytes().rstrip(b"\n") + end
    if windows:
        raw = raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")

    after = drafting.appended(raw, drafting.period_lines(NEXT))

    assert after.startswith(raw)
    before, now = Tjanst.model_validate(read(raw)), Tjanst.model_validate(read(after))
    assert now.period == [*before.period, NEXT]
    if windows:
        assert after.count(b"\n") == after.count(b"\r\n")


@given(drafted=periods)
def test_a_period_reads_back_as_it_was(drafted):
    raw = drafting.appended(b'namn = "A"\nkort = "A"\n', drafting.period_lines(drafted))

    assert Tjanst.model_validate(read(raw)).period == [drafted]


AMOUNTS = st.integers(0, 10**9)


@given(
    inside=st.dictionaries(names, st.tuples(either(AMOUNTS), either(AMOUNTS))),
    outside=st.dictionaries(texts, either(AMOUNTS)),
    windows=st.booleans(),
)
def test_a_budget_reads_back_as_it_was_and_its_gaps_can_be_filled(inside, outside, windows):
    gap = "indexvärde saknas: PKV för 2025"
    content = {
        "ar": 2025,
        "status": "forslag",
        "kalla": "Utkast",
        "tjanst": {
            name: {"saknas": gap} if kr is None else {"intakt": kr, "kostnad": kr}
            for name, (kr, _) in inside.items()
        },
        "utanfor": {
            name: {"saknas": gap} if kr is None else {"belopp": kr}
            for name, kr in outside.items()
            if name not in inside
        },
    }
    for name, (_, cost) in inside.items():
        if cost is not None:
            content["tjanst"][name]["underlag"] = cost
    proposal = Budget.model_validate(content)
    like = b"#:schema ../x.json\r\n# annat\r\n" if windows else b"# annat\n"

    raw = drafting.budget(proposal, like, {"boden": "räknas upp"})

    assert Budget.model_validate(read(raw)) == proposal
    assert raw.startswith(b"#:schema ../x.json\r\n") == windows
    assert (b"\r" in raw) == windows

    amounts = {gap: n for n, gap in enumerate(proposal.gaps, 1_000)}
    keys = {"tjanst": ("intakt", "kostnad"), "utanfor": ("belopp",)}
    lines = {at: {"saknas": None, **dict.fromkeys(keys[at[0]], n)} for at, n in amounts.items()}
    filled = drafting.rewritten(raw, lines, 5)

    whole = Budget.model_validate(read(filled))
    assert (whole.gaps, whole.summa) == ((), 5)
    assert {
        (table, name): line.intakt if table == "tjanst" else line.belopp
        for table, lines in (("tjanst", whole.tjanst), ("utanfor", whole.utanfor))
        for name, line in lines.items()
        if (table, name) in amounts
    } == amounts
    now = iter(filled.split(b"\n"))
    kept = [line for line in raw.split(b"\n") if not line.startswith(b"saknas")]
    assert all(line in now for line in kept), "every other line stands, in its order"


def test_an_empty_facit_says_so_and_takes_a_table_after_it():
    raw = drafting.facit(2025, "e-arkiv", "Övertorneå", b"")

    assert Facit.model_validate(read(raw)).saknas == "Tabellerna för 2025 är inte publicerade."
    lines = [line.removeprefix("# ") for line in raw.decode().split("\n")]
    start, end = lines.index("[[tabell]]"), lines.index('slag = "publicerad"')
    table = "\n".join(line for line in lines[start:end] if line != "#").replace("= …", "= 1")
    head = 'slag = "publicerad"\nkalla = "Budget 2025"\n'
    found = Facit.model_validate(tomllib.loads(head + table)).tabell[0]
    assert (found.tjanst, found.ar, found.summa) == ("e-arkiv", 2025, 1)
