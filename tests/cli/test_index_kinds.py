"""Every command works with every way to say what amounts are uprated by.

Each series here comes to 3,5 % from 2023 to 2024, so that what is not about the index is the same.
"""

import json

import pytest

SAID = 'status = "definitiv"\npublicerad = 2024-02-01\nkalla = "SCB"\n'


def value(year, percent):
    return f"\n[[serie.varde]]\nar = {year}\nprocent = {percent}\n{SAID}"


def level(year, number):
    return f"\n[[serie.tal]]\nar = {year}\ntal = {number}\n{SAID}"


def series(name, *rules, figures=""):
    return "\n".join([f'[[serie]]\nid = "{name}"\nnamn = "{name}"', *rules]) + "\n" + figures + "\n"


MIX = 'av = { LCI = 50, KPI = 50 }\nkalla = "Avtal"'
LCI = series("LCI", figures=value(2024, 4))
KPI = series("KPI", figures=level(2023, 400) + level(2024, 412))
EARLIER = level(2020, 400) + level(2023, 400) + level(2024, 414)
# What AKI is, which series must be assumed to go on with it, and what explain says of it.
KINDS = {
    "changes": (series("AKI", figures=value(2024, 3.5)), ["AKI"], "3,5 %"),
    "levels": (
        series("AKI", figures=level(2023, 400) + level(2024, 414)), ["AKI"], "414/400 = 3,5 %"
    ),
    "mix": (
        series("AKI", MIX) + LCI + KPI, ["LCI", "KPI"], "50 % LCI 4 % + 50 % KPI 3 % = 3,5 %"
    ),
    "alone": (
        series("AKI", 'av = { KORG = 100 }\nkalla = "Avtal"') + series("KORG", MIX) + LCI + KPI,
        ["LCI", "KPI"],
        "100 % KORG 3,5 % = 3,5 %",
    ),
    "floor": (
        series("AKI", "golv = 3.5", figures=value(2024, 2)), ["AKI"], "2 %; golvet ger 3,5 %"
    ),
    "ceiling": (
        series("AKI", "tak = 3.5", figures=level(2023, 400) + level(2024, 440)),
        ["AKI"],
        "440/400 = 10 %; taket ger 3,5 %",
    ),
    "second year": (
        series("AKI", "vartannat_ar = 2024", figures=value(2023, 0) + value(2024, 3.5)),
        ["AKI"],
        "2023: 0 %; 2024: 3,5 %; tillsammans 3,5 %",
    ),
    "base year": (
        series("AKI", "basar = 2020", figures=EARLIER), ["AKI"], "414/400 mot 400/400 = 3,5 %"
    ),
    "mix since": (
        series("AKI", MIX, "basar = 2023") + LCI + KPI,
        ["LCI", "KPI"],
        "mot 2023 är 2024 50 % LCI 1,04 + 50 % KPI 1,03 = 1,035 och 2023 50 % LCI 1 + 50 % KPI 1",
    ),
}  # fmt: skip
every = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture
def laid(shop, said):
    """Lays a kind of series over the sound folder; gives the folder."""

    def lay(kind):
        (shop / "data/index.toml").write_text(KINDS[kind][0], encoding="utf-8")
        service = shop / "data/tjanster/licens.toml"
        text = service.read_text(encoding="utf-8")
        service.write_text(f'index = "AKI"\n{text}', encoding="utf-8")
        return shop

    assert callable(said)
    return lay


def plain(text):
    return text.replace("\xa0", " ")


@every
def test_check_holds_and_the_year_is_the_same(laid, said, kind):
    laid(kind)

    assert said("check")[:2] == (0, "")
    code, strict, _ = said("check", "--strikt")
    assert (code, strict) == (0, ""), kind
    _, table, _ = said("allocate", "2024", "--format", "json")
    (licens,) = [each for each in json.loads(table)["tjanster"] if each["id"] == "licens"]
    assert licens["belopp"] == 31_200


@every
@pytest.mark.parametrize("form", ["csv", "json", "md"])
def test_explain_says_how_the_factor_came_to_be(laid, said, kind, form):
    laid(kind)
    words = KINDS[kind][2]

    for asked in (("licens", "boden"), ("licens",)):
        code, text, _ = said("explain", "2024", *asked, "--format", form, form=form)
        assert (code, words in plain(text)) == (0, True), text
    assert words in plain(said("explain", "2024", "licens", "boden")[1])
    assert said("explain", "2024", "boden", "--format", form, form=form)[0] == 0


