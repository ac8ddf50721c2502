"""The layouts that offices report in: sound ones are silent, and a slip in one is found."""

import random
from pathlib import Path

import pytest
from tests.analysis.audit import layouts
from tests.analysis.audit.slips import SLIPS, fits, told

from enamnd_cost.analysis.audit.findings import NOTE
from enamnd_cost.analysis.audit.run import sentence

CASES = Path(__file__).parent / "fall"
PAIRS = [(layout, slip) for layout in layouts.LAYOUTS for slip in SLIPS if fits(layout, slip)]


def findings(found):
    return [(f.code, f.place.row, f.place.column) for f in found.findings]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("resultatrakning", []),
        ("driftbudget", []),
        ("parenteser-kr", []),
        ("kvartal", [("EK510", 14, 4), ("EK502", 17, 2)]),
        ("en-rad", [("EK512", 4, 4)]),
        ("noter", [("EK508", 9, 1)]),
        ("findep-2016-blekinge", [("EK513", 7, 2)]),
    ],
)
def test_a_document_of_an_office_is_read_as_it_is_meant(name, expected, look):
    found = look((CASES / f"{name}.csv").read_text(encoding="utf-8-sig"))

    assert findings(found) == expected
    assert found.checked


@pytest.mark.parametrize("layout", layouts.LAYOUTS, ids=lambda layout: layout.__name__)
def test_a_sound_document_of_any_layout_has_no_error(layout, look):
    for seed in range(20):
        rng = random.Random(seed)
        text = layout(rng).text(rng)

        found = look(text)

        assert [sentence(f) for f in found.findings if f.code != "EK513"] == [], text
        assert all(f.level == NOTE for f in found.findings)
        assert found.checked, text


def test_a_slip_in_any_layout_is_found_where_it_stands_nine_times_in_ten(look):
    missed = []
    made = 0
    for layout, slip in PAIRS:
        for seed in range(4):
            rng = random.Random(f"{layout.__name__} {slip.__name__} {seed}")
            document = layout(rng)
            key = slip(document, rng)
            if key is None:
                continue
            made += 1
            found = look(document.text(rng)).findings
            places = {(f.place.row, f.place.column) for f in found if f.level != NOTE}
            if not told(layout, document, key, places):
                missed.append((layout.__name__, slip.__name__, seed))

    assert made >= 150
    assert 10 * len(missed) <= made, missed


WHOLE = "Post;{};{};{};{};{}\nLön;10;20;30;40;100\nHyra;5;6;7;8;{year}\nEl;1;2;3;4;10\n"


@pytest.mark.parametrize(
    "headings",
    [
        ("Kvartal 1", "Kvartal 2", "Kvartal 3", "Kvartal 4", "Helår"),
        ("Kv1", "Kv2", "Kv3", "Kv4", "Hela året"),
        ("Q1 2031", "Q2 2031", "Q3 2031", "Q4 2031", "Helår 2031"),
        ("jan-mars", "april–juni", "juli-sept.", "okt–dec", "2031"),
        ("Utfall kv 1", "Utfall kv 2", "Utfall kv 3", "Utfall kv 4", "Utfall helår"),
        ("K I", "K II", "K III", "K IV", "Årskostnad"),
        ("Q1-31", "Q2-31", "Q3-31", "Q4-31", "Helår"),
        ("Kv 1 (jan–mar)", "Kv 2 (apr–jun)", "Kv 3 (jul–sep)", "Kv 4 (okt–dec)", "År (jan–dec)"),
    ],
)
def test_a_year_is_held_to_its_quarters_however_they_are_written(headings, look):
    assert look(WHOLE.format(*headings, year=26)).findings == ()

    (finding,) = look(WHOLE.format(*headings, year=62)).findings

    assert (finding.code, finding.place.row, finding.place.column) == ("EK506", 3, 6)
    assert finding.computed == 26


