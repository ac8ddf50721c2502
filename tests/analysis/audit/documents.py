"""Documents as people make them, drawn at random: right ones, and ways to spoil them.

A document is a grid of values; every figure in it is known by a key, so that a mistake can be
planted and looked for where it stands.
"""

import random
from dataclasses import dataclass, field

MUNICIPALITIES = [
    "Arjeplog", "Arvidsjaur", "Boden", "Gällivare", "Haparanda", "Jokkmokk", "Kalix", "Kiruna",
    "Luleå", "Pajala", "Piteå", "Älvsbyn", "Överkalix", "Övertorneå",
]  # fmt: skip
POSTS = [
    "Samordning", "Licenser", "Drift och förvaltning", "Utbildning", "Support", "Lokaler",
    "Säkerhet", "Arkivering", "Projektledning", "Konsulter",
]  # fmt: skip
MINUSES = ["-{}", "\u2212{}", "({})", "{}-", "- {}"]
SUMS = ["Summa", "SUMMA", "Totalt", "S:a", "Summa:"]


@dataclass
class Made:
    """A grid, with the place (row, column from 1) of every figure and label by key."""

    rows: list = field(default_factory=list)
    at: dict = field(default_factory=dict)

    def add(self, *cells, keys=()):
        self.rows.append(list(cells))
        for column, key in keys:
            self.at[key] = (len(self.rows), column)

    def gap(self, rng):
        for _ in range(rng.randint(1, 2)):
            self.rows.append([])

    def get(self, key):
        row, column = self.at[key]
        return self.rows[row - 1][column - 1]

    def put(self, key, value):
        row, column = self.at[key]
        self.rows[row - 1][column - 1] = value

    def remove_row(self, key):
        row, _ = self.at[key]
        del self.rows[row - 1]
        self.at = {k: (r - (r > row), c) for k, (r, c) in self.at.items() if r != row}

    def repeat_row(self, key):
        row, _ = self.at[key]
        self.rows.insert(row, list(self.rows[row - 1]))
        self.at = {k: (r + (r > row), c) for k, (r, c) in self.at.items()}

    def text(self, rng):
        """Write the grid as csv, with numbers as people type them."""
        space = rng.choice(["", " ", "\u00a0"])
        minus = rng.choice(MINUSES)
        return "".join(
            ";".join(_typed(cell, space, minus) for cell in row) + "\n" for row in self.rows
        )


def _typed(cell, space, minus):
    if isinstance(cell, int):
        digits = f"{abs(cell):,}".replace(",", space)
        return minus.format(digits) if cell < 0 else digits
    return "" if cell is None else str(cell)


def amount(rng):
    """Draw an amount that no few others are likely to add up to."""
    return rng.randint(11, 9_876) * 100


def per_service(rng):
    """A table for each service: municipalities and a sum, with titles and notes between."""
    made = Made()
    made.add("Fördelning av kostnader 2031")
    made.gap(rng)
    for table, post in enumerate(rng.sample(POSTS, rng.randint(1, 3))):
        made.add(f"{post} 2031")
        if rng.random() < 0.7:
            made.add("Kommun", rng.choice(["Belopp, kr", "Kronor", "Belopp"]))
        total = 0
        for name in MUNICIPALITIES:
            kr = amount(rng)
            total += kr
            made.add(name, kr, keys=[(1, ("name", table, name)), (2, ("cell", table, name))])
        if rng.random() < 0.3:
            made.rows.append([])
        made.add(rng.choice(SUMS), total, keys=[(2, ("sum", table))])
        if rng.random() < 0.5:
            made.add("Beloppen faktureras i förskott enligt avtalet mellan kommunerna i länet.")
        made.gap(rng)
    return made


def wide(rng):
    """One table: municipalities as rows, services as columns, sums both ways."""
    made = Made()
    services = rng.sample(POSTS, rng.randint(2, 5))
    made.add("Budget 2031, fördelning per kommun")
    made.gap(rng)
    made.add("Kommun", *services, "Summa")
    columns = [0] * len(services)
    for name in MUNICIPALITIES:
        row = [amount(rng) for _ in services]
        columns = [a + b for a, b in zip(columns, row, strict=True)]
        keys = [(n + 2, ("cell", n, name)) for n in range(len(services))]
        keys += [(1, ("name", 0, name)), (len(services) + 2, ("row", name))]
        made.add(name, *row, sum(row), keys=keys)
    keys = [(n + 2, ("sum", n)) for n in range(len(services))]
    made.add(
        rng.choice(SUMS), *columns, sum(columns), keys=[*keys, (len(services) + 2, ("total",))]
    )
    return made


