"""The error gallery is made from the broken fixtures, and is current.

``ENAMND_COST_REGENERATE=1`` writes it anew, from what the fixtures pin.
"""

import os
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FEL = ROOT / "tests" / "fel"
GALLERY = ROOT / "docs" / "fel.md"
TITLES = tomllib.loads((FEL / "koder.toml").read_text(encoding="utf-8"))
INTERNAL = (
    "Ingen fil kan framkalla felet: kontrollen prövar programmet självt. Ser du det är det "
    "programmets fel; skicka utskriften till dem som sköter programmet."
)
# What no file can provoke, though a user may well see it.
OWN = {
    "EK011": "Två kommandon skriver i samma datamapp på en gång. Det andra väntar i tio sekunder "
    "och skriver sedan inget. Raden säger vilken process det är, på vilken dator och sedan när; "
    "har den hängt sig, avsluta den: låset försvinner med den.",
}


def fixtures(code):
    return sorted(path for path in FEL.iterdir() if path.name.startswith(f"{code}-"))


def page(code):
    """Make one code's page: its title, and each fixture's command with what the user sees."""
    parts = [f"## {code}: {TITLES[code]}", ""]
    for fixture in fixtures(code):
        manifest = tomllib.loads((fixture / "fixtur.toml").read_text(encoding="utf-8"))
        told = (fixture / "forvantat.txt").read_text(encoding="utf-8").split("\n", 1)
        parts += ["```text", f"$ enamnd-cost {manifest['kommando']}", told[1].rstrip("\n")]
        parts += ["```", "", f"Slutkod {told[0]}.", ""]
    if not fixtures(code):
        parts += [OWN.get(code, INTERNAL), ""]
    return "\n".join(parts)


def gallery():
    head = [
        "# Felkoder",
        "",
        "Varje felkod med exempel: vad som skrevs och vad programmet svarar. Sidan skrivs av",
        "testerna ur `tests/fel/`. `enamnd-cost explain-error KOD` visar samma sak.",
        "",
    ]
    return "\n".join([*head, *(page(code) for code in sorted(TITLES))])


def test_the_gallery_is_current():
    if os.environ.get("ENAMND_COST_REGENERATE"):
        GALLERY.write_text(gallery(), encoding="utf-8")

    assert GALLERY.read_text(encoding="utf-8") == gallery()


def test_every_fixture_is_of_a_known_code():
    assert {path.name.split("-")[0] for path in FEL.iterdir() if path.is_dir()} - {"bas"} <= set(
        TITLES
    )


@pytest.mark.parametrize("code", ["EK112", "ek419", "411"])
def test_explain_error_prints_the_same_page(run, code):
    ran = run("explain-error", code)

    assert ran.returncode == 0
    assert ran.stdout.rstrip("\n") == page(f"EK{code[-3:]}").rstrip("\n")


def test_explain_error_of_an_unknown_code_lists_those_there_are(run):
    ran = run("explain-error", "EK999")

    assert ran.returncode == 2
    assert "EK112" in ran.stderr
