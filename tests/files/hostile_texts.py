"""Texts that are long in some way: csv, JSON-stat, and TOML as a document."""

import json
from functools import partial

from tests.files.hostile import Case
from tests.files.hostile_books import FOURTEEN

LARGE = (2, "filen är för stor")
NO_POPULATION = (2, "EK212")
NO_TEXT = (2, "varken text eller")
NO_CSV = (2, "inte att läsa som csv")
NO_TABLE = (2, "EK036")
NO_ROWS = (2, "EK021")
NO_JSON = (2, "EK031")
CODES = [who[:4] for who in FOURTEEN]


def put(path, content):
    made = content()
    path.write_bytes(made if isinstance(made, bytes) else made.encode())


def text(name, answers, content):
    return Case(name, partial(put, content=content), answers)


def all_refused(with_what):
    return (with_what,) * 3


TABLE = "Kommun;2021\n" + "".join(f"{who};{3000 + n}\n" for n, who in enumerate(FOURTEEN))
READ = ((0, "Skrev folkmängd"), (0, "Granskning"), (0, "Vilken modell"))
NOTHING = (NO_POPULATION, NO_TABLE, NO_ROWS)
NAMES = "".join(f"{'a' * 200} {n};{n}\n" for n in range(1_900))
LISTS = (
    text("10 MB skiljetecken.csv", NOTHING, lambda: ";" * 9_999_999),
    text("10 MB citattecken.csv", all_refused(NO_CSV), lambda: '"' * 9_999_999),
    text("10 MB radslut.csv", all_refused(LARGE), lambda: "\n" * 9_999_999),
    text("10 MB returer.csv", all_refused(LARGE), lambda: "\r" * 9_999_999),
    text("10 MB på en rad.csv", all_refused(LARGE), lambda: "a" * 9_999_999),
    text("10 MB mellanslag.csv", NOTHING, lambda: " " * 9_999_999),
    text("11 MB.csv", all_refused(LARGE), lambda: "a" * 11_000_000),
    text("21 MB.csv", all_refused(LARGE), lambda: "a" * 21_000_000),
    text("tomma rader.csv", READ, lambda: TABLE + ";;\n" * 900_000),
    text("16 385 kolumner.csv", all_refused(LARGE), lambda: ";".join(["1"] * 16_385)),
    text("en rad till vad som får vara.csv", all_refused(LARGE), lambda: "Boden;1\n" * 50_001),
    text("nolltecken.csv", all_refused(NO_TEXT), lambda: TABLE + "\0"),
    text("nolltecken först.csv", all_refused(NO_TEXT), lambda: b"\0" * 1_000_000),
    text("halv UTF-16.csv", all_refused(NO_TEXT), lambda: b"\xff\xfe" + b"a\0" * 9 + b"\xd8"),
    text("lös halva av UTF-16.csv", all_refused(NO_TEXT),
         lambda: b"\xff\xfe" + b"\x00\xd8" * 99),
    text("öppet citattecken.csv", all_refused(NO_CSV), lambda: TABLE + '"x;1\n' * 50_001),
    text("citattecken i varje ruta.csv", all_refused(LARGE), lambda: '"""";"""";' * 30_000),
    text("avrundat utan slut.csv", READ,
         lambda: TABLE + ("avrundat " * 3_600 + "\n") * 20),
    text("datum utan slut.csv", READ,
         lambda: TABLE + ("1 maj " * 5_000 + "\n") * 30),
    text("belopp utan slut.csv", READ,
         lambda: TABLE + ("1 000 kr och " * 2_500 + "\n") * 20),
    text("långa namn.csv", (NO_POPULATION, (0, "Granskning"), NO_ROWS),
         lambda: "Post;Belopp\n" + NAMES),
    text("en punkt i varje tal.csv", (NO_POPULATION, (0, "1 900 varningar"), NO_ROWS),
         lambda: "Post;Belopp\n" + "".join(f"P{n};{n % 900 + 1}.000\n" for n in range(1_900))),
    text("exponent.csv", NOTHING, lambda: "Region;2021\nX;1e999999999\n"),
)  # fmt: skip


def figures(n):
    return ";".join(str(n * m % 9973) for m in range(24))


LARGEST = (
    text("tal i varje ruta.csv", (NO_POPULATION, (0, "Granskning"), (2, "EK022")),
         lambda: "".join(f"P{n};{figures(n)}\n" for n in range(1_999))),
    text("summa i varje rad.csv", (NO_POPULATION, (1, "EK505"), (2, "EK022")),
         lambda: "Post;Belopp\n" + "".join(f"Summa;{n * n % 9973}\n" for n in range(1_990))),
    text("en tabell i var tredje rad.csv", (NO_POPULATION, (1, "499 samband"), (2, "EK025")),
         lambda: "".join(f"Post;Kr\nBoden;{n}\nSumma;5\n\n" for n in range(499))),
    text("en summa i varannan kolumn.csv", (NO_POPULATION, (0, "Granskning"), NO_ROWS),
         lambda: f"Post;{'Moms;Summa;' * 195}\n" + f"P;{figures(7)}{';8' * 366}\n" * 60),
    text("en rad för bred.csv", (NO_POPULATION, LARGE, LARGE), lambda: "Post;" + "1;" * 400),
)  # fmt: skip


