"""Documents in the layouts that offices report in: statements, outcomes, periods, one row, notes.

Each is drawn sound, in several orders, signs and units, with every figure known by a key: ``("fig",
row, column)``. The keys of rows are ``("row", row)``.
"""

from tests.analysis.audit.documents import MUNICIPALITIES, POSTS, SUMS, Made

PERIODS = {
    "kvartal": [
        ["Kvartal 1", "Kvartal 2", "Kvartal 3", "Kvartal 4"], ["Q1", "Q2", "Q3", "Q4"],
        ["Kv 1", "Kv 2", "Kv 3", "Kv 4"], ["1:a kvartalet", "2:a kvartalet", "3:e kvartalet",
        "4:e kvartalet"], ["Jan–mar", "Apr–jun", "Jul–sep", "Okt–dec"],
    ],
    "tertial": [["Tertial 1", "Tertial 2", "Tertial 3"], ["T1", "T2", "T3"]],
    "halvår": [["Halvår 1", "Halvår 2"], ["H1", "H2"], ["Första halvåret", "Andra halvåret"]],
    "månad": [[
        "Jan", "Feb", "Mar", "Apr", "Maj", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dec",
    ]],
}  # fmt: skip
WHOLES = ["Helår", "Hela året", "Året", "År 2031", "2031"]


def _money(rng):
    """Draw kronor that are no whole hundreds, so that every digit tells."""
    return rng.randint(11_000, 987_654)


def _put(made, label, name, figures, extra=()):
    """Add a row of figures, each known by the row's name and its column."""
    keys = [(1, ("row", name)), *((n, ("fig", name, n)) for n in range(2, len(figures) + 2))]
    made.add(label, *figures, keys=[*keys, *extra])


def _columns(before, after, sign):
    """Give budget, outcome and deviation; ``sign`` is that of the deviation."""
    return [before, after, sign * (after - before)]


def statement(rng):
    """Income, costs with a sum, and the result; costs are minus, or are not, deviations either."""
    made = Made()
    minus = rng.random() < 0.6
    made.add(rng.choice(["Resultaträkning 2031 (kr)", "Resultaträkning 2031"]))
    made.gap(rng)
    names = ["Budget", "Utfall", rng.choice(["Avvikelse", "Differens", "Avvikelse mot budget"])]
    order = rng.choice([(0, 1, 2), (1, 0, 2), (2, 0, 1)])
    made.add("", *(names[n] for n in order))
    sign = rng.choice([1, -1])
    favour = not minus and rng.random() < 0.5  # what is good for the result is more, on both sides

    def add(label, name, before, after, of):
        row = _columns(before, after, -sign if favour and of == "cost" else sign)
        _put(made, label, name, [row[n] for n in order])

    incomes = [(_money(rng), _money(rng)) for _ in range(rng.randint(1, 3))]
    labels = ["Intäkter"] if len(incomes) == 1 else ["Avgifter", "Bidrag", "Försäljning"]
    if len(labels) > 1:
        made.add("Intäkter")
    for label, pair in zip(labels, incomes, strict=False):
        add(label, label, *pair, "income")
    income = [sum(column) for column in zip(*incomes, strict=True)]
    if len(incomes) > 1:
        add("Summa intäkter", "sum income", *income, "income")
        made.add("Kostnader")
    way = -1 if minus else 1
    costs = [(way * _money(rng), way * _money(rng)) for _ in range(rng.randint(2, 5))]
    for label, pair in zip(
        ["Personal", "Lokaler", "Konsulter", "Licenser", "Övrigt"], costs, strict=False
    ):
        add(label, label, *pair, "cost")
    cost = [sum(column) for column in zip(*costs, strict=True)]
    add("Summa kostnader", "sum cost", *cost, "cost")
    result = [a + b if minus else a - b for a, b in zip(income, cost, strict=True)]
    add(rng.choice(["Resultat", "Årets resultat"]), "result", *result, "income")
    return made


