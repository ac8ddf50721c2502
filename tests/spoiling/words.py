"""Words of options that are read as a little language, spelt at random."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
PIECES = [
    "e-arkiv", "soc-grund", "alla", "e-tjansteplattform", "soc-forvaltning", "projekt", "Boden",
    "PKV", "AKI", "=", "=", "=", "@", ":", "lika", "invanare", "50/50", "60/40", "0/0", "1/0",
    "2023-12-31", "2023-02-30", "20231231", "320000", "320 000", "+5%", "-10%", "+5,5 %", "-100%",
    "+1e9%", "nan", "inf", "1e99", "0", "-1", "9" * 60, "٣", "²", "½", ",", ".", "%", "+", "-", "−",
    " ", "", "\x1b[2J", "\u202e", "\ufffe", "\x9b", '"', "'", "\n", "é" * 3_000, "2024", "2026",
    "2024..2027", "vikter", "{", "}", "[", "#", "\\", "/", "*",
]  # fmt: skip
SOUND = [
    "e-arkiv=lika", "e-arkiv=invanare@2023-12-31", "e-arkiv=@2023-12-31", "e-arkiv=320000",
    "e-arkiv=+5%", "alla=invanare@2023-12-31", "e-arkiv=60/40", "PKV=3,5", "PKV:2026=3,0",
    "2024-12-31", "SCB, hämtad 2026-02-21",
]  # fmt: skip
WORDS = "…"  # where they stand in a command
COMMANDS = [
    ["compare", "2024", "--andra", WORDS],
    ["compare", "2024", "--andra", WORDS],
    ["compare", "2024", "2023", "--ar", WORDS],
    ["explain", "2024", "boden", "e-arkiv", "--andra", WORDS],
    ["explain", "2024", WORDS],
    ["roll", "2024", "--kostnad", WORDS],
    ["roll", "2024", "--kostnad", WORDS],
    ["roll", "2024", "--folkmangd", WORDS],
    ["allocate", "2024..2026", "--antag", WORDS],
    ["allocate", WORDS],
    ["allocate", "2024", "--kommun", WORDS],
    ["allocate", "2024", "--tjanst", WORDS],
    ["sweep", "2024", WORDS, "e-arkiv"],
    ["sweep", "2024", "lika", "e-arkiv", "--steg", WORDS],
    ["rounding", "2024", "--tvavags", WORDS],
    ["check", "--bara", WORDS],
    ["buy-in", "projekt", "luleå", WORDS],
    ["buy-in", "projekt", WORDS, "2025-01-01"],
    ["infer", "--tjanst", WORDS, "--ar", "2023"],
    ["audit", str(ROOT / "examples/granskning/budget-2023.csv"), "--tjanst", WORDS],
    ["population", str(ROOT / "tests/files/scb/koder.csv"), "--ersatt", "--kalla", WORDS],
    ["population", str(ROOT / "tests/files/scb/koder.csv"), "--ersatt", "--datum", WORDS],
    ["index", str(ROOT / "tests/files/indextal/kpi.csv"), "--serie", WORDS, "--namn", WORDS],
    ["index", str(ROOT / "tests/files/indextal/aki.csv"), "--serie", "LCI", "--namn", WORDS],
    ["population", str(ROOT / "tests/files/scb/koder.csv"), "--matt", WORDS],
    ["population", str(ROOT / "tests/files/scb/koder.csv"), "--matt", "ny", "--aldrar", WORDS],
    ["population", str(ROOT / "tests/files/scb/koder.csv"), "--matt", "ny", "--datum", WORDS],
]


def odd_words(chance):
    """Give words that are nearly right, or anything."""
    if chance.random() < 0.3:
        return "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 6)))
    words = list(chance.choice(SOUND))
    for _ in range(chance.randint(1, 3)):
        n = chance.randrange(len(words) + 1)
        words[n : n + chance.randint(0, 2)] = chance.choice(PIECES)
    return "".join(words)
