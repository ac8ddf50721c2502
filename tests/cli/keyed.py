"""A small data folder for each way to split a cost: the shipped members, and three years."""

import re
import tomllib
from datetime import date
from pathlib import Path

import tomli_w
from tests.naive.allocation import Allocator
from tests.naive.folder import read

DATA = Path(__file__).parents[2] / "data"
YEARS = (2023, 2024, 2025)
BIG, SMALL, OUTSIDE = "lulea", "arjeplog", "pajala"
LATE = date(2020, 12, 31)
MEMBERS = [
    "arjeplog", "arvidsjaur", "boden", "gallivare", "haparanda", "jokkmokk", "kalix", "kiruna",
    "lulea", "pajala", "pitea", "alvsbyn", "overkalix", "overtornea",
]  # fmt: skip
STEPS = [
    {"till": 5_000, "belopp": 5_100},
    {"under": 20_000, "belopp": 9_300},
    {"belopp": 22_500},
]
PRICES = [{"under": 10_000, "pris": 3.5}, {"pris": 2.25}]
NEW = {each: date(year, 1, 1) for each, year in ((BIG, 2023), ("kalix", 2024), ("boden", 2025))}


def each(value):
    """Give a value for every member but the one that is outside of the service."""
    return {who: value(n) for n, who in enumerate(who for who in MEMBERS if who != OUTSIDE)}


def shared(key, **more):
    """Share a cost by a key; the shares are rounded upwards to hundreds."""
    return {
        "underlag": 420_000,
        "fordelning": key,
        "avrundning": {"till": 100, "metod": "uppat"},
        **more,
    }


def by_people(key, **more):
    return {"fordelning": key, "folkmangd": LATE, "avrundning": {"metod": "narmast"}, **more}


PARTS = [
    {"andel": 62.5, "fordelning": {"lika": 1, "invanare": 3, "medel_ar": 2}},
    {"andel": 25, "fordelning": {"matt": "behov"}},
    {"andel": 12.5, "fordelning": {"vard": BIG}},
]
NEWCOMER = {BIG: 0.9, "kalix": {"faktor": 0.5, "ar": 2024}}
BY_MONTH = {"metod": "narmast", "per": "manad"}
# What a period of the service "prov" says, beside the year it is from.
KEYS = {
    "medel_ar": shared({"lika": 1, "invanare": 2, "medel_ar": 3}, folkmangd=LATE),
    "vikter": shared({"vikter": each(lambda n: n + 1)}),
    "procent": shared({"procent": each(lambda n: 7.5 if n else 10)}),
    "skillnad": shared({"procent": each(lambda _: 7.7), "tillsammans": 100.1, "skillnad": BIG}),
    "belopp": {"fordelning": {"belopp": each(lambda n: 1_000 * n + 500)}},
    "som ar": shared({"som": "grund", "ar": 2023}),
    "matt": shared({"matt": "behov"}),
    "pris": {"fordelning": {"matt": "behov", "pris": 84.5}, "avrundning": {"metod": "narmast"}},
    "avgift": {"fordelning": {"avgift": 40_000, "start": NEW}},
    "avgift per invanare": by_people({"avgift": {"per_invanare": 4.25}, "start": NEW}),
    "avgift i steg": by_people({"avgift": STEPS, "start": NEW, "medel_ar": 2}),
    "per_invanare": by_people({"per_invanare": 42.25}),
    "fast": by_people({"per_invanare": 2.17, "fast": 7_896, "medel_ar": 2}),
    "promille": {
        "fordelning": {"promille": 750, "av": "behov", "fast": 1_000},
        "avrundning": {"metod": "narmast"},
    },
    "datum": shared({"matt": "elever", "datum": date(2023, 10, 15)}),
    "pris vid datum": {
        "fordelning": {"matt": "elever", "datum": date(2023, 10, 15), "pris": 84.5},
        "avrundning": {"metod": "narmast"},
    },
    "promille vid datum": {
        "fordelning": {"promille": 750, "av": "elever", "datum": date(2023, 10, 15)},
        "avrundning": {"metod": "narmast"},
    },
    "trappa": by_people({"trappa": STEPS}),
    "trappa med pris": by_people({"trappa": PRICES}),
    "marginal": by_people({"trappa": PRICES, "marginal": True}),
    "trappa av": {
        "fordelning": {"trappa": [{"till": 600, "belopp": 500}, {"belopp": 900}], "av": "behov"}
    },
    "delar": shared({"delar": PARTS}, folkmangd=LATE),
    "vard": shared({"vard": BIG}),
    "faktor": shared("50/50", folkmangd=LATE, faktor=NEWCOMER),
    "faktor pa taxa": by_people({"per_invanare": 42.25}, faktor={SMALL: 0.5}),
    "lagst": shared("invanare", folkmangd=LATE, lagst=9_600),
    "hogst": shared("invanare", folkmangd=LATE, lagst={SMALL: 6_000}, hogst={BIG: 96_000}),
    "granser pa taxa": by_people({"per_invanare": 4.5}, lagst=24_000, hogst=120_000),
    "av pris": by_people(
        {"per_invanare": 42.25, "fast": 100},
        uppraknas={"fran": 2022, "index": "KPI", "av": "pris"},
    ),
    "avtalade priser": {
        "fordelning": {"belopp": each(lambda n: 1_000 * n + 500)},
        "uppraknas": {"fran": 2022, "index": "KPI", "av": "pris"},
        "avrundning": {"metod": "narmast"},
    },
    "poster": {
        "folkmangd": LATE,
        "faktor": {BIG: 0.9},
        "avrundning": {"till": 100, "metod": "narmast"},
        "uppraknas": {"fran": 2022, "index": "KPI", "av": "pris"},
        "post": [
            {"namn": "Grund", "fordelning": {"per_invanare": 1.5}, "lagst": 12_000},
            {"namn": "Drift", "underlag": 300_000, "fordelning": {"delar": PARTS}},
            {"namn": "Kö", "underlag": 90_000, "fordelning": "lika", "hogst": {BIG: 5_000}},
        ],
    },
    "dampning": shared("lika"),
    "per manad": by_people({"per_invanare": 42.25}, avrundning=BY_MONTH),
    "deltagare": shared(
        {"delar": [{"andel": 50, "fordelning": "lika"}, {"andel": 50, "fordelning": "invanare"}]},
        folkmangd=LATE,
        lagst=12_000,
        deltagare={
            "fran": {"arvidsjaur": date(2024, 7, 1)},
            "till": {"boden": date(2024, 9, 30)},
            "utom": [OUTSIDE],
        },
    ),
}  # fmt: skip
# What begins in a later year, by case: what it says then.
LATER = {
    "dampning": {
        2024: shared("invanare", folkmangd=LATE, dampning={"hogst_procent": 40})
        | {"avrundning": {"till": 1, "metod": "storsta_rest"}, "belopp": 420_000}
    },
}


