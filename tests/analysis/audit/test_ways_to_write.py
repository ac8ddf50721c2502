"""Ways in which sound documents are written: none of them is a mistake."""

import pytest

from enamnd_cost.analysis.audit.findings import NOTE, WARNING
from enamnd_cost.analysis.audit.run import audit, report
from enamnd_cost.analysis.audit.subjects import Hints
from enamnd_cost.files.documents import texts, toml
from enamnd_cost.files.documents.grid import Document

SHARES = {
    "Arjeplog": 4_000, "Arvidsjaur": 9_000, "Boden": 36_000, "Gällivare": 23_000,
    "Haparanda": 13_000, "Jokkmokk": 7_000, "Kalix": 21_000, "Kiruna": 29_000, "Luleå": 97_000,
    "Pajala": 8_000, "Piteå": 53_000, "Älvsbyn": 11_000, "Överkalix": 5_000, "Övertorneå": 6_000,
}  # fmt: skip
TOTAL = sum(SHARES.values())
BUDGET = {
    "Grundfinansiering": 1_127_000, "Verksamhetsutvecklare e-tjänster": 991_800,
    "Förvaltningsledare verksamhetssystem SOC": 2_888_700, "E-tjänsteplattform": 1_046_900,
    "Räddningstjänsten system": 732_500, "SOC system, grund": 509_200, "E-arkiv": 322_000,
}  # fmt: skip
SUM = sum(BUDGET.values())
COAST = ["Haparanda", "Kalix", "Luleå", "Piteå"]
INLAND = [name for name in SHARES if name not in COAST]
FIRST, SECOND = list(SHARES)[:7], list(SHARES)[7:]
HALVES = [f"{a};{SHARES[a]};;{b};{SHARES[b]}" for a, b in zip(FIRST, SECOND, strict=True)]


def lines(*rows):
    return "".join(f"{row}\n" for row in rows)


def shares(names=SHARES):
    return [f"{name};{SHARES[name]}" for name in names]


def budget(part=lambda kr: kr):
    return [f"{name};{part(kr)}" for name, kr in [*BUDGET.items(), ("Summa", SUM)]]


def thousands(kr):
    return f"{kr / 1000:.1f}".replace(".", ",")


def of(names):
    return sum(SHARES[name] for name in names)