SILENT = {
    "three quarters are no year": "Post;Q1;Q2;Q3;Helår\nLön;10;20;30;99\nHyra;11;21;31;88\n",
    "what is accumulated is not added": (
        "Utfall\nPost;Jan–mar;Jan–jun;Jan–sep;Helår\nLön;10;20;30;45\nHyra;11;21;32;41\n"
    ),
    "budget and outcome by turns": (
        "Post;Budget H1;Utfall H1;Budget H2;Utfall H2;Budget helår;Utfall helår\n"
        "Lön;10;11;12;13;22;24\nHyra;20;21;22;23;42;44\n"
    ),
    "half-years between quarters": (
        "Post;Kv 1;Kv 2;Halvår 1;Kv 3;Kv 4;Halvår 2;Helår\n"
        "Lön;10;20;30;40;50;90;120\nHyra;11;21;32;41;51;92;124\n"
    ),
    "months, quarters and a half-year as rows": (
        "Månad;Kr\nJanuari;17\nFebruari;23\nMars;31\nKvartal 1;71\nApril;11\nMaj;29\nJuni;37\n"
        "Kvartal 2;77\nHalvår 1;148\n"
    ),
    "steps down to the result of the year": (
        ";2023;2022\nVerksamhetens intäkter;1 200;1 100\nVerksamhetens kostnader;-9 200;-9 000\n"
        "Avskrivningar;-300;-250\nVerksamhetens nettokostnader;-8 300;-8 150\n"
        "Skatteintäkter;6 000;5 900\nStatsbidrag;2 500;2 400\nVerksamhetens resultat;200;150\n"
        "Finansiella intäkter;20;10\nFinansiella kostnader;-40;-30\n"
        "Resultat efter finansiella poster;180;130\nÅrets resultat;180;130\n"
    ),
    "a financial net of its own": (
        ";Kr\nIntäkter;900\nKostnader;-700\nRörelseresultat;200\nRänteintäkter;20\n"
        "Räntekostnader;-50\nFinansnetto;-30\nÅrets resultat;170\n"
    ),
    "costs without signs, and what is good is more": (
        "Resultaträkning 2031;Budget;Utfall;Avvikelse\nIntäkter;7 618;7 702;84\n"
        "Personalkostnader;3 919;3 850;69\nKöpta tjänster;3 299;3 411;-112\nÖvrigt;400;391;9\n"
        "Summa kostnader;7 618;7 652;-34\nResultat;0;50;50\n"
    ),
    "income and costs that nothing names": (
        "Resultaträkning 2031\n;Kr\nMedlemmar;107\nBidrag;53\nPersonal;91\nTelefon;42\n"
        "Summa kostnader;133\nResultat;27\n"
    ),
    "a net cost for each service": (
        "Drift 2031\n;Kr\nArkiv\nIntäkter;107\nKostnader;-153\nNettokostnad;-46\nRäddning\n"
        "Intäkter;91\nKostnader;-142\nNettokostnad;-51\n"
    ),
    "kinds of cost below each of several posts": (
        "Kostnader 2031\nPost;Kr\nArkiv;100\nPersonal;60\nÖvrigt;40\nPlattform;80\nPersonal;50\n"
        "Övrigt;30\n"
    ),
    "net cost as cost less income": (
        "Drift;Kostnader;Intäkter;Nettokostnad\nNämnden;250;100;150\nKansli;300;20;280\n"
        "Summa;550;120;430\n"
    ),
    "brackets with a unit of their own": (
        "Avvikelser (tkr);Budget;Utfall;Avvikelse\nLön;(15,3) tkr;(12,1) tkr;3,2 tkr\n"
        "Hyra;(4,0) tkr;(5,0) tkr;(1,0) tkr\nSumma;(19,3) tkr;(17,1) tkr;2,2 tkr\n"
    ),
    "a single row of three figures": ";Budget;Utfall;Prognos;Avvikelse\nNämnden;1000;400;980;20\n",
    "one name under two headings": (
        "Inköp\nPost;Kr\nPersonal\nÖvrigt;5 000\nLön;7 000\nTeknik\nÖvrigt;5 000\nSumma;17 000\n"
    ),
    "one name on both sides of a sum": (
        "Inköp\nPost;Kr\nÖvrigt;5 000\nLön;7 000\nSumma A;12 000\n"
        "Övrigt;5 000\nEl;1 000\nSumma B;6 000\n"
    ),
    "a few of the budget's posts": (
        "Budget 2022, gemensamma tjänster\nTjänst;Budget 2022\nE-tjänsteplattform;1 046 900\n"
        "Räddningstjänsten system;732 500\nE-arkiv;322 000\nSumma;2 101 400\n"
    ),
    "a fee by municipality below a table of another": (
        "E-arkiv 2031\nKommun;Belopp\nBoden;36 000\nKalix;21 000\nPiteå;53 000\nSumma;110 000\n\n"
        "Transaktionsavgift:\n- Boden 500 kr\n- Kalix 600 kr\n"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SILENT)
def test_a_usual_layout_is_no_mistake(name, look):
    assert [sentence(f) for f in look(SILENT[name]).findings] == []


ONE = "Utfall{}\n;{}\nE-nämnden;{}\n"


@pytest.mark.parametrize(
    ("unit", "headings", "figures", "codes"),
    [
        ("", "Budget;Utfall;Avvikelse", "1 793;1 673;120", []),
        ("", "Budget;Utfall;Avvikelse", "1 793;1 673;-120", []),
        ("", "Budget;Utfall;Avvikelse", "1 793;1 673;210", ["EK511"]),
        ("", "Budget;Utfall;Avvikelse", "1 793;1 673;6,7", []),
        (" (tkr)", "Budget;Utfall;Avvikelse", "1 793;1 673;121", ["EK513"]),
        (" (mkr)", "Intäkter;Kostnader;Resultat", "1,8;1,7;0,2", ["EK513"]),
        (" (mkr)", "Intäkter;Kostnader;Resultat", "1,8;1,7;0,5", ["EK512"]),
        ("", "Intäkter;Kostnader;Resultat", "1 793;(1 673) kr;120", []),
        ("", "Intäkter;Kostnader;Resultat", "1 793;1 673;-120", ["EK511"]),
        ("", "H1;H2;Helår", "1 793;1 673;3 466", []),
        ("", "H1;H2;Helår", "1 793;1 673;3 646", ["EK506"]),
        ("", "Lön;Hyra;Summa", "1 793;1 673;3 646", ["EK506"]),
    ],
)
def test_a_table_of_one_row_is_tried(unit, headings, figures, codes, look):
    found = look(ONE.format(unit, headings, figures))

    assert [f.code for f in found.findings] == codes
    assert found.checked == ("6,7" not in figures)


NOTED = "Projekt, utfall 2031\n;Intäkter;Kostnader;Avvikelse\nProjekt A;306 250;294 975;11 275\n"
NOTED += "Projekt B;153 667;119 600;34 067\nProjekt C, etapp 2;66 667;56 170;10 497\n\n{}\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Projekt B redovisar en avvikelse på 34 067 kr.", False),
        ("Projekt B redovisar en avvikelse på 13 017 kr.", True),
        ("Avvikelsen för Projekt B är 13 tkr.", True),
        ("Avvikelsen för Projekt B är 34 tkr.", False),
        ("Intäkterna för Projekt A uppgår till 306 520 kr.", True),
        ("Kostnaden för Projekt A är ca 300 000 kr.", False),
        ("Projekt A fick 5 000 kr mindre i bidrag.", False),
        ("Projekt A: 5 000 kr i rabatt.", False),
        ("Kommentarer\n- Projekt A 5 000 kr", False),
        ("Avvikelser\n- Projekt C: 10 497 kr\n- Projekt A: 12 275 kr", True),
        ("Noter\n- 11 275 SEK, Projekt A\n- 13 017 SEK, Projekt B\n- 10 497 SEK, Projekt C", True),
        (
            "Noter\n- 500–1500 kr, Projekt A\n- 84kr/GB/år för Projekt B\n- 5 000 kr per kommun",
            False,
        ),
    ],
)
def test_a_note_is_held_to_the_row_that_it_repeats(text, told, look):
    codes = [f.code for f in look(NOTED.format(text)).findings]

    assert codes == ["EK508"] * told


