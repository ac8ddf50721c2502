"""Every command, form and kind of scenario with every way to split a cost.

The amounts are the naive allocator's, so no command is asked whether it agrees with itself alone.
What cannot be done is refused with a code and a remedy, and stands in REFUSED.
"""

import csv
import io
import json
import re
import shutil
from fractions import Fraction

import openpyxl
import pytest
from tests.cli.keyed import KEYS, LATER, lay

from enamnd_cost.model.dampning import Dampning
from enamnd_cost.model.fordelning import TABLES
from enamnd_cost.model.period import Period
from enamnd_cost.model.splits.mix import Mix

HEAD = 'namn = "Prov"\nmotiv = "Prövas"\nbas = 2024\n'
MALA = '[[kommun]]\nid = "mala"\nkod = "2418"\nnamn = "Malå"\ninvanare = { 2020-12-31 = 3_050 }\n'
JOINS = f'{MALA}[[intrade]]\nkommun = "Malå"\ntjanster = ["prov", "grund"]\n'
LEAVES = '[[uttrade]]\nkommun = "kalix"\n'
SCENARIOS = {
    "ny nyckel": '[tjanst.prov]\nunderlag = 430_000\nfordelning = "lika"\n',
    "ny taxa": "[tjanst.grund]\nfordelning = { per_invanare = 3.5 }\n",
    "dyrare": "[tjanst.prov]\nkostnad_procent = 10\n",
    "folkmangd": "folkmangd = 2024-12-31\n",
    "deltagare": '[tjanst.prov]\ndeltagare = { utom = ["pajala", "alvsbyn"] }\n',
    "intrade": JOINS,
    "intrade under aret": f"{JOINS}datum = 2024-07-01\n",
    "uttrade": LEAVES,
    "uttrade under aret": f"{LEAVES}datum = 2024-06-30\n",
    "uttrade med kvar": f"ar = 2025\n{LEAVES}datum = 2024-12-31\nkvar = [50]\n",
    "infasning": '[tjanst.grund]\nfordelning = "lika"\n[infasning]\nhogst_procent = 5\n',
    "index": "index = { KPI = 9 }\n",
    "avrundning": '[tjanst.prov]\navrundning = { till = 1_000, metod = "uppat" }\n',
    "tvavags": "tvavagsavrundning = { till = 100 }\n",
    "upphor": 'upphor = ["prov"]\n',
    "faktor": "[tjanst.prov]\nfaktor = { pitea = 0.5 }\n",
    "granser": "[tjanst.prov]\nhogst = { lulea = 60_000 }\n",
}
FORMS = ("csv", "md", "json", "xlsx")
MEASURED = "behov|pris|promille|trappa av|matt|delar|poster"
LISTED = "vikter|procent|skillnad|belopp|avtalade priser|som ar"
PRICED = "avgift.*|per_.*|fast|promille|trappa.*|marginal|.* pa taxa|av pris|.*priser|belopp|pris"
RATES = "per_.*|fast|promille.*|pris vid datum|trappa.*|marginal|.* pa taxa|av pris|per manad"
MEANS = "medel_ar|fast|delar|poster|avgift i steg"
# What cannot be done: for which keys, what, and the code that says why.
REFUSED = (
    (".*", "infasning explain", "EK226"),  # the year that the phasing starts from
    ("(?!av pris|avtalade priser|poster).*", "index.*", "EK222"),  # goes by no index
    (f"poster|per manad|.*vid datum|{PRICED}", "andra prov=320000", "EK020"),  # has no cost
    (MEANS, "folkmangd.*", "EK202"),  # the years before the date are not there
    (MEASURED, "intrade.*|buy-in", "EK224|EK308"),  # who knows what the newcomer would have used
    (".*datum", "intrade.*", "EK224"),
    (MEASURED, "deltagare.*", "EK207"),  # has used something, and is then out
    (LISTED, "intrade.*|buy-in", "EK224"),  # nobody has said what the newcomer counts as
    ("avgift.*", "buy-in", "EK009"),  # whoever begins pays its own
    (RATES, "buy-in", "EK009"),  # nobody has paid for others
    ("lagst", "avrundning.*", "EK316"),  # is no whole thousands
    ("vard", "granser.*", "EK315"),  # nobody else bears the rest
    ("poster", "granser.*", "EK225"),  # each item has its own
    ("dampning", ".* under aret.*", "EK322"),
    ("dampning", "tvavags.*", "EK323"),
)
# Keys that others stand for: of the scenarios, a third of the kinds each.
SOME = "vikter|procent|skillnad|belopp|som ar|matt|pris|avgift.*|.* datum|.* pa taxa|per manad"
PAIRS = [
    (case, kind)
    for n, case in enumerate(KEYS)
    for m, kind in enumerate(SCENARIOS)
    if not re.fullmatch(SOME, case) or (n + m) % 3 == 0
]


