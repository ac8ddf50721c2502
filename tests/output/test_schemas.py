"""What programs read has schemas: made from their types, current, and met by every command."""

import json
import os
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from enamnd_cost.output.schemas import OUTPUTS, schema

ROOT = Path(__file__).parents[2]
COMMITTED = ROOT / "docs" / "scheman" / "utdata"
SCENARIOS = sorted((ROOT / "examples" / "scenarier").glob("*.toml"))
# A number as people read it: with spaces, a comma, a real minus sign or a unit.
FOR_PEOPLE = re.compile(r"(?=.*[\xa0,−+%])[+−-]?\d{1,3}(\xa0?\d{3})*(,\d+)?(\s?(%|kr))?")
IN_WORDS = {
    "text": "varde",
    "varde": "procent",
    "fran": "fran_tal",
    "till": "till_tal",
}  # a key for people: that of its number
NAMES = {"namn", "punkt"}
DISPUTE = ("--data", "examples/tvist/data")
AUDITED = ("budget-2022.csv", "budget-2023.csv", "verksamhetsplan-2024.xlsx")
ANSWERS = [
    *(("allocate", year) for year in ("2022", "2023", "2024")),
    ("allocate", "2023", "-t", "projekt", "-t", "e-arkiv-tillagg", "-k", "boden"),
    ("allocate", "2024", *DISPUTE),
    ("invoice", "2022"),
    ("invoice", "2024", "-k", "boden", "-p", "helar"),
    ("rounding", "2024"),
    ("rounding", "2024", "--tvavags", "100"),
    ("follow-up", "2022"),
    ("follow-up", "2022", "--tkr"),
    ("compare", "2022", "2023", "2024"),
    ("compare", "2022", "2023", "-t", "datacenter"),
    *(("compare", "2024", f"examples/scenarier/{path.name}") for path in SCENARIOS),
    ("compare", "2024", "examples/tvist/folkmangd-infasad.toml", *DISPUTE),
    ("sweep", "2024", "lika", "soc-grund"),
    ("sweep", "2024", "kostnad", "e-arkiv"),
    ("sweep", "2024", "folkmangd"),
    ("sweep", "2024", "utan"),
    ("stand-alone", "examples/tvist/egna-alternativ.toml", "2024", *DISPUTE),
    ("buy-in", "projekt", "luleå", "2024-07-01", "--avskrivning", "5"),
    ("projects", "2022", "--datum", "2022-05-31"),
    ("projects", "-t", "projekt"),
    ("buy-in", "övningsfält", "rönnby", "2025-07-01", "--avskrivning", "5", *DISPUTE),
    *(("audit", f"examples/granskning/{name}") for name in AUDITED),
    *(("audit", f"data/facit/{name}") for name in ("budget-2022.toml", "budget-2023.toml")),
    ("allocate", "2023..2024"),
    ("allocate", "2022..2026", "--antag", "PKV=3,5"),
    ("allocate", "2024..2026", "--antag", "PKV=3,5", "-t", "e-arkiv", "-k", "boden"),
    ("check",),
    ("check", "2024", "--strikt"),
    ("check", "2024", "--bara", "facit"),
    ("check", *DISPUTE),
    ("explain", "2023", "soc-grund"),
    ("explain", "2023", "datacenter"),
    ("explain", "2022", "raddningstjansten", "kiruna"),
    ("explain", "2024", "verksamhetsutvecklare", "kiruna"),
    *(("explain", year, "luleå") for year in ("2022", "2023", "2024")),
    ("explain", "2024", "Lindvik", *DISPUTE),
    ("infer", "-t", "soc-grund", "--ar", "2023"),
    ("infer", "-t", "raddningstjansten", "--ar", "2022"),
    ("infer", "--ar", "2023"),
    ("infer", "examples/tabeller/soc-grund-2023-med-fel.csv"),
]


@pytest.mark.parametrize("name", OUTPUTS)
def test_the_committed_schema_is_current(name):
    path = COMMITTED / f"{name}.schema.json"
    made = schema(name)
    if os.environ.get("ENAMND_COST_REGENERATE"):
        path.write_text(json.dumps(made, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

    assert json.loads(path.read_text(encoding="utf-8")) == made


def test_no_other_schema_is_committed():
    assert {path.name for path in COMMITTED.iterdir()} == {f"{n}.schema.json" for n in OUTPUTS}


def texts(node):
    """List every text in an answer that is there for people to read, or for programs."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict | list):
        # A point's name says how it was made, and a step its value, for people; the numbers stand
        # beside them.
        named = NAMES | {k for k, beside in IN_WORDS.items() if beside in node}
        each = [v for k, v in node.items() if k not in named] if isinstance(node, dict) else node
        for item in each:
            yield from texts(item)


@pytest.mark.parametrize("arguments", ANSWERS, ids=" ".join)
def test_what_a_command_writes_meets_its_schema(run, arguments):
    ran = run(*arguments, "--format", "json", cwd=ROOT)
    content = json.loads(ran.stdout)

    name = re.fullmatch(r"enamnd-cost/([a-z-]+)/\d+", content["schema"])[1]
    errors = list(Draft202012Validator(schema(name)).iter_errors(content))
    assert not errors, errors[0].message
    assert not [text for text in texts(content) if FOR_PEOPLE.fullmatch(text)]


@pytest.mark.parametrize("name", OUTPUTS)
def test_every_table_of_a_schema_is_closed(name):
    made = schema(name)

    tables = [d for d in (made, *made["$defs"].values()) if "properties" in d]

    assert tables
    assert all(table["additionalProperties"] is False for table in tables)
