"""A data folder as ``tomllib`` reads it: plain tables, and every number an exact fraction."""

import tomllib
from fractions import Fraction
from pathlib import Path


class Refused(Exception):  # noqa: N818 (it is no error here, but an answer)
    """The handbook says that the program says no to this, or that the sum cannot be handed out."""


class Folder:
    """The tables of the files, and what names a municipality or a period in them."""

    def __init__(self, kommuner, index, tjanster, matt, budget):
        self.services = tjanster
        self.budgets = {each["ar"]: each for each in budget.values()}
        self.years = sorted(self.budgets)
        self.codes = [each["kod"] for each in kommuner["kommun"]]
        self.code_of = {
            each[word]: each["kod"] for each in kommuner["kommun"] for word in ("id", "namn", "kod")
        }
        self.population = {
            each["datum"]: self.by_code(each["invanare"]) for each in kommuner["folkmangd"]
        }
        self.index = {series["id"]: series for series in index.get("serie", [])}
        self.measured = {
            (name, each.get("datum", each.get("ar"))): self.by_code(each["varde"])
            for name, table in matt.items()
            for each in table["matning"]
        }

    def by_code(self, table):
        return {code: Fraction(value) for code, value in self.by_code_as_is(table).items()}

    def by_code_as_is(self, table):
        return {self.code_of[word]: value for word, value in table.items()}

    def period(self, service, year):
        """Give the period that holds the year: the last that has begun, unless it has ended."""
        begun = [each for each in self.services[service]["period"] if first_year(each) <= year]
        if not begun or last_year(begun[-1]) < year:
            return None
        return begun[-1]

    def there(self, service, year):
        """Say whether the service has figures for the year."""
        period = self.period(service, year)
        return period is not None and "saknas" not in period

    def in_budget(self, service, year):
        period = self.period(service, year)
        return self.services[service].get("i_budget", True) and not period.get("exempel", False)


def first_year(period):
    return getattr(period["fran"], "year", period["fran"])


def last_year(period):
    return getattr(period.get("till"), "year", period.get("till", 9999))


def uprates(table, what):
    """Say whether a period or an item is uprated from amounts, a cost or prices."""
    return "uppraknas" in table and table["uppraknas"].get("av", "belopp") == what


def same_day_before(day, years):
    """Give the same day some years before; a leap day's is the last of February."""
    leap_day = (day.month, day.day) == (2, 29) and (day.year - years) % 4
    return day.replace(year=day.year - years, day=28 if leap_day else day.day)


def items(period):
    """Give the cost items of a period, each with what it has from the period."""
    if "post" not in period:
        return [period] if "fordelning" in period else []
    words = ("folkmangd", "deltagare", "faktor", "uppraknas")
    above = {word: period[word] for word in words if word in period}
    return [above | item for item in period["post"]]


def read(path):
    """Read a data folder."""

    def table(file):
        return tomllib.loads(file.read_text("utf-8"), parse_float=Fraction)

    def tables(name):
        return {file.stem: table(file) for file in sorted((Path(path) / name).glob("*.toml"))}

    def one(name):
        file = Path(path) / name
        return table(file) if file.exists() else {}

    return Folder(
        one("kommuner.toml"),
        one("index.toml"),
        tables("tjanster"),
        tables("matt"),
        tables("budget"),
    )
