"""The page that leads from an agreement's words to a model: each example is run, and explained.

A block ``toml exempel ÅR`` is a service's periods, followed by the amounts that they give and by
what ``explain`` says that the model means; a block ``toml fil NAMN`` is added to the data folder.
``ENAMND_COST_REGENERATE=1`` writes amounts and meanings anew.
"""

import re
import shutil
from pathlib import Path

import pytest
from tests.docs.test_examples import EXAMPLE, settle

from enamnd_cost.analysis.year import compute
from enamnd_cost.engine.plan import Node
from enamnd_cost.files.loading import load
from enamnd_cost.model.wording import meaning
from enamnd_cost.swedish import number

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "vilken-modell.md"
BOARDS = ROOT / "examples" / "namnder"
FILE = re.compile(r"```toml fil (\S+)\n((?:(?!```).*\n)*)```\n")
RUN = re.compile(EXAMPLE.pattern + r"(?:\n> \*\*explain:\*\* .*\n)?")
BUDGET = 'ar = 2024\nstatus = "forslag"\nsumma = 0\nkalla = "Exempel"\n\n[tjanst]\n'
HEAD = 'namn = "Exempel"\nkort = "Exempel"\ni_budget = false\n\n'


@pytest.fixture
def prepared(tmp_path):
    """The nämnd's municipalities and index, with the files that the page adds."""
    for folder in ("tjanster", "budget", "matt"):
        (tmp_path / folder).mkdir()
    for name in ("kommuner.toml", "index.toml"):
        shutil.copy(ROOT / "data" / name, tmp_path)
    (tmp_path / "budget" / "2024.toml").write_text(BUDGET, encoding="utf-8")
    for name, text in FILE.findall(PAGE.read_text(encoding="utf-8")):
        with (tmp_path / name).open("a", encoding="utf-8") as file:
            file.write(f"\n{text}")
    return tmp_path


def test_every_model_on_the_page_gives_the_amounts_and_the_meaning_that_follow_it(prepared):
    def rewrite(match):
        year, service = int(match[1]), match[2]
        (prepared / "tjanster" / "exempel.toml").write_text(HEAD + service, encoding="utf-8")
        data, problems = load(prepared)
        assert problems == []
        computed = compute(data, [year])
        assert computed.problems == ()
        amounts = computed.outcome.done[Node("exempel", year)].amounts
        names = data.kommuner.names
        lines = [(names[code], amounts[code]) for code in names if code in amounts]
        lines.append(("Summa", sum(amounts.values())))
        table = "".join(f"{name:<10} {number(kr):>9} kr\n" for name, kr in lines)
        period = data.tjanster["exempel"].period_in(year)
        said = f"> **explain:** {meaning(period)}\n"
        return f"```toml exempel {year}\n{service}```\n\n```text\n{table}```\n\n{said}"

    assert settle(PAGE, RUN, rewrite) >= 25


def test_every_line_of_the_table_leads_to_a_section_and_every_section_has_its_line():
    text = PAGE.read_text(encoding="utf-8")
    linked = re.findall(r"\]\(#([^)]+)\)", text)
    sections = [
        re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")
        for title in re.findall(r"^## (.*)$", text, re.MULTILINE)
    ]

    assert set(linked) == set(sections)


def test_every_example_board_is_on_the_page_or_in_the_list_that_it_names():
    page, listed = (path.read_text("utf-8") for path in (PAGE, BOARDS / "README.md"))

    for path in BOARDS.iterdir():
        if path.is_dir():
            assert f"]({path.name})" in listed
    for path in (BOARDS / "modeller" / "tjanster").iterdir():
        assert f"](modeller/tjanster/{path.name})" in listed
    assert "(../examples/namnder/README.md)" in page


def test_every_link_leads_to_a_file():
    for source in (PAGE, BOARDS / "README.md"):
        for link in re.findall(r"\]\(([^)#]+)", source.read_text(encoding="utf-8")):
            assert (source.parent / link).exists(), link


def test_every_toml_block_of_the_page_is_tried():
    blocks = re.findall(r"```toml(.*)\n", PAGE.read_text(encoding="utf-8"))

    assert [block for block in blocks if not block.startswith((" exempel", " fil"))] == [""]