@every
def test_a_scenario_puts_another_change_in_it_and_the_cause_is_the_index(laid, said, kind):
    shop = laid(kind)
    # Where a floor or a ceiling holds, only a change within it makes a difference.
    percent = "3" if kind == "ceiling" else "9"
    (shop / "prov.toml").write_text(
        f'namn = "Prov"\nmotiv = "Prov"\nbas = 2024\nindex = {{ AKI = {percent} }}\n'
    )

    code, text, _ = said("compare", "2024", "prov.toml", "--format", "json")
    effects = json.dumps(json.loads(text))

    assert code == 0
    assert '"index"' in effects
    assert "Index AKI 2024" in effects
    code, table, _ = said("explain", "2024", "licens", "boden", "--scenario", "prov.toml")
    assert (code, f"× 1,0{percent} (AKI 2024: {percent} %)" in plain(table)) == (0, True)
    assert "prov.toml:4" in table


@every
def test_later_years_are_planned_with_what_is_assumed_of_the_figures_in_the_file(laid, said, kind):
    laid(kind)
    assume = [word for name in KINDS[kind][1] for word in ("--antag", f"{name}=2")]

    code, _, refused = said("allocate", "2024..2026", "--antag", "matt=2024")
    when = "för 2025 och 2026"
    lacks = [name for name in KINDS[kind][1] if f"saknas för planen: {name} {when}" in refused]
    assert (code, lacks) == (2, KINDS[kind][1]), refused

    plan = ("allocate", "2024..2026", "--antag", "matt=2024", *assume)
    code, text, _ = said(*plan, "--format", "json", form="json")
    made = json.loads(text)
    assert code == 0
    said_of = {each["vad"] for each in made["antaganden"]}
    assert said_of >= {f"{name} 2026" for name in KINDS[kind][1]}
    assert said(*plan)[0] == 0


@every
def test_the_rest_of_the_commands_take_it(laid, said, kind):
    laid(kind)

    for command in (
        "sweep 2024 kostnad licens",
        "sweep 2024 utan",
        "rounding 2024",
        "compare 2024 --andra licens=+5%",
        "explain 2024 licens lulea --andra licens=+5%",
    ):
        assert said(*command.split())[0] == 0, command
    code, patch, words = said("roll", "2024")
    assert (code, 'index = "AKI"' in patch) == (0, True)
    if kind != "second year":  # 0 % to 2025, whatever the index is
        assert f"indexvärde saknas: {KINDS[kind][1][0]} för 2025" in words


@pytest.mark.parametrize("status", ["preliminar", "antagen"])
def test_a_mix_of_an_uncertain_figure_is_as_uncertain(laid, said, status):
    shop = laid("mix")
    index = shop / "data/index.toml"
    text = index.read_text(encoding="utf-8")
    at = text.rindex('status = "definitiv"')
    index.write_text(text[:at] + text[at:].replace("definitiv", status, 1), encoding="utf-8")

    _, told, _ = said("explain", "2024", "licens", "boden")
    _, fault, _ = said("check", "--strikt")

    word = {"preliminar": "preliminär", "antagen": "antagen"}[status]
    assert f"Index AKI 2024 ({word})" in plain(told)
    assert ("EK423" if status == "antagen" else "EK452") in fault


@pytest.mark.parametrize("rule", ["kalla", "oanvand"])
def test_a_mix_needs_a_source_and_a_use_as_a_figure_does(laid, said, rule):
    shop = laid("changes")
    index = shop / "data/index.toml"
    mix = '[[serie]]\nid = "KORG"\nnamn = "Korg"\nav = { AKI = 100 }\n'
    source = 'kalla = "Avtal"\n' if rule == "oanvand" else ""
    index.write_text(index.read_text(encoding="utf-8") + mix + source, encoding="utf-8")

    code, told, _ = said("check", "--strikt")

    assert code == 1
    assert ("index KORG saknar kalla" if rule == "kalla" else "index KORG används inte") in told
    index.write_text(
        index.read_text(encoding="utf-8") + 'oanvand = "Prövas"\n' * (rule == "oanvand"),
        encoding="utf-8",
    )
    assert said("check", "--strikt")[0] == (0 if rule == "oanvand" else 1)