def cube(index=CODES, **changed):
    region = index if isinstance(index, dict) and "index" in index else {"index": index}
    dimension = {"Region": {"category": region}, "Tid": {"category": {"index": ["2021"]}}}
    value = list(range(3000, 3000 + len(CODES)))
    whole = {"id": ["Region", "Tid"], "size": [14, 1], "dimension": dimension, "value": value}
    return json.dumps({**whole, **changed})


def kub(name, answer, content, commands=3):
    return text(f"{name}.json", (answer, NO_JSON, NO_JSON)[:commands], content)


def instead(written, **changed):
    """Put what json cannot write where a question mark stands."""
    return cube(**changed).replace('"?"', written)


VALUES = [*range(3000, 3013)]
MANY = [f"{n:05}" for n in range(20_000)]
SPARSE = {
    "Region": {"category": {"index": MANY}}, "Tid": {"category": {"index": MANY}},
}  # fmt: skip
NOTES = {"note": ["Medel " * 40_000]}
CUBES = (
    kub("kub", (0, "Skrev folkmängd"), cube),
    kub("kub av det som finns", (0, "Skrev folkmängd"),
        lambda: cube(value={str(n): 3000 + n for n in range(14)})),
    kub("gles kub", (2, "filen är för stor"),
        lambda: cube(size=[20_000, 20_000], dimension=SPARSE, value={})),
    kub("kub av noll", (2, "antalet värden"), lambda: cube(size=[0, 1], value=[])),
    kub("färre värden", (2, "ett värde för varje ruta"), lambda: cube(value=VALUES)),
    kub("fler värden", (2, "ett värde för varje ruta"), lambda: cube(value=[*VALUES, 1, 2])),
    kub("ett nummer utanför", (2, "inte är en ruta"), lambda: cube(value={"14": 3000})),
    kub("ett nummer med nolla", (2, "inte är en ruta"), lambda: cube(value={"00": 3000})),
    kub("ett nummer utan slut", (2, "EK212"), lambda: cube(value={"9" * 5_000: 3000})),
    kub("samma nummer", (2, "numren i en dimension"),
        lambda: cube({"index": dict.fromkeys(CODES, 0)})),
    kub("hål i numren", (2, "numren i en dimension"),
        lambda: cube({"index": {code: 2 * n for n, code in enumerate(CODES)}})),
    kub("bytta etiketter", (2, "hör inte ihop"),
        lambda: cube({"index": CODES, "label": {c: f"{w[5:]}" for c, w in
                      zip(CODES, [FOURTEEN[1], FOURTEEN[0], *FOURTEEN[2:]], strict=True)}})),
    kub("NaN", (2, '"NaN" är inget tal'), lambda: instead("NaN", value=["?", *VALUES])),
    kub("oändligt", (2, '"-Infinity" är inget tal'),
        lambda: instead("-Infinity", value=["?", *VALUES])),
    kub("stort tal", (2, "EK212"), lambda: instead("9" * 4_000, value=["?", *VALUES])),
    kub("större tal", (2, "EK212"), lambda: instead("9" * 5_000, value=["?", *VALUES])),
    kub("exponent", (2, "EK212"), lambda: instead("1e999999999", value=["?", *VALUES])),
    kub("exponent i storlek", (2, "EK212"), lambda: instead("1e999999999", size=["?", 1])),
    kub("text som tal", (2, "EK212"), lambda: cube(value=["1e9", *VALUES])),
    kub("samma namn två gånger", (2, '"value" står två gånger'),
        lambda: cube()[:-1] + ', "value": []}'),
    kub("djup", (2, "EK212"), lambda: '{"id":' * 800_000),
    kub("djup lista", (2, "EK212"), lambda: '{"id":' + "[" * 4_000_000),
    kub("fem miljoner tomma", (2, "EK212"), lambda: '{"id":[' + "[]," * 1_600_000 + "[]]}"),
    kub("tomma i tomma", (2, "EK212"), lambda: '{"id":[' + '{"a":{}},' * 500_000 + "{}]}"),
    kub("sex miljoner tecken", (2, "filen är för stor"), lambda: cube() + " " * 6_000_000),
    kub("tusentals dimensioner", (2, "filen är för stor"),
        lambda: cube(id=[str(n) for n in range(50_000)], size=[1] * 50_000)),
    kub("lång not", (2, "tecken text"), lambda: cube(**NOTES)),
    kub("många namn", (2, "tecken text"),
        lambda: cube({"index": {f"{'a' * 100}{n}": n for n in range(9_000)}})),
)  # fmt: skip
