"""The question without a file: the same as a scenario file that says so, in every command."""

import json

import pytest

HEAD = 'namn = "Prov"\nmotiv = "Prov."\nbas = 2024\n'
SAME = {
    "e-tjansteplattform=invanare@2023-12-31": (
        '[tjanst.e-tjansteplattform]\nfordelning = "invanare"\nfolkmangd = 2023-12-31\n'
    ),
    "E-arkiv=lika": '[tjanst.e-arkiv]\nfordelning = "lika"\n',
    "SOC system, grund=60/40": (
        "[tjanst.soc-grund]\nfordelning = { lika = 60, invanare = 40 }\n"
    ),
    "soc-grund=invånare": '[tjanst.soc-grund]\nfordelning = "invanare"\n',
    "e-arkiv = @2023-12-31": "[tjanst.e-arkiv]\nfolkmangd = 2023-12-31\n",
    "e-arkiv=320 000 kr": "[tjanst.e-arkiv]\nbelopp = 320_000\n",
    "soc-grund=600000": "[tjanst.soc-grund]\nunderlag = 600_000\n",
    "datacenter=1_300_000": "[tjanst.datacenter]\nunderlag = 1_300_000\n",
    "raddningstjansten=+2,5%": "[tjanst.raddningstjansten]\nkostnad_procent = 2.5\n",
    "grundfinansiering=-10%": "[tjanst.grundfinansiering]\nkostnad_procent = -10\n",
    "alla=50/50@2023-12-31": 'fordelning = "50/50"\nfolkmangd = 2023-12-31\n',
    "alla=@2023-12-31": "folkmangd = 2023-12-31\n",
}  # fmt: skip


def amounts(ran):
    assert ran.returncode == 0, ran.stderr
    (side,) = json.loads(ran.stdout)["alternativ"]
    return side


@pytest.mark.parametrize("asked", SAME)
def test_it_is_what_a_scenario_file_would_say(run, tmp_path, asked):
    file = tmp_path / "prov.toml"
    file.write_text(HEAD + SAME[asked], encoding="utf-8")

    words = amounts(run("compare", "2024", "--andra", asked, "--format", "json"))
    written = amounts(run("compare", "2024", str(file), "--format", "json"))

    assert words["kommuner"] == written["kommuner"]
    assert words["inte_andrade"] == written["inte_andrade"]
    shown = run("compare", "2024", "--andra", asked).stdout.splitlines()[1]
    again = shown.removeprefix("Prövat utan scenariofil: ").removesuffix(".").split()
    assert amounts(run("compare", "2024", *again, "--format", "json")) == words


def test_several_make_one_scenario_that_is_named_by_what_they_change(run):
    asked = ("--andra", "e-arkiv=lika", "--andra", "e-arkiv=+5%", "--andra", "soc-grund=lika")

    made = amounts(run("compare", "2024", *asked, "--format", "json"))

    name = "E-arkiv i lika delar, +5\N{NO-BREAK SPACE}%; SOC system, grund i lika delar"
    assert (made["id"], made["namn"]) == ("andring", name)


def test_it_stands_beside_scenario_files_and_is_laid_over_the_first(run, tmp_path):
    file = tmp_path / "prov.toml"
    file.write_text(HEAD + '[tjanst.soc-grund]\nfordelning = "lika"\n', encoding="utf-8")
    asked = ("--andra", "e-arkiv=lika", "--format", "json")

    beside = json.loads(run("compare", "2024", str(file), *asked).stdout)
    over = amounts(run("compare", str(file), *asked))

    assert [side["id"] for side in beside["alternativ"]] == ["prov", "andring"]
    changed = [
        {name for each in side["kommuner"] for name, kr in each["tjanster"].items() if kr}
        for side in (*beside["alternativ"], over)
    ]
    assert changed == [{"soc-grund"}, {"e-arkiv"}, {"e-arkiv"}]


@pytest.mark.parametrize("form", ["csv", "json", "md", "xlsx"])
def test_it_comes_in_every_form(run, tmp_path, form):
    out = tmp_path / f"svar.{form}"

    ran = run("compare", "2024", "--andra", "e-arkiv=lika", "-k", "piteå", "-o", str(out))

    assert (ran.returncode, out.is_file()) == (0, True)
    if form != "xlsx":
        assert "E-arkiv i lika delar" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["explain", "rounding"])
def test_other_questions_take_it_too(run, command):
    what = ("e-arkiv", "boden") if command == "explain" else ()

    ran = run(command, "2024", *what, "--andra", "e-arkiv=lika")

    assert ran.returncode == 0
    assert ran.stdout.startswith("Scenario E-arkiv i lika delar, inte beslutat: ")
    assert "Prövat utan scenariofil: --andra e-arkiv=lika." in ran.stdout


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ("grundfinansiering=invanare", "grundfinansiering=invanare@2024-12-31"),
        ("alla=50/50", "alla=50/50@2024-12-31"),
        ("e-tjansteplattform=300000", "e-tjansteplattform=+5%"),
    ],
)
def test_what_a_remedy_says_can_be_written(run, asked, right):
    refused = run("compare", "2024", "--andra", asked)

    assert refused.returncode == 2
    assert right in refused.stderr
    assert run("compare", "2024", "--andra", right).returncode == 0


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("e-arkv=lika", 'menade du "e-arkiv"?'),
        ("e-arkiv=invanare", "pröva något som ändrar"),
        ("e-arkiv=@1999-12-31", "där finns 2010-12-31"),
        ("e-arkiv", "skriv TJÄNST=VAD"),
    ],
)
def test_a_mistake_is_told_with_what_could_be_written(run, asked, said):
    ran = run("compare", "2024", "--andra", asked)

    assert ran.returncode == 2
    assert said in ran.stderr
    assert "Traceback" not in ran.stderr
