"""Random data folders that are sound by the handbook and use all of it in combination."""

import random
from datetime import date
from decimal import Decimal

from tests.naive.allocation import Allocator
from tests.naive.folder import Folder, Refused
from tests.naive.indexing import of_many_kinds
from tests.naive.periods import FIRST_INDEX, a_period
from tests.naive.who import ALL_MONTHS, months_there

KNOWN = [
    ("arjeplog", "2506", "Arjeplog"), ("arvidsjaur", "2505", "Arvidsjaur"),
    ("boden", "2582", "Boden"), ("haparanda", "2583", "Haparanda"),
    ("jokkmokk", "2510", "Jokkmokk"), ("kalix", "2514", "Kalix"), ("lulea", "2580", "Luleå"),
    ("pajala", "2521", "Pajala"), ("pitea", "2581", "Piteå"), ("alvsbyn", "2560", "Älvsbyn"),
    ("overkalix", "2513", "Överkalix"), ("overtornea", "2518", "Övertorneå"),
]  # fmt: skip
FIRST = 2022
TRIES = 30


class World:
    """The tables of a data folder while it is made, and the chance that makes it."""

    def __init__(self, seed):
        self.chance = chance = random.Random(seed)
        self.municipalities = chance.sample(KNOWN, chance.randint(2, 8))
        self.ids = [each[0] for each in self.municipalities]
        self.years = [FIRST + n for n in range(chance.randint(1, 3))]
        self.dates = self.some_dates()
        self.kommuner = {
            "namnd": "Nämnden",
            "kommun": [
                {"id": each, "kod": code, "namn": name} for each, code, name in self.municipalities
            ],
            "folkmangd": [self.population(day) for day in sorted(self.dates)],
        }
        plain = {"serie": [self.series(name) for name in ("AKI", "PKV")]}
        # By its own chance, so that all else of a seed is as it was.
        self.index = of_many_kinds(plain, random.Random(f"index {seed}"), FIRST)
        self.tjanster, self.matt = {}, {}
        self.budget = {str(year): {"ar": year, "status": "forslag"} for year in self.years}

    def some_dates(self):
        """Give dates of populations, the last of them a year after one another."""
        last = self.chance.randint(2018, 2021)
        if self.chance.random() < 0.1:
            return [date(2018, 2, 28), date(2019, 2, 28), date(2020, 2, 29)]
        others = [date(2014, 12, 31)] if self.chance.random() < 0.5 else []
        return others + [date(last - n, 12, 31) for n in reversed(range(3))]

    def population(self, day):
        people = {
            each: self.chance.randint(1, 9) * self.chance.choice([1, 100, 2_609])
            for each in self.ids
        }
        return {"datum": day, "summa": sum(people.values()), "kalla": "SCB", "invanare": people}

    def series(self, name):
        values = [
            {
                "ar": year,
                "procent": self.decimal(-400, 1_400),
                "status": "definitiv",
                "kalla": "SCB",
            }
            for year in range(FIRST_INDEX, FIRST + 4)
        ]
        return {"id": name, "namn": name, "varde": values}

    def decimal(self, low, high, places=2):
        places = self.chance.randint(0, places)
        return (
            Decimal(self.chance.randint(low, high)).scaleb(-2).quantize(Decimal(1).scaleb(-places))
        )

    def measure(self, year, ids):
        """Measure something in a year, or on a day, in a file of its own; give a key that names it.

        Who is counted on a day may be anybody.
        """
        name = f"matt-{len(self.matt)}"
        when, key = {"ar": year}, {"matt": name}
        if self.chance.random() < 0.4:
            when = {"datum": date(year - self.chance.randint(0, 3), 11, 1)}
            key |= when
            ids = self.ids
        used = {each: abs(self.decimal(0, 90_000)) for each in ids}
        self.matt[name] = {
            "namn": f"Mätning {name}",
            "enhet": "GB",
            "matning": [{**when, "summa": sum(used.values()), "kalla": "Rapport", "varde": used}],
        }
        return key

    def allocator(self):
        """Give the naive allocator for the tables as they are."""
        return Allocator(Folder(self.kommuner, self.index, self.tjanster, self.matt, self.budget))


