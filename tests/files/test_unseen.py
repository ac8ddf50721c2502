"""No text, key or comment of the data holds a sign that is not seen; services are named as ids."""

import re
from pathlib import Path

import pytest
from tests.shown import SIGNS

from enamnd_cost.files.loading import read_text
from enamnd_cost.model.budget import Budget
from enamnd_cost.model.ensam import Ensam
from enamnd_cost.model.facit import Facit
from enamnd_cost.model.index import Index
from enamnd_cost.model.kommuner import Kommuner
from enamnd_cost.model.matt import Mattserie
from enamnd_cost.model.scenario import Scenario
from enamnd_cost.model.tjanst import Tjanst
from enamnd_cost.signs import ODD

ROOT = Path(__file__).parents[2]
FEL = ROOT / "tests" / "fel"
FILES = {
    "tests/fel/bas/kommuner.toml": Kommuner,
    "tests/fel/bas/index.toml": Index,
    "tests/fel/bas/tjanster/licens.toml": Tjanst,
    "tests/fel/bas/budget/2024.toml": Budget,
    "tests/fel/bas/facit/2024.toml": Facit,
    "tests/fel/bas/matt/trafik.toml": Mattserie,
    "examples/scenarier/mala-gar-med.toml": Scenario,
    "examples/tvist/egna-alternativ.toml": Ensam,
}


def places_in(text):
    """Give the text with a ¤ in a comment, and in each of its texts, keys and tables."""
    yield f"# ¤\n{text}"
    for found in re.finditer(r'(?m)"|^\w+(?= =)|(?<=\.)\w+(?=\])', text):
        before, after = text[: found.start()], text[found.end() :]
        if found[0] != '"':
            yield f'{before}"{found[0]}¤"{after}'
        elif before.split("\n")[-1].count('"') % 2:
            yield f'{before}¤"{after}'


@pytest.mark.parametrize("file", FILES)
def test_no_text_key_or_comment_holds_such_a_sign_however_it_is_written(file):
    places = list(places_in((ROOT / file).read_text(encoding="utf-8")))
    assert len(places) > 5

    for place in places:
        for sign in SIGNS:
            as_it_is, by_number = sign, f"\\U{ord(sign):08x}"
            for written in (as_it_is, by_number)[: 1 if place.startswith("# ¤") else 2]:
                data, problems = read_text(place.replace("¤", written).encode(), file, FILES[file])
                assert data is None
                assert [problem.code for problem in problems] == ["EK114"]
                assert f"U+{ord(sign):04X}, " in problems[0].text
                assert problems[0].spot or problems[0].path


def test_where_it_stands_it_is_shown_by_its_number_with_the_carets_under_it(shop, said):
    path = shop / "data/tjanster/drift.toml"
    path.write_text(f'namn = "\tå\u202eb\u200b"\n{path.read_text("utf-8")}', encoding="utf-8")

    code, _, told = said("check")

    assert code == 2
    assert '1 | namn = "\tå\\u202eb\\u200b"\n  |         \t ^^^^^^\n' in told


def test_every_command_refuses_such_data_and_shows_nothing_raw(shop, said):
    for path in shop.glob("data/**/*.toml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(f"# {''.join(SIGNS[1:])}\n{text}", encoding="utf-8")

    for command in ("check", "allocate 2024", "roll 2024 --skriv", "explain 2024 drift"):
        assert said(*command.split())[0] == 2
    for form in ("github", "sarif", "json"):
        assert said("check", "--format", form, form=form)[0] == 2


NAMED = [
    ("E arkiv", "e-arkiv"),
    ("É", "e"),
    ("Drift.Ny", "drift-ny"),
    ("l_i", "l-i"),
    ("a\u200b", "a"),
]


@pytest.mark.parametrize(("name", "right"), NAMED)
def test_a_service_is_named_as_an_id_is_and_the_remedy_helps(shop, said, name, right):
    data = shop / "data"
    files = [data / "budget/2024.toml", data / "facit/2024.toml"]
    (data / "tjanster/drift.toml").rename(data / f"tjanster/{name}.toml")
    key = "".join(sign for sign in name if not ODD.pattern.match(sign))  # which no file can hold
    _rename(files, "drift", f'"{key}"')

    code, _, told = said("check")

    assert code == 2
    assert told.count("fel[EK107]") == 1
    asked = re.search(r'döp om filen till (\S+), och skriv (\S+) där "(.*)" står', told)
    assert asked.groups()[:2] == (f"{right}.toml", right)

    (data / f"tjanster/{name}.toml").rename(data / "tjanster" / asked[1])
    _rename(files, f'"{key}"', asked[2])
    assert said("check") == (0, "", "")


def _rename(files, old, new):
    """Call a service by another name in files that name it in a table's heading or as a text."""
    for path in files:
        text = path.read_text(encoding="utf-8").replace(f"[tjanst.{old}]", f"[tjanst.{new}]")
        text = re.sub(f'tjanst = "?{old.strip(chr(34))}"', f'tjanst = "{new.strip(chr(34))}"', text)
        path.write_text(text, encoding="utf-8")
