"""Workbooks that say much of themselves in few bytes, or lie."""

import io
import zipfile
from functools import partial

from tests.files.documents.test_documents import NS, OFFICE, raw_book
from tests.files.hostile import Case

FOURTEEN = (
    "2505 Arvidsjaur", "2506 Arjeplog", "2510 Jokkmokk", "2513 Överkalix", "2514 Kalix",
    "2518 Övertorneå", "2521 Pajala", "2523 Gällivare", "2560 Älvsbyn", "2580 Luleå",
    "2581 Piteå", "2582 Boden", "2583 Haparanda", "2584 Kiruna",
)  # fmt: skip
LARGE = (2, "filen är för stor")
DAMAGED = (2, "den är skadad")
NO_POPULATION = (2, "fel[EK212]")


def text(said):
    return f'<c t="inlineStr"><is><t>{said}</t></is></c>'


def table():
    """The rows of a table of population that the program reads."""
    rows = [f"<row>{text('Kommun')}<c><v>2021</v></c></row>"]
    rows += [f"<row>{text(who)}<c><v>{3000 + n}</v></c></row>" for n, who in enumerate(FOURTEEN)]
    return "".join(rows)


def book(path, parts=dict, pack=zipfile.ZIP_DEFLATED):
    """Write a workbook with that table, and whatever ``parts`` gives more when it is called."""
    more = parts()
    rows, before, after = (more.get(key, "") for key in ("rows", "before", "after"))
    data = f"<sheetData>{table()}{rows}</sheetData>"
    content = f"{more.get('prologue', '')}<worksheet {NS}>{before}{data}{after}</worksheet>"
    raw_book(path, content, more.get("extra", ()), pack)


def case(name, answers, parts, pack=zipfile.ZIP_DEFLATED):
    return Case(f"{name}.xlsx", partial(book, parts=parts, pack=pack), answers)


def stored(name, answers, parts):
    """Make a case that no ratio of packing gives away."""
    return case(name, answers, parts, zipfile.ZIP_STORED)


def all_refused(with_what):
    return (with_what,) * 3


def workbook(entries):
    return {"xl/workbook.xml": f'<workbook {NS} xmlns:r="{OFFICE}">{entries}</workbook>'}.items()


def sheets(n, name="B{}", target="rId1"):
    entries = "".join(
        f'<sheet name="{name.format(i)}" sheetId="{i}" r:id="{target}"/>' for i in range(n)
    )
    return workbook(f"<sheets>{entries}</sheets>")


def relations(*targets):
    entries = "".join(
        f'<Relationship Id="rId{n}" Type="x" Target="{target}"/>'
        for n, target in enumerate(targets, 1)
    )
    return {"xl/_rels/workbook.xml.rels": f"<Relationships>{entries}</Relationships>"}.items()


def shared(content):
    return {"xl/sharedStrings.xml": f"<sst {NS}>{content}</sst>"}.items()


def styles(content):
    return {"xl/styles.xml": f"<styleSheet {NS}>{content}</styleSheet>"}.items()


READ = ((0, "Skrev folkmängd"), (0, "Granskning"), (0, "Vilken modell"))
ENTITY = f'<!DOCTYPE x [<!ENTITY a "{"x" * 30_000}"><!ENTITY b "{"&a;" * 1_000}">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
LAST = '<row r="1"><c r="XFD1" s="1"/></row><row r="1048576"><c r="A1048576" s="1"/></row>'
COLUMN = '<col min="1" max="16384" hidden="{}"/>'
MERGED = '<mergeCell ref="A1:XFD1048576"/>'
ATTRIBUTE = 'a{}=""'
SHARED = '<c t="s"><v>0</v></c>'
ONE = "<c><v>1</v></c>"
FORMAT = '<numFmt numFmtId="200" formatCode="{}"/>'
ENCODED = "<?xml version='1.0' encoding='{}'?>"


def rows_at_the_edge(start, end):
    return "".join(f'<row r="{n}"><c r="XFD{n}" s="1"/></row>' for n in range(start, end))