def a_world(seed, *, sound=True):
    """Make a folder's tables; services that the handbook says no to are made again, if wanted."""
    world = World(seed)
    for budget in world.budget.values():
        if world.chance.random() < 0.15:
            budget["tvavagsavrundning"] = {"till": world.chance.choice([1, 10, 50, 100, 500])}
    names = [f"tjanst-{letter}" for letter in "abcde"][: world.chance.randint(1, 5)]
    world.chance.shuffle(names)
    for name in names:
        for _ in range(TRIES):
            measured = dict(world.matt)
            world.tjanster[name] = a_service(world, name)
            if not sound or refusal(world) is None:
                _control(world, name)
                break
            world.matt = measured
            del world.tjanster[name]
    if not world.tjanster:
        return a_world(seed + 1_000_003, sound=sound)
    return world


def refusal(world):
    """Say what the handbook says no to in the tables as they are, or nothing."""
    allocator = world.allocator()
    try:
        for year in world.years:
            for name in world.tjanster:
                if allocator.folder.there(name, year):
                    allocator.amounts(name, year)
    except Refused as error:
        return error
    return None


def _control(world, name):
    """State what some periods come to, as a decided sum to hold them to."""
    allocator = world.allocator()
    for period in world.tjanster[name]["period"]:
        if "belopp" in period or "saknas" in period or world.chance.random() > 0.25:
            continue
        try:
            totals = {
                sum(allocator.amounts(name, year).values())
                for year in world.years
                if allocator.folder.period(name, year) is period
                and months_there(period, year) == ALL_MONTHS
                and "tvavagsavrundning" not in world.budget[str(year)]
            }
        except Refused:
            continue
        if len(totals) == 1:
            period["belopp"] = int(totals.pop())


def a_service(world, name):
    """Make a service with one period or several, perhaps of a part of its first or last year."""
    chance = world.chance
    service = {"namn": f"Tjänsten {name[-1].upper()}", "kort": name[-1].upper()}
    if chance.random() < 0.25:
        service["i_budget"] = False
    begins = [chance.choice(world.years)]
    begins += [year for year in world.years if year > begins[0] and chance.random() < 0.6]
    periods = service["period"] = []
    world.tjanster[name] = service
    for year in begins:
        periods.append(a_period(world, name, year, periods))
    if chance.random() < 0.2:
        year = chance.choice([year for year in world.years if year >= begins[-1]])
        ends = date(year, chance.choice([2, 3, 4, 11]), 1)
        periods[-1]["till"] = chance.choice([year, last_day(ends)])
    if chance.random() < 0.2:
        month = chance.randint(1, 12 if "till" not in periods[0] else 2)
        periods[0]["fran"] = date(begins[0], month, 1)
    return service


def last_day(day):
    """Give the last day of the month."""
    days = {2: 29 if day.year % 4 == 0 else 28, 4: 30, 6: 30, 9: 30, 11: 30}
    return day.replace(day=days.get(day.month, 31))


def fill_budgets(world):
    """Write into the budgets what the handbook gives, as income and cost, and its sum."""
    allocator = world.allocator()
    folder = allocator.folder
    for year in world.years:
        budget = world.budget[str(year)]
        budget["tjanst"] = {}
        for name in world.tjanster:
            period = folder.period(name, year)
            if period is None:
                continue
            inside = folder.in_budget(name, year)
            line = _line(allocator, name, year, period, inside=inside)
            budget.setdefault("tjanst" if inside else "utanfor", {})[name] = line
        incomes = [line.get("intakt") for line in budget["tjanst"].values()]
        if None not in incomes:
            budget["summa"] = sum(incomes)


def _line(allocator, name, year, period, *, inside):
    try:
        total = sum(allocator.amounts(name, year).values())
    except Refused as error:
        return {"saknas": str(error)}
    line = {"intakt": int(total), "kostnad": int(total)} if inside else {"belopp": int(total)}
    costs = [each["underlag"] for each in [period, *period.get("post", [])] if "underlag" in each]
    if costs:
        line["underlag"] = costs[0] if "underlag" in period else sum(costs)
    return line