E_ARKIV = ("E-arkiv 2023", "Kommun;Belopp")
POSTS = ("Budget 2031", "Post;Belopp")
SOUND = {
    "costs with minus signs": lines(
        "Budget 2023", "Tjänst;Intäkter;Kostnader;Resultat", *budget(lambda kr: f"{kr};-{kr};0")
    ),
    "sums of parts": lines(
        *E_ARKIV, "Kustkommuner", *shares(COAST), f"Delsumma;{of(COAST)}", "Inlandskommuner",
        *shares(INLAND), f"Delsumma;{of(INLAND)}", f"Totalt;{TOTAL}",
    ),
    "parts of the row above": lines(
        "Budget 2023", "Tjänst;Belopp", "Grundfinansiering;1127000", "- varav licenser;100000",
        "E-arkiv;322000", "– varav drift;22000", "(varav lagring);5000", "av vilket lön;300",
        "Summa;1449000",
    ),
    "columns named for what shares out": lines(
        "E-arkiv 2023", "Kommun;Lika;Invånare;Totalt",
        *(f"{name};1000;{kr - 1000};{kr}" for name, kr in SHARES.items()),
        f"Summa;14000;{TOTAL - 14_000};{TOTAL}",
    ),
    "columns that are parts": lines(
        "Budget 2023", "Tjänst;Personal;Drift;Totalt",
        *budget(lambda kr: f"{kr // 4};{kr - kr // 4};{kr}"),
    ),
    **{
        f"the unit {unit}": lines(f"Budget 2023 {unit}", "Tjänst;Belopp", *budget(thousands))
        for unit in ("tkr", "TKR", "tusen kr", "(tusen kr)", "kkr")
    },
    "halves side by side": lines(
        "E-arkiv 2023", "Kommun;Belopp;;Kommun;Belopp", *HALVES, f";;;Summa;{TOTAL}"
    ),
    "halves, the sum to the left": lines(
        "E-arkiv 2023", "Kommun;Belopp;;Kommun;Belopp", *HALVES, f"Summa;{TOTAL};;;"
    ),
    "results in steps": lines(
        *POSTS, "Summa intäkter;1000", "Summa kostnader;-900", "Rörelseresultat;100",
        "Finansnetto;-30", "Årets resultat;70",
    ),
    "deducted": lines(*POSTS, "Licens;1000", "Drift;500", "Avgår: rabatt;200", "Summa;1300"),
    "deducted with a minus": lines(*POSTS, "Licens;1000", "Drift;500", "Avdrag;-200", "Summa;1300"),
    "carried over": lines(
        *POSTS, "Licens;1000", "Drift;500", "Transport;1500", "Transport;1500", "Lön;200",
        "Hyra;300", "Summa;2000",
    ),
    "carried over, of municipalities": lines(
        *E_ARKIV, *shares(FIRST), f"Transport;{of(FIRST)}",
        f"Transport från föregående sida;{of(FIRST)}", *shares(SECOND), f"Summa;{TOTAL}",
    ),
    "a post that is called so": lines(*POSTS, "Licens;1000", "Transport;500", "Summa;1500"),
    "below the sum": lines(
        *E_ARKIV, *shares(), f"Summa;{TOTAL}", "Max;97000", "Min;4000", "Medel;23000", "Moms;80500"
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def look(data, computed):
    years = {year: computed.year(year) for year in data.years}

    def look_at(text, read=texts.sheets):
        return audit(Document("dok", read(text)), data, years, Hints())

    return look_at


@pytest.mark.parametrize("name", SOUND)
def test_a_way_to_write_is_no_mistake(name, look):
    found = look(SOUND[name])

    assert found.checked
    assert found.findings == ()


@pytest.mark.parametrize("name", SOUND)
def test_and_a_mistake_in_it_is_found(name, look):
    text = SOUND[name]
    rows = text.splitlines()
    label = next(x for x in ("Grundfinansiering;", "Luleå;", "Licens;", "Summa kost") if x in text)
    n = next(n for n, row in enumerate(rows) if label in row)
    at = rows[n].index(label)
    digit = next(i for i in range(at + len(label), len(rows[n])) if rows[n][i] in "123456789")
    rows[n] = rows[n][:digit] + str(int(rows[n][digit]) % 9 + 1) + rows[n][digit + 1 :]

    assert [f for f in look(lines(*rows)).findings if f.level != NOTE]


def test_thousands_that_are_not_said_are_one_finding_with_the_cause(look):
    (finding,) = look(lines("Budget 2023", "Tjänst;Belopp", *budget(thousands))).findings

    assert finding.code == "EK516"
    assert "tusental" in finding.cause


@pytest.mark.parametrize("part", [2, 4, 12])
def test_a_part_of_a_year_is_one_note(part, look):
    rows = [f"{name};{kr // part}" for name, kr in SHARES.items()]
    (finding,) = look(lines(*E_ARKIV, *rows)).findings

    assert (finding.code, finding.level) == ("EK516", NOTE)
    assert f"1/{part}" in finding.text


def test_income_and_cost_that_differ_while_both_sides_add_up_may_be_meant(look):
    found = look(
        lines(
            "Budget 2031", "Tjänst;Intäkter;Kostnader", "Grundfinansiering;1127;1127",
            "E-arkiv;322;300", "E-tjänsteplattform;1000;1000", "SOC system, grund;500;522",
            "Summa;2949;2949",
        )
    ).findings  # fmt: skip

    assert [(f.code, f.level) for f in found] == [("EK507", WARNING)] * 2
    assert all("ska troligen" not in f.text for f in found)


def test_those_who_are_there_are_never_told_to_be_missing(look):
    text = lines(*E_ARKIV, *shares(), f"Summa;{TOTAL}", "Norden;10")

    assert all("Luleå" not in f.cause for f in look(text).findings)


def test_a_service_is_known_by_its_inflected_name_in_a_text(look):
    text = lines(
        "Budget 2023", "Grundfinansieringen uppgår till 1 172 000 kr.", "", "Tjänst;Belopp"
    )
    text += lines("Grundfinansiering;1127000", "E-arkiv;322000", "Summa;1449000")

    (finding,) = look(text).findings

    assert (finding.code, finding.computed) == ("EK508", 1_127_000)
    assert finding.cause == "två siffror har bytt plats"


def test_an_amount_that_is_another_years_is_told_to_be(look):
    rows = [row.replace("E-arkiv;322000", "E-arkiv;313000") for row in budget()]
    found = look(lines("Budget 2023", "Tjänst;Belopp", *rows)).findings

    assert [(f.printed, f.computed) for f in found] == [(313_000, 322_000)]
    assert "års belopp" in found[0].cause


def test_two_that_have_changed_places_are_both_placed(look):
    rows = [
        row.replace("Boden;36000", "Boden;21000").replace("Kalix;21000", "Kalix;36000")
        for row in shares()
    ]
    (finding,) = look(lines(*E_ARKIV, *rows, f"Summa;{TOTAL}")).findings

    assert finding.code == "EK517"
    assert "rad 5, kolumn 2" in finding.text
    assert "rad 9, kolumn 2" in finding.text


def test_a_missing_row_that_closes_several_sums_is_one_finding(look):
    rows = [f"{name};{kr};{kr + 100}" for name, kr in SHARES.items() if name != "Kalix"]
    text = lines("Gemensamt 2031", "Kommun;A;B", *rows, f"Summa;{TOTAL};{TOTAL + 1400}")
    (finding,) = look(text).findings

    assert finding.code == "EK502"
    assert "21\u00a0000\u00a0kr" in finding.text
    assert "21\u00a0100\u00a0kr" in finding.text


def test_where_nothing_could_be_tried_nothing_is_said_to_add_up(look, data):
    found = look(lines("Budget 2031", "Post;Belopp", "Licens;525"))

    assert found.checked == 0
    assert not any("går ihop" in said for said in report(found, data).lead)


def test_a_text_where_toml_should_have_an_amount_is_told(look):
    text = '[[tabell]]\nrader = [["Licens", 1], ["Drift", "mycket"], ["Hyra", 2], ["Lön", "–"]]\n'

    (finding,) = look(text, toml.sheets).findings

    assert (finding.code, finding.place.row) == ("EK522", 2)


def test_no_cause_is_named_that_does_not_close_the_difference(look):
    (finding,) = look(lines(*POSTS, "Licens;300", "Drift;225", "Summa;562")).findings

    assert finding.cause == ""