def _members(said):
    """Take the shipped members, with the populations of some dates; say which are not used."""
    shipped = tomllib.loads((DATA / "kommuner.toml").read_text("utf-8"))
    dates = [date(2018, 12, 31), date(2019, 12, 31), LATE, date(2024, 12, 31)]
    years = max(map(int, re.findall(r"'medel_ar': (\d)", said)), default=1)
    used = dates[3 - years : 3]
    counted = []
    for each in shipped["folkmangd"]:
        if each["datum"] in dates:
            each.pop("oanvand", None)
            counted.append(each if each["datum"] in used else each | {"oanvand": "Prövas"})
    return {"namnd": "Nämnden", "kommun": shipped["kommun"], "folkmangd": counted}


def _unused(said, word, table):
    """Say of a table that it is not used, where it is not."""
    return table if f"'{word}'" in said else table | {"oanvand": "Prövas"}


def files_of(case):
    """Give the tables of the folder of a case, budgets apart."""
    said = str(KEYS[case])
    pupils = {who: 90 + 40 * n for n, who in enumerate(MEMBERS)}
    all_year = {"deltagare": {"utom": [OUTSIDE]}}
    periods = [{"fran": 2023, "kalla": "Avtal"} | all_year | KEYS[case]]
    periods += [
        {"fran": year, "kalla": "Avtal"} | all_year | more
        for year, more in LATER.get(case, {}).items()
    ]
    grund = {"fran": 2023, "belopp": 420_000, "fordelning": "50/50", "folkmangd": LATE}
    measured = [
        _unused(
            said if year < 2026 else "",
            "behov",
            {"ar": year, "summa": sum(used.values()), "kalla": "Rapport", "varde": used},
        )
        for year in (*YEARS, 2026)
        if (used := each(lambda n, year=year: 100 * n + year - 2_000))
    ]
    values = [
        _unused(
            said if 2022 < year < 2026 else "",
            "KPI",
            {
                "ar": year, "procent": 2.5, "status": "definitiv",
                "publicerad": date(year, 2, 1), "kalla": "SCB",
            },
        )
        for year in range(2022, 2027)
    ]  # fmt: skip
    return {
        "kommuner.toml": _members(said),
        "matt/elever.toml": {
            "namn": "Elever",
            "enhet": "elever",
            "matning": [
                _unused(
                    said,
                    "elever",
                    {
                        "datum": date(2023, 10, 15),
                        "summa": sum(pupils.values()),
                        "kalla": "SCB",
                        "varde": pupils,
                    },
                )
            ],
        },
        "index.toml": {"serie": [{"id": "KPI", "namn": "Konsumentprisindex", "varde": values}]},
        "matt/behov.toml": {"namn": "Behov", "enhet": "ärenden", "matning": measured},
        "tjanster/prov.toml": {"namn": "Prov", "kort": "Prov", "period": periods},
        "tjanster/grund.toml": {
            "namn": "Grund", "kort": "Grund", "period": [grund | {"kalla": "Avtal"}],
        },
    }  # fmt: skip


def lay(case, folder):
    """Write the folder of a case, and its budgets as the naive allocator has them."""
    for name in ("tjanster", "matt", "budget"):
        (folder / name).mkdir(parents=True)
    for name, table in files_of(case).items():
        (folder / name).write_text(tomli_w.dumps(table), "utf-8", newline="\n")
    amounts = {}
    for year in YEARS:
        (folder / f"budget/{year}.toml").write_text(f"ar = {year}\n", "utf-8")
    allocator = Allocator(read(folder))
    for year in YEARS:
        budget = {"ar": year, "status": "forslag", "kalla": "Budget", "tjanst": {}}
        if year > YEARS[0]:
            budget["andring"] = {"alla": "Prövas", "tjanster": {"prov": "Prövas"}}
        for service in ("prov", "grund"):
            paid = allocator.amounts(service, year)
            amounts[year, service] = {code: int(kr) for code, kr in paid.items()}
            total = sum(amounts[year, service].values())
            budget["tjanst"][service] = {"intakt": total, "kostnad": total}
            costs = [
                each["underlag"]
                for period in [allocator.folder.period(service, year)]
                for each in [period, *period.get("post", [])]
                if "underlag" in each
            ]
            if costs:
                budget["tjanst"][service]["underlag"] = int(sum(costs))
        budget["summa"] = sum(line["intakt"] for line in budget["tjanst"].values())
        (folder / f"budget/{year}.toml").write_text(tomli_w.dumps(budget), "utf-8", newline="\n")
    return amounts