def operating(rng):
    """A driftbudget as municipalities print it: net cost, financial posts and the year's result."""
    made = Made()
    tkr = rng.random() < 0.5
    made.add(f"Driftbudget 2031{' (tkr)' if tkr else ''}")
    made.add("", "Bokslut 2029", "Budget 2030", "Budget 2031")
    columns = []
    for _ in range(3):
        income = rng.randint(4_000, 9_000) * 1_000 + rng.randint(0, 999)
        cost = -rng.randint(3_000, 8_000) * 1_000 - rng.randint(0, 999)
        wear, money = -rng.randint(1_000, 99_999), rng.randint(-40_000, 40_000)
        net = income + cost + wear
        columns.append([income, cost, wear, net, money, net + money])
    names = [
        "Verksamhetens intäkter", "Verksamhetens kostnader", "Avskrivningar",
        "Verksamhetens nettokostnad", "Finansiella poster", "Årets resultat",
    ]  # fmt: skip
    for name, *figures in zip(names, *columns, strict=True):
        shown = [(abs(x) + 500) // 1_000 * (-1 if x < 0 else 1) if tkr else x for x in figures]
        _put(made, name, name, shown)
    return made


def deviations(rng):
    """Posts with budget, outcome and deviation, and their sum."""
    made = Made()
    made.add("Uppföljning 2031 per tjänst")
    names = ["Budget", "Utfall", "Avvikelse"]
    order = rng.choice([(0, 1, 2), (1, 0, 2), (2, 1, 0)])
    made.add("Tjänst", *(names[n] for n in order))
    sign = rng.choice([1, -1])
    pairs = [(_money(rng), _money(rng)) for _ in range(rng.randint(3, 8))]
    for post, pair in zip(rng.sample(POSTS, len(pairs)), pairs, strict=True):
        row = _columns(*pair, sign)
        _put(made, post, post, [row[n] for n in order])
    row = _columns(*(sum(column) for column in zip(*pairs, strict=True)), sign)
    _put(made, rng.choice(SUMS), "sum", [row[n] for n in order])
    return made


def quarters(rng):
    """Periods and the year that they make up, for municipalities or posts, with a sum row."""
    made = Made()
    headings = rng.choice(PERIODS[rng.choice(sorted(PERIODS))])
    whole, first = rng.choice(WHOLES), rng.random() < 0.3
    made.add("Fakturering enligt avtalet om samverkan")
    made.add("", *([whole] if first else []), *headings, *([] if first else [whole]))
    names = rng.choice([MUNICIPALITIES, rng.sample(POSTS, rng.randint(3, 8))])
    rows = [[_money(rng) for _ in headings] for _ in names]
    rows.append([sum(column) for column in zip(*rows, strict=True)])
    for name, row in zip([*names, "Summa"], rows, strict=True):
        _put(made, name, name, [sum(row), *row] if first else [*row, sum(row)])
    return made


def periods_down(rng):
    """Quarters as rows, and the year as the last of them."""
    made = Made()
    headings = rng.choice(PERIODS[rng.choice(["kvartal", "tertial"])])
    made.add("Utbetalningar 2031")
    made.add("Period", *(columns := rng.sample(POSTS, 3)))
    rows = [[_money(rng) for _ in columns] for _ in headings]
    rows.append([sum(column) for column in zip(*rows, strict=True)])
    for name, row in zip([*headings, "Helår"], rows, strict=True):
        _put(made, name, name, row)
    return made


def one_row(rng):
    """A single row: two figures and what they differ by, or parts and their sum; maybe in tkr."""
    made = Made()
    tkr = rng.random() < 0.5
    made.add(f"Utfall per sista maj 2031{' (tkr)' if tkr else ' (kr)'}")
    made.gap(rng)
    a, b = _money(rng), _money(rng)
    heads, values = rng.choice([
        (("Intäkter", "Kostnader", "Avvikelse"), (a, b, a - b)),
        (("Budget", "Utfall", "Avvikelse"), (a, b, rng.choice([a - b, b - a]))),
        (("Intäkter", "Kostnader", "Resultat"), (a, -b, a - b)),
        (("Kv 1", "Kv 2", "Kv 3", "Kv 4", "Helår"), (a, b, a, 7 * b, 2 * a + 8 * b)),
        (("Personal", "Lokaler", "Summa"), (a, b, a + b)),
    ])  # fmt: skip
    made.add("", *heads)
    *parts, last = values
    off = rng.choice([0, 0, 1, -1]) if tkr else 0  # thousands, each rounded by itself
    _put(made, "Norrbottens e-nämnd", "e-nämnd", [*parts, last + off])
    return made


def millions(rng):
    """Amounts in mkr with a decimal or in tkr, each rounded by itself, sums both ways."""
    made = Made()
    unit, step = rng.choice([("mkr", 100_000), ("tkr", 1_000)])
    made.add(f"Budget 2031, {unit}")
    columns = rng.sample(POSTS, 3)
    made.add("Kommun", *columns, "Totalt")
    rows = [[rng.randint(1_000_000, 90_000_000) for _ in columns] for _ in MUNICIPALITIES]
    rows.append([sum(column) for column in zip(*rows, strict=True)])

    def show(kr):
        units = (kr + step // 2) // step
        return units if unit == "tkr" else f"{units // 10},{units % 10}"

    for name, row in zip([*MUNICIPALITIES, "Totalt"], rows, strict=True):
        _put(made, name, name, [show(kr) for kr in [*row, sum(row)]])
    return made


def rounded_kronor(rng):
    """Shares of a total, each rounded to the krona, so that their sum may be a krona or two off."""
    made = Made()
    made.add("Kommun", "Belopp (kr)")
    weights = [rng.randint(1_000, 90_000) for _ in MUNICIPALITIES]
    total = rng.randint(1_000_001, 99_999_999)
    for name, weight in zip(MUNICIPALITIES, weights, strict=True):
        share = (2 * total * weight + sum(weights)) // (2 * sum(weights))
        _put(made, name, name, [share])
    _put(made, "Summa", "sum", [total])
    return made


WAYS = ["- {1} SEK, {0}", "- {0}: {1} kr", "- {0} {1} kr.", "- {1} kr, {0}. Se ovan."]
OTHER_NOTES = [
    "- Transaktionskostnader tillkommer, beräkna 500–1500 kr/år",
    "- Lagring och backup tillkommer med 84kr/GB/år.",
    "- 40 000 kr i engångskostnad tillkommer vid uppstart, högst 40 000 kr per kommun.",
    "- Arvodet är ca 12 000 kr.",
    "- Enligt 4 kap. 12 § och beslut 2030-05-26 § 14, uppräknat med 2 %.",
    "- Avgiften är 84 kr per elev och år.",
    "- Fakturan för juni, 14 300 kr, betalades i juli.",
    "- Vissa upplupna kostnader",
]


def noted(rng):
    """A table, and a list below it that repeats one of its columns; other notes between."""
    made = Made()
    made.add("Projekt, utfall per sista maj 2031")
    made.add("", "Intäkter", "Kostnader", "Avvikelse")
    posts = rng.sample(POSTS, rng.randint(3, 6))
    rows = [[(a := _money(rng)), (b := _money(rng)), a - b] for _ in posts]
    for post, row in zip(posts, rows, strict=True):
        _put(made, post, post, row)
    _put(made, "Summa", "sum", [sum(column) for column in zip(*rows, strict=True)])
    made.gap(rng)
    heading, column = rng.choice([
        ("Avvikelser", 2), ("Noteringar avvikelser", 2), ("Kommentarer", 2), ("Intäkter", 0),
    ])  # fmt: skip
    made.add(heading)
    made.notes = {}
    for post, row in zip(posts, rows, strict=True):
        figure = f"{abs(row[column]):,}".replace(",", " ")
        way = rng.choice(
            ["- {1} SEK, {0}", "- {0}: {1} kr", "- {0} {1} kr.", "- {1} kr, {0}. Se ovan."]
        )
        made.add(way.format(post, figure), keys=[(1, ("note", post))])
        made.notes[post] = figure
        if rng.random() < 0.4:
            made.add(rng.choice(OTHER_NOTES))
    return made


LAYOUTS = (
    statement, operating, deviations, quarters, periods_down, one_row, millions, rounded_kronor,
    noted,
)  # fmt: skip
