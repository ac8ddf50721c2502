"""What is booked, read out of a finance system's export: every way to write it says the same."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from enamnd_cost.files.ledger.read import read

UNTIL = dt.date(2024, 8, 31)
SIDES = {("3110",): {"intakt": 1000}, ("5010",): {"kostnad": 400}, ("7010",): {"kostnad": 250}}

# The same posts as systems write them: signs as in the books, as in a report, two columns, strings.
WAYS = {
    "belopp": "Konto;Belopp\n3110;-1000\n5010;400\n7010;250\nSumma;-350\n",
    "utan minus": "Konto;Utfall 2024\n3110;1000\n5010;400\n7010;250\n",
    "resultat": "Konto;Saldo\n3110;1 000,00\n5010;-400,00\n7010;-250,00\nResultat;350,00\n",
    "debet": "Konto;Debet;Kredit\n3110;;1000\n5010;450;50\n7010;250;\nSumma;700;1050\n",
    "sidor": "Konto;Intäkter;Kostnader\n3110;1000;\n5010;;400\n7010;;250\nTotalt;1000;650\n",
    "minus": "Konto;Intäkter;Kostnader\n3110;-1000;0\n5010;0;400\n7010;0;250\n",
    "budget bredvid": "Konto;Budget;Utfall;Avvikelse\n3110;9;-1000;9\n5010;9;400;9\n7010;9;250;9\n",
    "annat år bredvid": "Konto;Utfall 2023;Utfall 2024\n3110;9;-1000\n5010;9;400\n7010;9;250\n",
    "delsummor": "Konto;Belopp\n3110;-1000\nSumma intäkter;-1000\n;\n5010;400\n7010;250\n"
    "Summa kostnader;650\nSumma;-350\nÅrets resultat;350\n",
    "titel": "Rapport\nPeriod 202401-202408\nKonto;Belopp\n3110;-1000\n5010;400\n7010;250\n",
    "rubriker igen": "Konto;Belopp\n3110;-1000\n5010;400\nKonto;Belopp\n7010;250\nSumma;-350\n",
    "månader": "Period;Konto;Belopp\n202401;3110;-1000\n202408;5010;400\n8;7010;250\n",
    "dagar": "Konto;Bokföringsdatum;Belopp\n3110;2024-01-01;-1000\n5010;2024-08-31;400\n"
    "7010;2024-02-29;250\n",
}


@pytest.fixture
def ledger(tmp_path):
    """Read a csv of some text, or a workbook of sheets."""

    def of(content, until=UNTIL):
        if isinstance(content, str):
            file = tmp_path / "utfall.csv"
            file.write_text(content, encoding="utf-8")
        else:
            file, book = tmp_path / "utfall.xlsx", Workbook()
            book.remove(book.active)
            for title, rows in content.items():
                sheet = book.create_sheet(title)
                for row in rows:
                    sheet.append(row)
            book.save(file)
        return read(file, until)

    return of


def sides(ledger):
    """Give what each post has, without what it does not have or has nothing of."""
    return {
        entry.names: {side: kr for side, kr in entry.amounts.items() if kr}
        for entry in ledger.entries
    }


@pytest.mark.parametrize("way", WAYS)
def test_every_way_to_write_the_same_posts_reads_the_same(ledger, way):
    found, problems = ledger(WAYS[way])

    assert problems == []
    assert sides(found) == SIDES


def test_a_workbook_reads_as_a_csv(ledger):
    rows = [["Konto", "Datum", "Belopp"], [3110, dt.date(2024, 5, 1), -1000.0], [5010, None, 400],
            [7010, dt.date(2024, 8, 31), 250], ["Summa", None, -350]]  # fmt: skip

    found, problems = ledger({"Rapport": rows, "Urval": [["Urval", "Ansvar 19"]]})

    assert problems == []
    assert sides(found) == SIDES


def test_what_has_been_turned_and_told_by_class_is_said(ledger):
    for way, words in (
        ("belopp", ["klass 3", "intäkterna står med minus"]),
        ("utan minus", ["klass 3"]),
        ("resultat", ["klass 3", "kostnaderna står med minus"]),
        ("debet", ["klass 3"]),
        ("sidor", []),
        ("minus", ["intäkterna står med minus"]),
    ):
        found, _ = ledger(WAYS[way])
        assert len(found.told) == len(words)
        assert all(word in text for word, text in zip(words, found.told, strict=True)), way


def test_another_time_and_hidden_rows_are_told(ledger, tmp_path):
    found, _ = ledger("Utfall till och med 2024-06-30\nKonto;Belopp\n3110;-1\n")
    assert any('"Utfall till och med 2024-06-30"' in text for text in found.told)
    found, _ = ledger("Utskriven 2024-09-12\nKonto;Belopp\n3110;-1\n")
    assert not any("2024-09-12" in text for text in found.told)

    book = Workbook()
    for row in (["Konto", "Belopp"], [3110, -1], [3120, -2]):
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    book.save(tmp_path / "dold.xlsx")
    found, problems = read(tmp_path / "dold.xlsx", UNTIL)
    assert problems == []
    assert "en dold rad är med i det som är läst" in found.told


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        ("3110;-1\n5010;1\n", "EK022", "rubriker för vad som är bokfört"),
        ("Konto;Budget\n3110;-1\n", "EK022", "rubriker för vad som är bokfört"),
        ("Konto;Debet\n3110;1\n", "EK022", "rubriker för vad som är bokfört"),
        ("Konto;Utfall maj;Utfall ack\n3110;-1;-2\n", "EK022", 'B "Utfall maj" och C "Utfall ack"'),
        ("Konto;Utfall 2023\n3110;-1\n", "EK211", "inget utfall för 2024"),
        ("Projekt;Belopp\n1001;-1\n", "EK051", 'kolumn B "Belopp" säger inte'),
        ("Projekt;Debet;Kredit\n1001;1;\n", "EK051", 'kolumnerna B "Debet" och C "Kredit" säger'),
        ("Konto;Belopp\n3110;-1\n4010;-1\n", "EK051", "både intäkterna och kostnaderna"),
        ("Konto;Belopp\nSumma;0\n", "EK026", "inga rader med belopp"),
        ("Konto;Utfall, tkr\n3110;-1\n", "EK027", '"Utfall, tkr"'),
        ("Belopp i tkr\nKonto;Utfall\n3110;-1\n", "EK027", '"Belopp i tkr"'),
        ("Konto;Utfall\n3110;-1\nBelopp i tusental kronor\n", "EK027", "tusental kronor"),
        ("Konto;Belopp (öre)\n3110;-1\n", "EK027", '"Belopp (öre)"'),
        ("Konto;Belopp\n3110;-1 tkr\n", "EK023", 'rad 2: "-1 tkr" är inte i kronor'),
        ("Konto;Belopp\n3110;1.234\n", "EK023", 'rad 2: skiljetecknet i "1.234"'),
        ("Konto;Belopp\n3110;oklart\n", "EK023", 'rad 2: "oklart" är inget belopp'),
        ("Konto;Belopp\n3110;-1\nSumma;-2\n", "EK026", "rad 3: summan är −2, men raderna är"),
        ("Konto;Belopp\n3110;-1\n4010;2\nResultat;2\n", "EK026", "rad 4: summan är 2"),
        ("Konto;Belopp\n3110;-1\n;4\n", "EK026", "rad 3: summan är 4"),
        ("Namn;Intäkter;Kostnader\nA;1;2\nSumma;1;3\n", "EK026", "rad 3: summan är 3"),
        ("Konto;Text;Belopp\n;A;-1\n3110;A;-1\n", "EK051", "rad 2: raden har inget konto"),
        ("Konto;Datum;Belopp\n3110;2024-09-01;-1\n", "EK052", "rad 2: Datum 2024-09-01"),
        ("Konto;Period;Belopp\n3110;202409;-1\n3110;9;-1\n", "EK052", "och en rad till"),
        ("Konto;År;Belopp\n3110;2023;-1\n", "EK052", "År 2023"),
        *((f"Konto;Belopp\n{konto};-1\n", "EK051", f"rad 2: konto {konto}")
          for konto in ("1510", "2440", "8412", "9110", "0123")),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_one_mistake(ledger, content, code, words):
    _, problems = ledger(content)

    (problem,) = problems
    assert problem.code == code
    assert words in problem.text.replace("\xa0", " ")
    assert problem.remedy


def test_several_sheets_are_not_chosen_between(ledger):
    rows = [["Konto", "Belopp"], [3110, -1]]

    _, problems = ledger({"Maj": rows, "Juni": rows})

    assert [(p.code, p.text) for p in problems] == [
        ("EK022", "flera blad har bokförda belopp: Maj och Juni")
    ]


def test_all_mistakes_of_rows_are_told_at_once(ledger):
    _, problems = ledger(
        "Konto;Datum;Belopp\n3110;2024-09-01;-1\n8412;2024-01-01;2\n5010;2024-01-01;x\n"
    )

    assert [p.code for p in problems] == ["EK023", "EK051", "EK052"]


amounts = st.integers(-(10**9), 10**9).map(lambda ore: Decimal(ore).scaleb(-2))


@given(st.lists(st.tuples(st.sampled_from(["3110", "4010", "7990"]), amounts), min_size=1))
def test_debit_and_credit_come_to_the_exact_net_of_each_side(tmp_path_factory, posts):
    """However large and many, and to the öre: no float is near."""
    rows = [
        f"{konto};{abs(kr) if kr > 0 else 0:.2f};{abs(kr) if kr < 0 else 0:.2f}".replace(".", ",")
        for konto, kr in posts
    ]
    file = tmp_path_factory.mktemp("debet") / "utfall.csv"
    file.write_text("\n".join(["Konto;Debet;Kredit", *rows]), encoding="utf-8")

    found, problems = read(file, UNTIL)

    assert problems == []
    for side, sign, classes in (("intakt", -1, "3"), ("kostnad", 1, "47")):
        made = sum(entry.amounts.get(side, 0) for entry in found.entries)
        assert made == sign * sum(kr for konto, kr in posts if konto[0] in classes)


@given(st.lists(amounts.filter(bool), min_size=1, max_size=8), st.integers(1, 10**6), st.data())
def test_a_sum_that_is_off_by_an_ore_is_told(tmp_path_factory, posts, by, data):
    file = tmp_path_factory.mktemp("summa") / "utfall.csv"
    cut = data.draw(st.integers(0, len(posts)))
    rows = [f"A;{kr:.2f}" for kr in posts]
    rows.insert(cut, f"Summa;{sum(posts[:cut]):.2f}")
    sound = [*rows, f"Summa;{sum(posts):.2f}"]
    wrong = sum(posts) + Decimal(by).scaleb(-2)
    for told, last in ((False, sound[-1]), (True, f"Summa;{wrong:.2f}")):
        if told and wrong == sum(posts[cut:]):  # the sum of those since the sum before
            continue
        text = "\n".join(["Projekt;Kostnader", *rows, last]).replace(".", ",")
        file.write_text(text, encoding="utf-8")
        _, problems = read(file, UNTIL)
        assert [p.code for p in problems] == ["EK026"] * told


def test_a_list_of_entries_may_be_longer_than_a_document_that_is_audited(ledger):
    rows = [f"{4000 + n % 3000};Verifikation {n};{n % 7},50" for n in range(3_000)]

    found, problems = ledger("\n".join(["Konto;Text;Belopp", *rows]))

    assert problems == []
    made = sum(entry.amounts["kostnad"] for entry in found.entries)
    assert made == sum(n % 7 for n in range(3_000)) + 1_500