def stacked(rng):
    """Income above cost, each with its sum, and the result."""
    made = Made()
    posts = rng.sample(POSTS, rng.randint(3, 8))
    amounts = [amount(rng) for _ in posts]
    made.add("Budget 2031")
    made.gap(rng)
    if rng.random() < 0.5:
        made.add("Post", "Belopp, kr")
    for side in ("Intäkter", "Kostnader"):
        made.add(side)
        for post, kr in zip(posts, amounts, strict=True):
            made.add(post, kr, keys=[(2, (side, post))])
        made.add(f"Summa {side.lower()}", sum(amounts), keys=[(2, ("sum", side))])
        made.rows.append([])
    made.add("Resultat", 0, keys=[(2, ("result",))])
    return made


def beside(rng):
    """Income to the left, cost to the right."""
    made = Made()
    posts = rng.sample(POSTS, rng.randint(3, 8))
    amounts = [amount(rng) for _ in posts]
    made.add("Budget 2031, kr")
    made.add("Intäkter", "Belopp", None, "Kostnader", "Belopp")
    for post, kr in zip(posts, amounts, strict=True):
        made.add(post, kr, None, post, kr, keys=[(2, ("Intäkter", post)), (5, ("Kostnader", post))])
    total = sum(amounts)
    keys = [(2, ("sum", "Intäkter")), (5, ("sum", "Kostnader"))]
    made.add("Summa", total, None, "Summa", total, keys=keys)
    return made


def in_columns(rng):
    """A row for each post, with income, cost and result as columns."""
    made = Made()
    posts = rng.sample(POSTS, rng.randint(4, 8))
    made.add("Driftbudget 2031")
    made.add("Tjänst", "Intäkt", "Kostnad", "Resultat")
    total = 0
    for post in posts:
        kr = amount(rng)
        total += kr
        keys = [(2, ("Intäkter", post)), (3, ("Kostnader", post)), (4, ("result", post))]
        made.add(post, kr, kr, 0, keys=keys)
    keys = [(2, ("sum", "Intäkter")), (3, ("sum", "Kostnader"))]
    made.add(rng.choice(SUMS), total, total, 0, keys=keys)
    return made


def sections(rng):
    """Sections with a subtotal each, notes between, and a grand total."""
    made = Made()
    posts = rng.sample(POSTS, len(POSTS))
    made.add("Kostnader 2031")
    made.gap(rng)
    made.add("Post", "Belopp, kr")
    total, at = 0, 0
    for section in range(rng.randint(2, 3)):
        made.add(["Personal", "Teknik", "Övrigt"][section])
        part = 0
        for post in posts[at : at + rng.randint(2, 3)]:
            kr = amount(rng)
            part += kr
            made.add(post, kr, keys=[(2, ("post", post))])
        at += 3
        made.add("Delsumma", part, keys=[(2, ("sum", section))])
        total += part
        if rng.random() < 0.5:
            made.add("Posterna i avsnittet ovan är beräknade efter föregående års avtal och löner.")
    made.add("Summa totalt", total, keys=[(2, ("total",))])
    return made


def thousands(rng):
    """Sums both ways in whole thousands, each figure rounded by itself."""
    made = Made()
    services = rng.sample(POSTS, rng.randint(2, 4))
    made.add("Budget 2031 per kommun, tkr")
    made.add("Kommun", *services, "Totalt")
    columns = [0] * len(services)
    for name in MUNICIPALITIES:
        row = [amount(rng) for _ in services]
        columns = [a + b for a, b in zip(columns, row, strict=True)]
        keys = [(n + 2, ("cell", n, name)) for n in range(len(services))]
        made.add(name, *map(_tkr, row), _tkr(sum(row)), keys=keys)
    keys = [(n + 2, ("sum", n)) for n in range(len(services))]
    made.add("Totalt", *map(_tkr, columns), _tkr(sum(columns)), keys=keys)
    return made


def _tkr(kr):
    return (kr + 500) // 1000


def years(rng):
    """Two years side by side, and what has changed."""
    made = Made()
    posts = rng.sample(POSTS, rng.randint(4, 9))
    made.add("Jämförelse mellan åren")
    made.add("Post", "Budget 2031", "Budget 2032", "Förändring")
    sums = [0, 0]
    for post in posts:
        a, b = amount(rng), amount(rng)
        sums = [sums[0] + a, sums[1] + b]
        keys = [(2, (2031, post)), (3, (2032, post)), (4, ("change", post))]
        made.add(post, a, b, b - a, keys=keys)
    keys = [(2, ("sum", 2031)), (3, ("sum", 2032))]
    made.add("Summa", *sums, sums[1] - sums[0], keys=keys)
    return made


LAYOUTS = (per_service, wide, stacked, beside, in_columns, sections, thousands, years)


def draw(layout, seed):
    """Make the document of a seed."""
    rng = random.Random(seed)
    return layout(rng), rng
