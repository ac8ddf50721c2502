"""What the program writes itself adds up, whatever command wrote it and in whatever form."""

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SCENARIOS = ROOT / "examples" / "scenarier"
DISPUTE = ROOT / "examples" / "tvist"
TABLE = ROOT / "examples" / "tabeller" / "soc-grund-2023-med-fel.csv"
PLAN = ROOT / "examples" / "granskning" / "verksamhetsplan-2024.csv"
COMMANDS = [
    ("allocate", "2023"),
    ("allocate", "2024"),
    ("allocate", "2024", "-t", "e-arkiv"),
    ("allocate", "2023", "-t", "datacenter", "-t", "soc-grund"),
    ("allocate", "2023", "-t", "projekt", "-t", "transaktioner"),
    ("allocate", "2024", "-k", "boden", "-k", "kalix"),
    ("allocate", "2024", "-t", "e-arkiv", "-k", "luleå"),
    ("allocate", "2022..2024"),
    ("allocate", "2024..2027", "--antag", "PKV=3,5"),
    ("allocate", "2023..2025", "--antag", "PKV=3,5", "-k", "boden", "-k", "piteå"),
    ("explain", "2023", "boden"),
    ("explain", "2024", "luleå"),
    ("explain", "2023", "soc-forvaltning"),
    ("explain", "2023", "soc-forvaltning", "boden"),
    ("explain", "2022", "raddningstjansten", "kiruna"),
    ("compare", "2023", "2024"),
    ("compare", "2022", "2023", "2024", "--per-tjanst"),
    ("compare", "2024", "boden-lamnar.toml"),
    ("compare", "2024", "mala-gar-med.toml", "--per-tjanst"),
    ("compare", "2024", "boden-lamnar-pa-sikt.toml", "--ar", "2025..2027"),
    ("compare", "2024", "tvavagsavrundning.toml", "-k", "boden"),
    ("sweep", "2024", "lika", "soc-grund"),
    ("sweep", "2024", "kostnad", "e-arkiv"),
    ("sweep", "2024", "folkmangd", "soc-grund"),
    ("sweep", "2024", "utan"),
    ("buy-in", "projekt", "luleå", "2025-01-01"),
    ("buy-in", "projekt", "luleå", "2025-07-01", "--avskrivning", "5", "--till", "100"),
    ("buy-in", "övningsfält", "rönnby", "2025-07-01", "--avskrivning", "10"),
    ("invoice", "2022"),
    ("invoice", "2024", "-k", "kalix", "-t", "e-arkiv"),
    ("projects", "2022", "--datum", "2022-05-31"),
    ("projects", "-t", "projekt"),
    ("rounding", "2024"),
    ("rounding", "2023", "--tvavags", "100"),
    ("rounding", "2024", "--tvavags", "100", "-k", "kalix"),
    ("follow-up", "2022"),
    ("follow-up", "2022", "--tkr"),
    ("infer", str(TABLE)),
    ("infer", "-t", "e-arkiv", "--ar", "2022"),
    ("infer", "--ar", "2023"),
    ("check",),
    ("check", "--strikt"),
    ("audit", str(PLAN)),
    ("stand-alone", str(DISPUTE / "egna-alternativ.toml"), "2024"),
]  # fmt: skip


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_what_a_command_writes_adds_up(run, lent, tmp_path, command, ending):
    out = tmp_path / f"svar.{ending}"
    arguments = [str(SCENARIOS / a) if (SCENARIOS / a).is_file() else a for a in command]
    data = DISPUTE / "data" if {"stand-alone", "övningsfält"} & set(command) else lent
    env = {"ENAMND_COST_DATA": str(data)}
    wrote = run(*arguments, "-o", out, env=env)
    if not out.exists():
        pytest.fail(wrote.stderr)

    ran = run("audit", out, "--format", "json", env=env)

    if ran.returncode == 2:  # an answer without a table of figures
        assert "EK036" in ran.stderr
        return
    assert ran.returncode == 0, [f["text"] for f in json.loads(ran.stdout)["fynd"]][:5]
    findings = json.loads(ran.stdout)["fynd"]
    assert [f["text"] for f in findings if f["niva"] != "upplysning"] == []
