"""The examples in README and handbook are run, and their output is what stands there.

A ``console`` block is a command and its output, in which a line ``[…]`` stands for what is left
out; a block ``toml exempel ÅR`` is a service's periods, followed by the amounts that they give.
``ENAMND_COST_REGENERATE=1`` writes the outputs anew.
"""

import os
import re
import shlex
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from enamnd_cost import __version__
from enamnd_cost.analysis.checks.run import known_checks
from enamnd_cost.analysis.year import compute
from enamnd_cost.engine.plan import Node
from enamnd_cost.files.loading import load
from enamnd_cost.model.budget import Budget
from enamnd_cost.model.ensam import Ensam
from enamnd_cost.model.facit import Facit
from enamnd_cost.model.index import Index, Varde
from enamnd_cost.model.inkop import Inkop
from enamnd_cost.model.kommuner import Folkmangd
from enamnd_cost.model.matt import Mattserie
from enamnd_cost.model.revidering import Revidering
from enamnd_cost.model.scenario import Scenario
from enamnd_cost.model.tjanst import Tjanst
from enamnd_cost.model.utfall import Utfall
from enamnd_cost.model.wording import meaning
from enamnd_cost.swedish import number

ROOT = Path(__file__).parents[2]
DOCUMENTS = [
    "README.md",
    "docs/handbok.md",
    "examples/tvist/README.md",
    "examples/granskning/README.md",
    "examples/namnder/README.md",
    "examples/scenarier/README.md",
    "examples/ar-2022/README.md",
]
LEFT_OUT = "[…]\n"
AKI = {"id": "AKI", "namn": "Arbetskraftskostnadsindex", "varde": []}  # which a mix names
CONSOLE = re.compile(r"```console\n\$ enamnd-cost (.*)\n((?:(?!```).*\n)*)```")
EXAMPLE = re.compile(
    r"```toml exempel (\d+)\n((?:(?!```).*\n)*)```\n(?:\n```text\n((?:(?!```).*\n)*)```\n)?"
)


def settle(path, pattern, rewrite):
    """Compare every example of a document with what it gives now, or write it anew."""
    text = path.read_text(encoding="utf-8")
    current, count = pattern.subn(rewrite, text)
    if os.environ.get("ENAMND_COST_REGENERATE"):
        path.write_text(current, encoding="utf-8")
        text = current
    assert current == text
    return count


def shortened(output, shown):
    """What is printed now, of which as many lines are left out as in the document."""
    if LEFT_OUT not in shown:
        return output
    lines = output.splitlines(keepends=True)
    head, tail = (part.count("\n") for part in shown.split(LEFT_OUT))
    assert head + tail < len(lines)
    return "".join([*lines[:head], LEFT_OUT, *lines[len(lines) - tail :]])


@pytest.mark.parametrize("name", DOCUMENTS)
def test_commands_print_what_stands_in_the_document(name, run):
    def rewrite(match):
        ran = run(*shlex.split(match[1]), cwd=ROOT)
        printed = shortened(ran.stdout + ran.stderr, match[2])
        return f"```console\n$ enamnd-cost {match[1]}\n{printed}```"

    assert settle(ROOT / name, CONSOLE, rewrite) >= 1


def test_every_key_in_the_handbook_gives_the_amounts_that_follow_it(copied):
    head = 'namn = "Exempel"\nkort = "Exempel"\ni_budget = false\n\n'

    def rewrite(match):
        year, service = int(match[1]), match[2]
        (copied / "tjanster" / "exempel.toml").write_text(head + service, encoding="utf-8")
        data, problems = load(copied)
        assert problems == []
        computed = compute(data, [year])
        assert computed.problems == ()
        amounts = computed.outcome.done[Node("exempel", year)].amounts
        lines = [(data.kommuner.names[code], kr) for code, kr in amounts.items()]
        table = "".join(f"{name:<10} {number(kr):>9} kr\n" for name, kr in lines)
        table += f"{'Summa':<10} {number(sum(amounts.values())):>9} kr\n"
        return f"```toml exempel {year}\n{service}```\n\n```text\n{table}```\n"

    assert settle(ROOT / "docs" / "handbok.md", EXAMPLE, rewrite) >= 12


def test_every_example_scenario_is_shown_beside_it():
    text = (ROOT / "examples" / "scenarier" / "README.md").read_text(encoding="utf-8")

    for path in (ROOT / "examples" / "scenarier").glob("*.toml"):
        assert f"$ enamnd-cost compare 2024 {path.relative_to(ROOT).as_posix()}" in text