def told(said, *command):
    """Run a command; give its code, what it says, and the codes of what it says no to."""
    form = command[command.index("--format") + 1] if "--format" in command else None
    code, out, err = said(*command, form=form)
    assert "Traceback" not in err
    codes = re.findall(r"fel\[(EK\d+)\]", err)
    assert code != 2 or (codes and "   = " in err), (command, err)
    return code, out.replace("\xa0", " "), codes


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Lays each case once; gives its folder and its amounts."""
    room, made = tmp_path_factory.mktemp("nycklar"), {}

    def folder(case):
        if case not in made:
            place = room / re.sub(r"\W", "-", case) / "data"
            made[case] = place, lay(case, place)
        return made[case]

    return folder


class Asked:
    """Runs commands of a case; what cannot be done is to stand in REFUSED, and nothing else."""

    def __init__(self, said, case, folder):
        self.said, self.case, self.folder = said, case, folder
        self.wrong = []

    def __call__(self, name, *command, folder=None, may=(0,)):
        data = folder or self.folder
        code, out, codes = told(self.said, *command, "--data", str(data))
        wanted = {
            each
            for keys, what, said in REFUSED
            if re.fullmatch(keys, self.case) and re.fullmatch(what, name)
            for each in said.split("|")
        }
        if code in may and not wanted:
            return out
        if code != 2 or not wanted & set(codes):
            self.wrong.append((name, code, codes, wanted))
        return None


@pytest.fixture(params=KEYS)
def case(request):
    return request.param


@pytest.fixture
def asked(said, folders, case):
    asking = Asked(said, case, folders(case)[0])
    yield asking
    assert asking.wrong == []


def figure(kr):
    return f"{kr:,}".replace(",", " ").replace("-", "−")


def test_no_key_is_forgotten():
    words = re.findall(r"'(\w+)':", str(KEYS) + str(LATER))
    keys = {*TABLES, *Mix.model_fields}
    fields = {name for table in TABLES.values() for name in table.model_fields}
    of_no_split = {
        "saknas",
        "exempel",
        "till",
        "kalla",
        "harledning",
        "fran",
        *Dampning.model_fields,
    }
    missing = (keys | fields | {*Period.model_fields}) - of_no_split - set(words) - set(KEYS)

    assert not missing


@pytest.mark.parametrize("year", [2023, 2024, 2025])
def test_the_amounts_are_the_naive_ones_in_every_form(asked, folders, case, tmp_path, year):
    wanted = folders(case)[1][year, "prov"]
    paid = {code: kr for code, kr in wanted.items() if kr}

    made = json.loads(asked("allocate", "allocate", str(year), "--format", "json"))
    (prov,) = [each for each in made["tjanster"] if each["id"] == "prov"]
    rows = {row["kommun"]: row for row in prov["fordelning"]}
    assert {code: row["belopp"] for code, row in rows.items() if row["belopp"]} == paid
    assert prov["belopp"] == sum(paid.values())
    text = asked("allocate", "allocate", str(year), "--format", "csv")
    lines = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter=";")
    of_csv = {row["kommunkod"]: int(row["belopp"]) for row in lines if row["tjanst"] == "prov"}
    assert {code: kr for code, kr in of_csv.items() if kr} == paid
    if year != 2024:
        return
    for form in ([], ["--format", "md"]):
        text = asked("allocate", "allocate", str(year), *form)
        assert all(figure(kr) in text for kr in paid.values())
    asked("allocate", "allocate", str(year), "-o", str(tmp_path / "ut.xlsx"))
    book = openpyxl.load_workbook(tmp_path / "ut.xlsx")
    cells = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert set(paid.values()) <= cells


def test_check_finds_nothing(asked):
    assert asked("check", "check") == ""
    assert asked("check", "check", "--strikt") == ""


def test_an_own_document_holds_and_its_model_can_be_asked_for(asked, tmp_path):
    for form, more in (("csv", []), ("csv", ["--bred"]), ("xlsx", [])):
        out = tmp_path / f"ut{len(more)}.{form}"
        asked("allocate", "allocate", "2024", "-o", str(out), *more)
        asked(f"audit {form}", "audit", str(out), "--ar", "2024")
    asked("infer", "infer", str(tmp_path / "ut1.csv"), "--kolumn", "Prov", may=(0, 1))
    asked("infer", "infer", "--tjanst", "prov", "--ar", "2024", may=(0, 1))


def test_each_amount_is_explained_in_every_form(asked, folders, case, tmp_path):
    wanted = folders(case)[1][2024, "prov"]
    code, kr = max(wanted.items(), key=lambda pair: pair[1])

    made = json.loads(asked("explain", "explain", "2024", code, "prov", "--format", "json"))
    assert made["belopp"] == kr
    for form in ([], ["--format", "csv"], ["--format", "md"]):
        text = asked("explain", "explain", "2024", code, "prov", *form)
        assert figure(kr) in text or str(kr) in text
    asked("explain", "explain", "2024", "prov")
    asked("explain", "explain", "2024", code)
    asked("explain", "explain", "2024", "prov", "-o", str(tmp_path / "ut.xlsx"))


def causes_add_up(text, case):
    for other in json.loads(text)["alternativ"]:
        for row in other["kommuner"]:
            causes = sum(Fraction(cause["exakt"]) for cause in row["orsaker"].values())
            assert row["efter"] - row["fore"] == row["skillnad"] == causes, (case, row)
            if "infasning" not in case:  # which holds the sum of all services
                assert sum(row["tjanster"].values()) == row["skillnad"], (case, row)


def test_years_are_compared_and_planned(asked, case):
    causes_add_up(asked("compare", "compare", "2023", "2024", "--format", "json"), case)
    causes_add_up(asked("compare", "compare", "2024", "2025", "--format", "json"), case)
    asked("compare i ord", "compare", "2023", "2025", "--i-ord", "--per-tjanst")
    assume = ["--antag", "matt=2025"] if "behov" in str(KEYS[case]) else []
    asked("plan", "allocate", "2023..2027", *assume, *_index(case))


def _index(case):
    return ["--antag", "KPI=2"] if "KPI" in str(KEYS[case]) else []


@pytest.mark.parametrize(("case", "kind"), PAIRS, indirect=["case"])
def test_a_scenario_of_every_kind(asked, case, kind, tmp_path):
    file = tmp_path / "prov.toml"
    top, _, rest = SCENARIOS[kind].partition("[")
    file.write_text(HEAD + top + (f"[{rest}" if rest else ""), encoding="utf-8")
    number = list(SCENARIOS).index(kind) + list(KEYS).index(case)

    text = asked(kind, "compare", "2024", str(file), "--format", "json")
    if text:
        causes_add_up(text, (case, kind))
    if text and number % 4 == 0:
        out = tmp_path / f"ut.{FORMS[number // 4 % 4]}"
        asked(kind, "compare", "2024", str(file), "--i-ord", "--per-tjanst", "-o", str(out))
    elif text and number % 4 == 1:
        asked(f"{kind} explain", "explain", "2024", "kalix", "--scenario", str(file))
    elif number % 4 == 2:
        asked(f"{kind} ar", "compare", "2024", str(file), "--ar", "2025..2026")


def test_the_service_is_tried_without_a_file(asked):
    for change in ("prov=lika", "prov=invanare@2019-12-31", "prov=+5%", "prov=320000"):
        asked(f"andra {change}", "compare", "2024", "--andra", change, "--per-tjanst")


def test_the_rest_of_the_commands(asked, tmp_path):
    alone = tmp_path / "ensam.toml"
    alone.write_text(
        'namn = "Egna"\nkalla = "Offert"\n[ensam]\nlulea = 100_000\nkalix = 9_000\n',
        encoding="utf-8",
    )
    for what in (["utan"], ["folkmangd"], ["kostnad", "prov"], ["lika", "prov"]):
        asked(f"sweep {what[0]}", "sweep", "2024", *what)
    asked("stand-alone", "stand-alone", str(alone), "2024")
    asked("rounding", "rounding", "2024")
    asked("invoice", "invoice", "2024")
    asked("tvavags", "rounding", "2024", "--tvavags", "100")
    asked("buy-in", "buy-in", "prov", "pajala", "2025-01-01", "--avskrivning", "5")


def test_a_draft_of_the_next_year_holds(asked, folders, case, tmp_path):
    for n, more in enumerate(([], ["--kostnad", "prov=+3%"])):
        copy = tmp_path / f"kopia{n}"
        name = " ".join(["roll", *more[:1]])
        if asked(name, "roll", "2025", *more, "-o", str(copy)) is not None:
            asked(f"{name} check", "check", folder=copy)
            asked(f"{name} allocate", "allocate", "2026", folder=copy)
    written = shutil.copytree(folders(case)[0], tmp_path / "skriv")
    asked("roll --uppdatera", "roll", "2024", "--uppdatera", "--skriv", folder=written)
    assert asked("roll --uppdatera check", "check", folder=written) in ("", None)
    if asked("roll", "roll", "2025", "--skriv", folder=written) is not None:
        asked("roll check", "check", folder=written)
        budget = written / "budget" / "2026.toml"
        text = budget.read_text(encoding="utf-8")
        gap = re.sub(r"(?m)^(\[tjanst\.prov\]\n)(?:\w+ = .*\n)+", r'\1saknas = "Väntar"\n', text)
        gap = re.sub(r"(?m)^summa = .*\n", "", gap)
        if gap != text:
            budget.write_text(gap, encoding="utf-8")
            asked("roll --fyll", "roll", "2025", "--fyll", "--skriv", folder=written)
            asked("roll --fyll check", "check", folder=written)