@pytest.mark.parametrize(
    ("rows", "total", "levels"),
    [
        (["Licens;5 000", "Licens;5 000"], 13_000, ["varning"]),
        (["Licens;5 000", "Licens;5 000"], 8_000, ["fel"]),
        (["Licens;5 000", "Licens;6 000"], 14_000, []),
        (["Licens;5 000", "Licens;6 000"], 8_000, ["fel"]),
        (["Licens;5 000", "Licens;5 000"], None, ["fel"]),
        (["Licens;5 000", "Licens;6 000"], None, ["varning"]),
        (["Licens;1", "Licens;2", "Licens;3", "Licens;4"], None, []),
    ],
)
def test_a_row_that_stands_twice_is_told_by_what_is_known(rows, total, levels, look):
    text = "\n".join(["Inköp 2031", "Post;Belopp", *rows, "Drift;3 000"])
    if total:
        text += f"\nSumma;{total}"

    found = look(f"{text}\n").findings

    assert [(f.code, f.level) for f in found] == [("EK530", level) for level in levels]


POSTS_2023 = [
    ("Grundfinansiering", 1_127_000), ("Verksamhetsutvecklare e-tjänster", 991_800),
    ("Förvaltningsledare verksamhetssystem SOC", 2_888_700), ("E-tjänsteplattform", 1_046_900),
    ("Räddningstjänsten verksamhetssystem", 732_500), ("SOC system, grund", 509_200),
    ("E-arkiv", 322_000),
]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "dropped", "added", "level"),
    [
        ("Budget 2023", [], [], None),
        ("Budget 2023", ["E-arkiv"], [], "varning"),
        ("Budget 2023 exkl. E-arkiv", ["E-arkiv"], [], "upplysning"),
        ("Budget 2023", [], [("Städning", 12_500)], "varning"),
        (
            "Budget 2023 inkl. Datacenter Norrbotten",
            [],
            [("Datacenter Norrbotten", 1)],
            "upplysning",
        ),
        ("Budget 2023, endast förvaltning", ["E-arkiv"], [], None),
        ("Utfall 2023", ["E-arkiv"], [], None),
        ("Budget 2023", [name for name, _ in POSTS_2023[3:]], [], None),
        ("Budget 2031", ["E-arkiv"], [], None),
    ],
)
def test_a_variant_of_the_budget_is_told_with_its_posts(title, dropped, added, level, look):
    posts = [(name, kr) for name, kr in POSTS_2023 if name not in dropped] + added
    rows = [f"{name};{kr}" for name, kr in [*posts, ("Summa", sum(kr for _, kr in posts))]]

    found = look("\n".join([title, "Tjänst;Belopp", *rows, ""])).findings

    assert [(f.code, f.level) for f in found] == ([("EK531", level)] if level else [])
    assert all(name in found[0].text for name in [*dropped, *dict(added)] if level)


@pytest.mark.parametrize(
    ("rows", "total", "code"),
    [
        ([333_333, 333_333, 333_333], 1_000_000, "EK513"),
        ([333_333, 333_333, 333_333], 1_000_005, "EK505"),
        ([333_300, 333_300, 333_300], 999_901, "EK505"),
        (["333,33", "333,33", "333,33"], "1000,00", "EK513"),
        (["333,33", "333,33", "333,33"], "1001,00", "EK505"),
        (["1200,51", "3400,26"], 4_601, "EK513"),
    ],
)
def test_a_krona_or_an_ore_may_be_rounding_where_amounts_are_no_tens(rows, total, code, look):
    text = "".join(f"Ort {n};{kr}\n" for n, kr in enumerate(rows))

    (finding,) = look(f"Fördelning\nOrt;Kr\n{text}Summa;{total}\n").findings

    assert finding.code == code
