"""Measure start-up and throughput, as ratios taken in one run: ``python bench/run.py``.

Absolute times differ between machines; a ratio to something everybody knows does not, much. Nothing
here fails a build.
"""

from __future__ import annotations

import datetime as dt
import gc
import math
import os
import random
import resource
import subprocess
import sys
import time
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from statistics import median
from typing import Any

from apportionment import methods

from enamnd_cost.analysis.compare import sweep
from enamnd_cost.analysis.compare.comparison import Comparison
from enamnd_cost.analysis.infer.observed import Observed
from enamnd_cost.analysis.infer.run import infer
from enamnd_cost.analysis.invoicing.basis import Invoicing, invoicing
from enamnd_cost.analysis.scenarios.apply import of_year
from enamnd_cost.analysis.year import Computed, YearResult, compute
from enamnd_cost.engine.allocation import allocate
from enamnd_cost.engine.participation import WHOLE_YEAR
from enamnd_cost.engine.plan import Node, Part, Plan, SharedCost, Weights
from enamnd_cost.engine.result import Outcome
from enamnd_cost.engine.rounding import Method, Rounding, round_shares
from enamnd_cost.engine.two_way import round_table
from enamnd_cost.files.loading import load
from enamnd_cost.model.budget import Budget
from enamnd_cost.model.data import Data
from enamnd_cost.model.fakturering import PARTS
from enamnd_cost.model.index import Index
from enamnd_cost.model.invoiced import Basis, Earlier
from enamnd_cost.model.kommuner import Kommuner
from enamnd_cost.model.tjanst import Tjanst

ROOT = Path(__file__).parents[1]
PROGRAM = "from enamnd_cost.cli.app import entry; entry()"
ROUNDS = 15


def started(*arguments: str, checked: bool = True) -> float:
    """Give the shortest wall time of a Python process, in seconds; byte code may be cached."""
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    times = []
    for _ in range(ROUNDS):
        before = time.perf_counter()
        subprocess.run(
            [sys.executable, *arguments],
            check=checked,
            cwd=ROOT,
            env=env,
            stdout=subprocess.DEVNULL,
        )
        times.append(time.perf_counter() - before)
    return min(times)


def took(work) -> float:
    """Give the shortest wall time of a function, in seconds."""
    times = []
    for _ in range(3):
        before = time.perf_counter()
        work()
        times.append(time.perf_counter() - before)
    return min(times)


def plans(receivers: int, services: int, method: Method) -> list[Plan]:
    """Make services that are shared 50/50 between receivers of very unequal size."""
    chance = random.Random(2024)
    codes = [f"{n:04d}" for n in range(receivers)]
    population = {code: chance.randrange(2_000, 1_000_000) for code in codes}
    parts = (Part(Weights("lika", dict.fromkeys(codes, 1))), Part(Weights("folk", population)))
    everyone = dict.fromkeys(codes, WHOLE_YEAR)
    return [
        Plan(
            Node(f"tjanst-{n}", 2024),
            (SharedCost("Drift", Fraction(100 * chance.randrange(1, 10**6)), parts, everyone),),
            Rounding(100, method),
        )
        for n in range(services)
    ]


def naive(given: list[Plan]) -> float:
    """Share the same costs the careless way, with floats; what a spreadsheet does."""
    total = 0.0
    for plan in given:
        (item,) = plan.items
        shares = [part.key.weights for part in item.parts]
        sums = [sum(weights.values()) for weights in shares]
        cost = float(item.cost)
        for code in item.participation:
            exact = cost / 2 * (shares[0][code] / sums[0] + shares[1][code] / sums[1])
            total += math.ceil(exact / 100) * 100
    return total


def startup() -> None:
    """Compare commands with the least that they could load: CPU time, medians of pairs in turn."""
    print(f"start-up (CPU time of a process, median ratio of {ROUNDS} pairs taken in turn)")
    # pydantic loads most of itself when the first model is made: what no user of it can avoid.
    model = "from pydantic import BaseModel\nclass A(BaseModel): a: int\nA(a=1)"
    least = ("-c", f"import typer, rich.table\n{model}")
    explained = ("explain", "2023", "soc-forvaltning", "boden")
    for what, arguments, floor in (
        ("allocate 2024 / F: typer, rich.table, a pydantic model", ("allocate", "2024"), least),
        ("check / F", ("check",), least),
        ("explain of an amount / F", explained, least),
        ("--help / import typer", ("--help",), ("-c", "import typer")),
    ):
        command = ("-c", PROGRAM, *arguments)
        for each in (floor, command):
            process(*each)  # its byte code is cached from now on
        ratios = [process(*command) / process(*floor) for _ in range(ROUNDS)]
        print(f"  {what:56} {median(ratios):5.2f}")