INSIDE = [
    case("formaterade tomma celler", READ, lambda: {"rows": LAST}),
    case("en formaterad cell i varje rad", READ, lambda: {"rows": rows_at_the_edge(20, 60_000)}),
    case("radnummer", all_refused(LARGE),
         lambda: {"rows": '<row r="99999999999999"><c><v>1</v></c></row>'}),
    case("radnummer utan slut", all_refused(DAMAGED),
         lambda: {"rows": f'<row r="{"9" * 5_000}"/>'}),
    case("kolumnbokstäver", all_refused(LARGE),
         lambda: {"rows": f'<row><c r="{"A" * 10**6}1"><v>1</v></c></row>'}),
    case("kolumnelement", READ, lambda: {"before": f"<cols>{COLUMN.format(0) * 40_000}</cols>"}),
    case("dolda kolumner", ((0, "Skrev"), (0, "dold"), (0, "Vilken modell")),
         lambda: {"before": f"<cols>{COLUMN.format(1) * 40_000}</cols>"}),
    case("talformat", READ, lambda: {"extra": styles(FORMAT.format("[" * 200_000))}),
    stored("många format", READ, lambda: {"extra": styles(FORMAT.format(0) * 100_000)}),
    case("okänd kodning", all_refused(DAMAGED), lambda: {"prologue": ENCODED.format("rappakalja")}),
    case("inbyggd kodning", all_refused(DAMAGED),
         lambda: {"prologue": ENCODED.format("zlib_codec")}),
    stored("sammanslagna celler", READ,
           lambda: {"after": f"<mergeCells>{MERGED * 500_000}</mergeCells>"}),
    case("utsträckning som ljuger", READ,
         lambda: {"before": '<dimension ref="A1:XFD99999999999"/>'}),
    case("entiteter", all_refused(DAMAGED),
         lambda: {"rows": f"<row>{text('&b;')}</row>", "prologue": ENTITY}),
    case("entitet utifrån", all_refused(DAMAGED),
         lambda: {"rows": f"<row>{text('&a;')}</row>", "prologue": OUTSIDE}),
    case("djup XML", all_refused(LARGE), lambda: {"rows": "<x>" * 60 + "</x>" * 60}),
    stored("djup XML utan slut", all_refused(LARGE), lambda: {"rows": "<x>" * 5_000_000}),
    stored("ett attribut på 19 MB", all_refused(LARGE),
           lambda: {"rows": f'<row x="{"a" * 19_000_000}"/>'}),
    stored("många attribut", all_refused(LARGE),
           lambda: {"rows": f"<row {' '.join(map(ATTRIBUTE.format, range(500_000)))}/>"}),
    case("en text på 90 MB", all_refused(LARGE),
         lambda: {"rows": f"<row>{text('a' * 90_000_000)}</row>"}),
    stored("en text på 19 MB", all_refused(LARGE),
           lambda: {"rows": f"<row>{text('a' * 19_000_000)}</row>"}),
    stored("en kommentar på 19 MB", all_refused(LARGE),
           lambda: {"after": f"<!--{'a' * 19_000_000}-->"}),
    case("lång rad", all_refused(LARGE), lambda: {"rows": f"<row>{ONE * 20_000}</row>"}),
    case("många rader", all_refused(LARGE), lambda: {"rows": f"<row>{ONE}</row>" * 60_000}),
    stored("tomma rader", READ, lambda: {"rows": "<row/>" * 500_000}),
    case("delad text om igen", all_refused(LARGE),
         lambda: {"extra": shared(f"<si><t>{'Medel ' * 5_000}</t></si>"),
                  "rows": f"<row>{SHARED * 20}</row>" * 2_000}),
    case("delade texter i miljoner", all_refused(LARGE),
         lambda: {"extra": shared("<si/>" * 3_100_000)}),
    stored("hundratusentals delade texter", READ,
           lambda: {"extra": shared("<si><t>a</t></si>" * 300_000)}),
    case("samma blad om igen", all_refused(DAMAGED), lambda: {"extra": sheets(5_000)}),
    case("bladnamn", all_refused(LARGE), lambda: {"extra": sheets(1, "Budget " * 100_000)}),
    case("relation utanför", all_refused(DAMAGED),
         lambda: {"extra": relations("../../../../../etc/passwd")}),
    case("relation till sig själv", ((2, "EK212"), (2, "EK036"), (2, "EK021")),
         lambda: {"extra": relations("/xl/workbook.xml")}),
    case("hundra tusen relationer", READ,
         lambda: {"extra": relations("/xl/worksheets/sheet1.xml", *["x"] * 100_000)}),
]  # fmt: skip


def zipped(path, sizes, pack=zipfile.ZIP_DEFLATED):
    """Write parts of nothing but spaces, so and so long."""
    with zipfile.ZipFile(path, "w", pack) as archive:
        for n, size in enumerate(sizes):
            archive.writestr(f"xl/{n}.xml", b" " * size)


def lying(path, at, value):
    """Write a sound workbook, and then another number where its sheet says how long it is."""
    book(path)
    raw = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    central = raw.rindex(b"PK\x01\x02", 0, raw.rindex(info.filename.encode()))
    start = {"central": central, "local": info.header_offset}[at[0]] + at[1]
    raw[start : start + 4] = value.to_bytes(4, "little")
    path.write_bytes(raw)


def overlapping(path, parts=4_000):
    """Write a zip whose many parts are all the same bytes."""
    one = io.BytesIO()
    zipped(one, [1_900_000])
    raw = one.getvalue()
    at = raw.rindex(b"PK\x01\x02")
    end = raw.rindex(b"PK\x05\x06")
    entry, tail = raw[at:end], bytearray(raw[end:])
    tail[8:12] = parts.to_bytes(2, "little") * 2
    tail[12:16] = (len(entry) * parts).to_bytes(4, "little")
    path.write_bytes(raw[:at] + entry * parts + tail)


def nested(path):
    inner = io.BytesIO()
    zipped(inner, [10_000_000])
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/inner.zip", inner.getvalue())


def packed(name, answer, write, **how):
    return Case(f"{name}.xlsx", partial(write, **how), all_refused(answer))


ARCHIVES = [
    packed("zipbomb", LARGE, zipped, sizes=[99_000_000]),
    packed("zipbomb av många delar", LARGE, zipped, sizes=[1_900_000] * 60),
    packed("sextusen delar", LARGE, zipped, sizes=[1] * 6_000),
    packed("packad med lzma", DAMAGED, zipped, sizes=[1_000], pack=zipfile.ZIP_LZMA),
    packed("delar på varandra", LARGE, overlapping),
    packed("zip i zip", DAMAGED, nested),
    packed("kontrollsumma", DAMAGED, lying, at=("central", 16), value=7),
    packed("längd som ljuger", DAMAGED, lying, at=("central", 24), value=7),
    packed("packad längd som ljuger", DAMAGED, lying, at=("central", 20), value=7),
    packed("plats som ljuger", DAMAGED, lying, at=("central", 42), value=2**31),
    packed("bara ett slut", DAMAGED, lambda path: path.write_bytes(b"PK\x05\x06" + b"\0" * 18)),
]
