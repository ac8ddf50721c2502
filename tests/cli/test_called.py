"""What the members are called: one word in every command and form, and nobody else's text."""

import csv
import io
import json
import re
import shutil
import tomllib

import openpyxl
import pytest
from tests.conftest import DATA, ROOT, rewrite

from enamnd_cost import called
from enamnd_cost.cli.swedish import COMMANDS

TABLES = ("", "csv", "json", "md", "xlsx")
# Each command, in ways that say much, and the forms it can take.
ASKED = {
    "allocate 2024": TABLES,
    "allocate 2022 -t e-arkiv-tillagg -t datacenter": TABLES,
    "allocate 2024..2027 --antag PKV=3,5": TABLES,
    "allocate 2024 -k Bodne": ("",),
    "check": ("", "json", "sarif", "github", "md"),
    "check --strikt": ("", "json"),
    "explain 2024 pitea": TABLES,
    "explain 2023 soc-forvaltning boden": TABLES,
    "explain 2024 e-arkiv": TABLES,
    "compare 2023 2024": TABLES,
    "compare 2024 mala-gar-med.toml": TABLES,
    "compare 2024 infasning-tre-ar.toml --brev": ("", "md"),
    "compare 2024 boden-lamnar.toml --ar 2025..2027": TABLES,
    "sweep 2024 lika soc-grund": TABLES,
    "sweep 2024 utan": ("csv", "json", "md"),
    "stand-alone ensam.toml 2024": TABLES,
    "buy-in projekt luleå 2025-01-01": (*TABLES, "toml"),
    "projects": TABLES,
    "rounding 2024 --tvavags 100": TABLES,
    "invoice 2024 -k kalix -k pitea": TABLES,
    "invoice 2024 -p K1": ("",),
    "settle 2024": TABLES,
    "follow-up 2024": TABLES,
    "follow-up 2022 --las utfall.csv --till 2022-06-30": ("",),
    "roll 2024": ("",),
    "roll 2022": ("",),
    "infer e-arkiv 2024": TABLES,
    "infer tabell.csv": TABLES,
    "audit slipp.csv": TABLES,
    "population folk.csv": ("",),
    "index kpi.csv --serie KPI --namn KPI --status definitiv": ("",),
    "measure tabell.csv --matt transaktioner --ar 2030": ("",),
    "measure mangd.csv --matt transaktioner --ar 2030": ("",),
    "measure mangd.csv --matt nya --ar 2030 --namn Nya --enhet st --ovriga-noll": ("",),
}
WITHOUT = {"init", "schema", "explain-error", "completion"}  # say nothing of a data folder
# Keys and names that programs, or the one who writes the files, rely on.
KEPT = re.compile(
    r"\w*[/.]?kommuner\.toml|\"\w*kommun\w*\":|\"kommun\"|\[\[kommun\]\]|--kommun|kommun(?:er)? = "
    r"|(?<=[;\ufeff])kommun(?:kod|namn)?(?=;)|[Kk]ommunkod\w*|kommuner\.schema|kommunindelning"
)


def strings(value):
    if isinstance(value, dict):
        return [text for each in value.values() for text in strings(each)]
    if isinstance(value, list):
        return [text for each in value for text in strings(each)]
    return [value] if isinstance(value, str) else []


@pytest.fixture
def stand(tmp_path):
    """A copy of the shipped data, with one name that has the word in it, and files to ask about."""
    shutil.copytree(DATA, tmp_path / "data")
    rewrite(
        tmp_path / "data" / "kommuner.toml",
        ('namn = "Piteå"', 'namn = "Piteå kommun"'),
        ('namnd = "Norrbottens e-nämnd"\n', 'namnd = "Norrbottens e-nämnd"\nkallas = "kommun"\n'),
    )
    (tmp_path / "data" / "utfall").mkdir(exist_ok=True)
    (tmp_path / "data" / "utfall" / "2024.toml").write_text(
        "ar = 2024\n[[rapport]]\nnamn = 'Bokslut'\nutfall_till = 2024-12-31\n[[rapport.post]]\n"
        "tjanst = 'grundfinansiering'\nutfall = { intakt = 1, kostnad = 1_000_000 }\n",
        encoding="utf-8",
    )
    (tmp_path / "kpi.csv").write_text("År;KPI (index)\n2023;400\n2024;410\n", encoding="utf-8")
    for name in ("mala-gar-med", "infasning-tre-ar", "boden-lamnar"):
        shutil.copy(ROOT / "examples" / "scenarier" / f"{name}.toml", tmp_path)
    (tmp_path / "ensam.toml").write_text(
        'namn = "Egna"\n[ensam]\nlulea = 900_000\n', encoding="utf-8"
    )
    (tmp_path / "tabell.csv").write_text(
        "Medlem;Belopp\nBoden;100\nLuleå;200\nOkänd kommun;50\n", encoding="utf-8"
    )
    (tmp_path / "slipp.csv").write_text(
        "Budget 2024, grundfinansiering\nPart;Belopp\nArjeplog;84100\nArvidsjaur;84100\n"
        "Bodn;84100\nPiteå kommun;84000\nSumma;336400\n",
        encoding="utf-8",
    )
    (tmp_path / "utfall.csv").write_text(
        "Konto;Projekt;Belopp\n3110;E-arkiv;-5\n8412;E-arkiv;5\n3110;Medlem;5\n", encoding="utf-8"
    )
    (tmp_path / "mangd.csv").write_text("Medlem;Antal\nBoden;100\n", encoding="utf-8")
    (tmp_path / "folk.csv").write_text("region;2024\n2582 Boden;28000\n", encoding="utf-8")
    return tmp_path