def test_the_handbook_is_text_and_not_output():
    text = (ROOT / "docs" / "handbok.md").read_text(encoding="utf-8")

    output = sum(match[2].count("\n") for match in CONSOLE.finditer(text))
    output += sum((match[3] or "").count("\n") for match in EXAMPLE.finditer(text))
    assert output * 10 < text.count("\n") * 3


def test_amounts_told_of_the_examples_are_those_that_they_give():
    text = (ROOT / "docs" / "handbok.md").read_text(encoding="utf-8")
    section = text.split("\n## Läsa Orsaker\n")[1].split("\n## ")[0]
    given = " ".join(
        match[2]
        for name in DOCUMENTS
        for match in CONSOLE.finditer((ROOT / name).read_text("utf-8"))
    ).replace("\xa0", " ")

    told = re.findall(r"[+−][\d ]*\d(?= kr)", CONSOLE.sub("", section))
    assert len(told) >= 12
    assert [amount for amount in told if f" {amount} " not in re.sub(r"\s", " ", given)] == []


def test_every_service_has_its_sentence_in_the_handbook(data):
    def rewrite(match):
        lines = ["| tjänst | år | vad modellen betyder |", "| --- | --- | --- |"]
        for tjanst in data.tjanster.values():
            ends = [period.first_year - 1 for period in tjanst.period[1:]] + [None]
            for period, end in zip(tjanst.period, ends, strict=True):
                last = period.last_year or end
                years = (
                    f"{period.first_year}"
                    if last == period.first_year
                    else f"{period.first_year}–{last or ''}"
                )
                if not period.saknas:
                    lines.append(f"| {tjanst.namn} | {years} | {meaning(period)} |")
        return f"{match[1]}\n" + "\n".join(lines) + f"\n{match[2]}"

    marks = re.compile(r"(<!-- betydelser.*-->)\n(?:\|.*\n)*(<!-- slut -->)")
    assert settle(ROOT / "docs" / "handbok.md", marks, rewrite) == 1


def test_every_check_stands_in_the_handbook():
    text = (ROOT / "docs" / "handbok.md").read_text(encoding="utf-8")

    for code, known in known_checks().items():
        assert f"| {code} | {known.name} | {known.holds} |" in text


def test_every_toml_in_the_handbook_is_what_the_files_may_say():
    text = (ROOT / "docs" / "handbok.md").read_text(encoding="utf-8")
    models = {
        "status": Budget,
        "budget": Revidering,
        "rapport": Utfall,
        "slag": Facit,
        "enhet": Mattserie,
        "kort": Tjanst,
        "motiv": Scenario,
        "ensam": Ensam,
    }
    validated = set()

    for block in re.findall(r"```toml[^\n]*\n((?:(?!```).*\n)*)```", text):
        content = tomllib.loads(block, parse_float=Decimal)
        for key, model in models.items():
            if key in content:
                model.model_validate(content)
                validated.add(key)
        for table in content.get("folkmangd", ()):
            Folkmangd.model_validate(table)
            validated.add("folkmangd")
        for table in content.get("inkop", ()):
            Inkop.model_validate(table)
            validated.add("inkop")
        serie = content.get("serie", [])
        for varde in serie.get("varde", ()) if isinstance(serie, dict) else ():
            Varde.model_validate(varde)
            validated.add("varde")
        if isinstance(serie, list) and serie:
            Index.model_validate({"serie": [*serie, AKI]})
            validated.add("serie")

    assert validated == {*models, "folkmangd", "inkop", "varde", "serie"}


def prose(path):
    """A document without its examples."""
    text = path.read_text(encoding="utf-8")
    return re.sub(r"^```.*\n(?:(?!```).*\n)*```$", "", text, flags=re.MULTILINE)


def headings(path):
    """The anchors of a document's headings."""
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.*)$", prose(path), re.MULTILINE)
    }


@pytest.mark.parametrize("name", [*DOCUMENTS, "CHANGELOG.md"])
def test_links_within_the_documents_lead_somewhere(name):
    here = ROOT / name

    for target in re.findall(r"\]\(([^)]+)\)", here.read_text(encoding="utf-8")):
        path, _, heading = target.partition("#")
        there = here.parent / path if path else here
        assert there.exists(), target
        assert not heading or heading in headings(there), target


def test_every_section_of_the_handbook_is_in_its_table_of_contents():
    text = prose(ROOT / "docs" / "handbok.md")

    sections = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert re.findall(r"^- \[(.*)\]\(#", text, re.MULTILINE)[: len(sections)] == sections


def test_the_version_is_the_same_everywhere():
    assert f"softwareVersion: {__version__}\n" in (ROOT / "publiccode.yml").read_text()
    assert f"## {__version__} – " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