def process(*arguments: str) -> float:
    """Give the CPU time of a Python process, its own and the system's, in seconds."""
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = [sys.executable, *arguments]
    subprocess.run(run, check=True, cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def throughput() -> None:
    print("engine, 50/50 rounded up (ratio to a naive float loop over the same services)")
    for receivers in (14, 290):
        times = {}
        for services in (10, 100, 1_000):
            given = plans(receivers, services, Method.UP)
            times[services] = took(lambda given=given: allocate(given))
            loop = took(lambda given=given: naive(given))
            print(
                f"  {receivers:4} receivers, {services:5} services: "
                f"{receivers * services / times[services]:9.0f} shares/s, "
                f"{times[services] / loop:6.1f} times the loop"
            )
        exponent = math.log(times[1_000] / times[10]) / math.log(100)
        print(f"  {receivers:4} receivers: growth exponent in services {exponent:.2f}")
    few, many = (took(lambda n=n: allocate(plans(n, 100, Method.UP))) for n in (14, 290))
    print(f"  growth exponent in receivers {math.log(many / few) / math.log(290 / 14):.2f}")


def two_way() -> None:
    print("two-way rounding (seconds for a table; no other program to set it against)")
    for receivers, services in ((14, 12), (60, 30), (290, 50)):
        given = allocate(plans(receivers, services, Method.UP)).done.values()
        table = {
            service.node.service: {who: row.exact for who, row in service.rows.items()}
            for service in given
        }
        seconds = took(lambda table=table: round_table(table, 100))
        print(f"  {receivers:4} receivers, {services:3} services: {seconds:8.3f}")


def largest_remainder() -> None:
    print("largest remainder (ratio to the apportionment package, same totals and weights)")
    chance = random.Random(2024)
    for receivers in (14, 290):
        weights = [chance.randrange(2_000, 1_000_000) for _ in range(receivers)]
        totals = [chance.randrange(10**6, 10**8) for _ in range(100)]
        weight = sum(weights)

        def ours(weights=weights, totals=totals, weight=weight):
            for total in totals:
                shares = {f"{n:04d}": Fraction(total * w, weight) for n, w in enumerate(weights)}
                round_shares(shares, 1, Method.LARGEST_REMAINDER)

        def theirs(weights=weights, totals=totals, *, exact):
            for total in totals:
                methods.largest_remainder(
                    weights, total, fractions=exact, parties=[str(n) for n in range(len(weights))]
                )

        exact = took(lambda theirs=theirs: theirs(exact=True))
        floats = took(lambda theirs=theirs: theirs(exact=False))
        mine = took(ours)
        print(
            f"  {receivers:4} receivers: {mine / exact:5.2f} of its exact mode, "
            f"{mine / floats:5.2f} of its float mode"
        )


def scenarios() -> None:
    """Compare, and sweep over every one- and two-member exit, in one process."""
    print("scenarios (ratio to allocating one year, in one process)")
    data, _ = load(ROOT / "data")
    base, _ = of_year(data, 2024)
    one = took(lambda: compute(data, [2024]).year(2024).per_municipality)

    def compared():
        sides = [of_year(data, year)[0] for year in (2023, 2024)]
        return Comparison(*sides).causes_in_kronor

    print(f"  compare 2023 2024, with causes    {took(compared) / one:26.1f}")
    codes = base.codes
    pairs = [list(pair) for pair in combinations(codes, 2)]
    times = {}
    for groups in (pairs[:13], pairs, [[code] for code in codes] + pairs):
        count = len(groups)
        times[count] = took(lambda groups=groups: sweep.without(base, groups))
        print(f"  sweep over {count:3} budgets             {times[count] / one:26.1f}")
    few, many, _ = times
    exponent = math.log(times[many] / times[few]) / math.log(many / few)
    print(f"  growth exponent in the number of budgets {exponent:.2f}")


def folder(rows: int, dates: int) -> Computed:
    """Make a folder of nothing but municipalities, whose population moves a little every year."""
    chance = random.Random(2024)
    ids = [f"ort-{n}" for n in range(rows)]
    people = [chance.randrange(2_000, 200_000) for _ in ids]
    folkmangd = []
    for n in range(dates):
        people = [p + chance.randrange(-p // 100, p // 100) for p in people]
        held = dict(zip(ids, people, strict=True))
        date = dt.date(2000 + n, 12, 31)
        folkmangd.append({"datum": date, "summa": sum(people), "invanare": held})
    kommun = [{"id": i, "kod": f"{n:04d}", "namn": i.title()} for n, i in enumerate(ids)]
    kommuner = Kommuner.model_validate({"namnd": "Prov", "kommun": kommun, "folkmangd": folkmangd})
    index = Index.model_validate({"serie": []})
    data = Data(kommuner, index, tjanster={}, budgetar={}, facit={}, matt={}, utfall={}, digest="0")
    return Computed(data, Outcome({}, ()), {}, ())


def table(computed: Computed, lika: int, odd: int = 0) -> Observed:
    """Share lika per cent of the cost equally, by the last date; spoil a few cells."""
    kommuner = computed.data.kommuner
    held = {kommuner.resolve(i): n for i, n in kommuner.folkmangd[-1].invanare.items()}
    total, cost = sum(held.values()), Fraction(100_000 * len(held))
    shares = {
        code: cost * lika / 100 / len(held) + cost * (100 - lika) / 100 * n / total
        for code, n in held.items()
    }
    amounts = {c: r.amount for c, r in round_shares(shares, 100, Method.UP).items()}
    for code in list(amounts)[:odd]:
        amounts[code] += 5_000
    return Observed("prov", amounts, None, lacks_rows=False)


def services(posts: list[list[Any]]) -> Data:
    """Make a folder with a service for each list, whose items are split as the list says."""
    found = {}
    for n, splits in enumerate(posts):
        items = [
            {"namn": f"Del {m}", "underlag": 1_000, "fordelning": split}
            for m, split in enumerate(splits)
        ]
        rule = {"fran": 2024, "post": items, "avrundning": {"metod": "uppat"}}
        if "50/50" in splits:
            rule["folkmangd"] = dt.date(2000, 12, 31)
        found[f"t{n:02d}"] = Tjanst(namn=f"Tjänst {n}", kort=f"T{n}", period=[rule])
    return replace(folder(14, 1).data, tjanster=found, budgetar={2024: budget(2024)})


def chain(years: int) -> Data:
    """Make a folder with one service, uprated year after year up to 2024."""
    index = {"id": "A", "namn": "A", "varde": []}
    first = 2025 - years
    periods = [{"fran": first, "underlag": 1_000_000, "fordelning": "lika"}]
    for year in range(first + 1, 2025):
        index["varde"].append({"ar": year, "procent": 2, "status": "avtalad"})
        rule = {"fran": year - 1, "index": "A"}
        periods.append({"fran": year, "uppraknas": rule, "avrundning": {"metod": "narmast"}})
    service = Tjanst(namn="Kedja", kort="Kedja", period=periods)
    made = {"index": Index.model_validate({"serie": [index]}), "tjanster": {"kedja": service}}
    return replace(folder(14, 1).data, budgetar={2024: budget(2024)}, **made)


def budget(year: int) -> Budget:
    return Budget.model_validate({"ar": year, "status": "forslag", "tjanst": {}})


def growth() -> None:
    """Allocate what builds on much else, read already; medians of interleaved pairs, CPU time."""
    print("growth (CPU time of allocating a year whose files are read, median ratio of 15 pairs)")
    shared = ["50/50", "50/50"]
    independent = services([shared] * 26)
    followed = [[{"som": f"t{max(n - m, 0):02d}"} for m in (1, 2)] for n in range(26)]
    diamond = services([shared] * 2 + followed[2:])
    for what, one, other in (
        ("26 services that follow the two before / 26 independent", diamond, independent),
        ("a chain of 80 years / a chain of 40", chain(80), chain(40)),
        ("a chain of 80 years / 26 independent services", chain(80), independent),
    ):
        ratios = [spent(one) / spent(other) for _ in range(ROUNDS)]
        print(f"  {what:56} {median(ratios):5.2f}")


def spent(data: Data) -> float:
    """Give the CPU time of allocating 2024 ten times, in seconds."""
    gc.collect()  # what went before is not to be paid for here
    before = time.process_time()
    for _ in range(10):
        assert compute(data, [2024]).year(2024).services
    return time.process_time() - before


def invoices() -> None:
    """Make all invoices of a year, and their corrections when all is invoiced already."""
    print("invoices (ratio to allocating the same year, read already; and by the number of lines)")
    data, _ = load(ROOT / "data")
    made = services([["50/50"]] * 50)
    for what, given in (("2024", data), ("50 services", made)):
        one = took(lambda given=given: compute(given, [2024]).year(2024).per_municipality)
        times = {}
        for when in ("helar", "kvartal", "manad"):
            year = invoiced(given, when)
            count = len(invoicing(year).lines)
            times[count] = took(lambda year=year: invoicing(year).id)
            again = corrected(year)
            print(
                f"  {what:12} {when:8} {count:6} lines {times[count] / one:6.2f}, "
                f"corrected {again / one:6.2f}"
            )
        few, *_, many = times
        growth = math.log(times[many] / times[few]) / math.log(many / few)
        print(f"  {what:12} growth exponent in lines {growth:.2f}")


def invoiced(data: Data, when: str) -> YearResult:
    """Allocate 2024 with every service invoiced in the same way."""
    assert when in PARTS
    each = {
        name: tjanst.model_copy(update={"fakturering": when})
        for name, tjanst in data.tjanster.items()
    }
    return compute(replace(data, tjanster=each), [2024]).year(2024)


def corrected(year: YearResult) -> float:
    """Give the time of making a basis when all but a krona of each line is invoiced before."""
    whole: Invoicing = invoicing(year)
    lines = tuple(
        Earlier(line.key, "Prov", line.service, line.amount - 1, line.rate, line.vat)
        for line in whole.lines
    )
    head = ("prov.json", "Prov", year.year, year.data.short_digest)
    basis = Basis(*head, whole.id, (), lines)
    found = invoicing(year, [basis])
    assert len(found.lines) == len(lines)
    return took(lambda: invoicing(year, [basis]).id)


def inference() -> None:
    print("infer, over every key, date and rounding")
    shown = ("soc-grund", "2023"), ("e-arkiv", "2022"), ("e-tjansteplattform", "2022")
    one = started("-c", PROGRAM, "allocate", "2024")
    for service, year in shown:
        ratio = started("-c", PROGRAM, "infer", "-t", service, "--ar", year, checked=False) / one
        print(f"  {service} {year}, as a process / allocate 2024 {ratio:21.2f}")

    def one_allocate() -> None:
        data, _ = load(ROOT / "data")
        compute(data, [2024])

    read = took(one_allocate)
    fourteen = folder(14, 13)
    for what, lika, odd in (("50/50", 50, 0), ("a free mix", 57, 0), ("a free mix, 3 odd", 57, 3)):
        time_ = took(lambda lika=lika, odd=odd: infer(fourteen, table(fourteen, lika, odd)))
        print(f"  14 rows, 13 dates, {what:18} / reading and allocating 2024 {time_ / read:5.2f}")
    of_rows = {}
    for rows in (14, 72, 290):
        given = folder(rows, 13)
        of_rows[rows] = took(lambda given=given: infer(given, table(given, 57)))
        print(
            f"  {rows} rows, 13 dates, a free mix {of_rows[rows] / of_rows[14]:8.1f} times 14 rows"
        )
    growth = math.log(of_rows[290] / of_rows[14]) / math.log(290 / 14)
    few, many = (
        took(lambda given=given: infer(given, table(given, 57)))
        for given in (folder(14, 4), folder(14, 40))
    )
    print(f"  growth exponent in rows {growth:.2f}, in dates {math.log10(many / few):.2f}")


if __name__ == "__main__":
    startup()
    throughput()
    two_way()
    largest_remainder()
    scenarios()
    growth()
    invoices()
    inference()