def asked(quick, stand, command, form):
    """Give what a command says, in a form, with whatever it tells beside it."""
    words = command.split()
    if form == "xlsx":
        ran = quick(*words, "-o", "svar.xlsx", "--ersatt")
        said = ran.stderr
        if (stand / "svar.xlsx").exists():
            book = openpyxl.load_workbook(stand / "svar.xlsx")
            cells = (c for sheet in book for row in sheet.iter_rows(values_only=True) for c in row)
            said += "\n".join(str(cell) for cell in cells if cell is not None)
        return ran.returncode, said
    ran = quick(*words, *(["--format", form] if form else []))
    return ran.returncode, f"{ran.stdout}\n{ran.stderr}"


def own_words(stand, said):
    """Give the forms of the word that are the program's own."""
    theirs = {
        text
        for path in (*stand.rglob("*.toml"),)
        for text in strings(tomllib.loads(path.read_text(encoding="utf-8")))
    }
    theirs |= {"Okänd kommun", "Piteå kommun", *(str(p) for p in stand.rglob("*"))}
    text = " ".join(said.replace(r"\"", '"').split())
    for each in sorted(theirs, key=len, reverse=True):
        if "ommun" in each and each != "kommun":
            text = text.replace(" ".join(each.split()), "")
    return re.findall(r".{0,30}(?<!svensk )[Kk]ommun\w*.{0,20}", KEPT.sub("", text))


def call(stand, word):
    path = stand / "data" / "kommuner.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r'kallas = "\w+"', f'kallas = "{word}"', text), encoding="utf-8")


def test_every_command_is_tried_or_says_nothing_of_a_folder():
    assert {command.split()[0] for command in ASKED} | WITHOUT == set(COMMANDS)


@pytest.mark.parametrize("command", ASKED)
def test_no_form_of_an_answer_forgets_the_word(quick, stand, command):
    call(stand, "medlem")
    for form in ASKED[command]:
        code, said = asked(quick, stand, command, form)
        assert code in (0, 1, 2), said[:500]
        assert own_words(stand, said) == [], (form, said[:300])


@pytest.mark.parametrize("word", ["medlem", "part"])
def test_a_name_is_never_touched_and_a_table_keeps_its_columns(quick, stand, word):
    _, before = asked(quick, stand, "allocate 2024", "")
    call(stand, word)
    _, after = asked(quick, stand, "allocate 2024", "")

    assert "Piteå kommun" in after
    lines = zip(before.splitlines(), after.splitlines(), strict=True)
    changed = [(a, b) for a, b in lines if a != b and "data " not in b]
    assert [b.split()[0] for _, b in changed] == [word.capitalize()]
    assert all(len(a) == len(b) for a, b in changed)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("word", ["kommun", "medlem", "part"])
def test_our_own_tables_are_read_whatever_members_are_called(quick, stand, form, word):
    call(stand, word)
    name = f"ut.{form}"
    assert quick("allocate", "2024", "-t", "e-arkiv", "-o", name).returncode == 0

    audited = quick("audit", name)
    assert audited.returncode == 0, audited.stdout

    column = ["--blad", "Budget 2024", "--kolumn", "C"] if form == "xlsx" else ["--kolumn", "H"]
    inferred = quick("infer", name, *column)
    assert inferred.returncode == 0, inferred.stderr
    assert "ger alla 14 rutor" in inferred.stdout


def test_programs_find_the_same_keys(quick, stand):
    def shape(value):
        if isinstance(value, dict):
            return {key: shape(each) for key, each in value.items()}
        return [shape(each) for each in value] if isinstance(value, list) else type(value)

    found = []
    for word in ("kommun", "part"):
        call(stand, word)
        answer = quick("compare", "2023", "2024", "--format", "json").stdout
        table = quick("allocate", "2024", "--format", "csv").stdout
        found.append((shape(json.loads(answer)), next(csv.reader(io.StringIO(table)))))
    assert found[0] == found[1]


def test_texts_stay_as_they_are_where_not_all_that_others_wrote_is_known(monkeypatch):
    monkeypatch.setattr(called, "MOST", 2)
    monkeypatch.setattr(called._Said, "heeded", {})
    monkeypatch.setattr(called._Said, "word", "part")

    called.heed("Piteå kommun")
    assert called.worded("Varje kommun, men Piteå kommun") == "Varje part, men Piteå kommun"

    called.heed(["Bodens kommun", "Kalix kommun"])
    assert called.worded("Varje kommun, men Kalix kommun") == "Varje kommun, men Kalix kommun"
