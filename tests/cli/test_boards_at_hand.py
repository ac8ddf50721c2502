"""The example boards through the commands, as their users run them."""

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BOARDS = ROOT / "examples" / "namnder"


def asked(quick, board, *words):
    return quick(*words, "--data", str(BOARDS / board))


@pytest.mark.parametrize("board", sorted(path.name for path in BOARDS.iterdir() if path.is_dir()))
def test_a_strict_check_of_a_board_finds_nothing(quick, board):
    checked = asked(quick, board, "check", "--strikt")

    assert (checked.returncode, checked.stdout) == (0, "")


@pytest.mark.parametrize("kind", ["lika", "folkmangd"])
def test_what_goes_by_population_is_not_varied_where_there_is_none(quick, kind):
    service = ["medlemsavgift"] if kind == "lika" else []
    swept = asked(quick, "norra-dalarna", "sweep", "2021", kind, *service)

    assert swept.returncode == 2
    assert "fel[EK001]: ingen folkmängd att dela efter" in swept.stderr
    assert "enamnd-cost population" in swept.stderr


def test_a_printed_sum_that_its_rows_do_not_give_is_told(quick):
    document = str(BOARDS / "jamtland" / "dokument" / "ekonomi-{}.csv")
    right = asked(quick, "jamtland", "audit", document.format(2021))
    wrong = asked(quick, "jamtland", "audit", document.format(2023))

    assert (right.returncode, wrong.returncode) == (0, 1)
    told = wrong.stdout.replace("\xa0", " ")
    assert "Totalt: tryckt 146 779 000 kr, ska troligen vara 146 746 000 kr" in told
    assert "1 fel." in told


# What explain says that each service's model means, in its last year, from its beginning.
MEANINGS = {
    ("emmaboda-torsas", "medlemsavgift"): "Varje kommuns belopp är överenskommet för sig",
    ("emmaboda-torsas", "efter-procent"): "Proportionerna är överenskomna",
    ("finsam", "medelstilldelning"): "Före dämpningen: Grundtilldelning: Lika delar betyder",
    ("jamtland", "medlemsbidrag"): "Varje kommuns belopp är överenskommet för sig",
    ("modeller", "geoforum"): "Alla i samma steg betalar efter samma belopp eller pris",
    ("modeller", "goliska-it"): "Användare: Var och en betalar för sin egen användning",
    ("modeller", "sambruk"): "Årsavgift: Alla i samma steg betalar",
    ("modeller", "skr"): "Taxan är beslutad",
    (
        "modeller",
        "storgoteborg",
    ): "Före dämpningen: Summan är en; varje del av den har sin egen nyckel. 85 %: Efter",
    ("modeller", "svenska-stadskarnor"): "Alla i samma steg betalar",
    ("modeller", "svenska-stadskarnor-medlem"): "Lika delar betyder",
    ("modeller", "svenskt-vatten"): "Taxan är beslutad",
    ("modeller", "sydarkivera"): "Avgiften täcker kommunens egen start",
    ("modeller", "va-forsk"): "Taxan är beslutad",
    ("nfkk", "kontingent"): "Alla i samma steg betalar",
    ("nfkk", "kontingent-2018"): "Taxan är beslutad",
    ("norra-dalarna", "medlemsavgift"): "Proportionerna är överenskomna",
    ("norrbotten-ombud", "ombud"): "Alla i samma steg betalar",
    ("paijat-hame", "alla-lika"): "Efter folkmängd betyder",
    ("paijat-hame", "raddning"): "Efter folkmängd betyder",
    ("skaraborg", "medlemsavgift"): "Taxan är beslutad",
    (
        "sodra-sandby",
        "underhall",
    ): "Summan är en; varje del av den har sin egen nyckel. 50 %: En bär",
    ("statsbidrag", "tillskott"): "Varje kommuns belopp är överenskommet för sig",
    ("sunnmore", "ikt"): "Blandningen betyder att 3/10 av kostnaden behandlas som fast",
}


def test_every_service_of_every_board_is_tried():
    found = {
        (board.name, path.stem)
        for board in BOARDS.iterdir()
        if board.is_dir()
        for path in (board / "tjanster").glob("*.toml")
    }

    assert found == set(MEANINGS)


@pytest.mark.parametrize(("board", "service"), MEANINGS)
def test_every_model_is_explained_compared_varied_and_rolled_on(quick, board, service):
    year = max(path.stem for path in (BOARDS / board / "budget").glob("*.toml"))

    def say(*words):
        ran = asked(quick, board, *words)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    told = say("explain", year, service, "--format", "json")
    first = next(row["kommun"] for row in json.loads(told)["tabell"] if row["belopp"])
    one = say("explain", year, service, first)
    assert f"Vad modellen betyder: {MEANINGS[board, service]}" in one.replace("\n", " ")
    assert "Att betala: " in one
    say("compare", year, "--andra", f"{service}=+2%")
    say("sweep", year, "kostnad", service, "--till", "2", "--steg", "1")
    assert f"{int(year) + 1}" in say("roll", year)


def test_a_fee_is_told_whole_whatever_months_others_make(quick):
    told = asked(quick, "modeller", "explain", "2025", "sambruk", "vara").stdout.replace(
        "\xa0", " "
    )

    fee = (
        "Engångsavgift vid start: 16 088 invånare, steget från 15 000 men under 100 000, 10 000 kr"
    )
    assert told.count("Engångsavgift") == 1
    assert f"{fee} × 0,5 (faktor) = 5 000 kr" in told
    assert "25 000 kr × 11/12 (februari–december) = 22 916,6666… kr" in told


INFERRED = {
    ("norra-dalarna", "medlemsavgift", 2021): "fasta procenttal med en decimal",
    ("sunnmore", "ikt", 2017): "3:7 lika och folkmängd",
    ("skaraborg", "medlemsavgift", 2019): "42,25 kr per invånare",
    ("modeller", "svenskt-vatten", 2024): "7 896 kr och 2,17 kr per invånare",
    ("modeller", "geoforum", 2024): "trappsteg efter folkmängd: 5 100 kr för 7",
    ("paijat-hame", "raddning", 2020): "folkmängd, där Lahtis räknas till 0,9",
}


@pytest.mark.parametrize(("board", "service", "year"), INFERRED)
def test_the_model_is_found_again_in_the_table(quick, board, service, year):
    found = asked(quick, board, "infer", service, str(year)).stdout.replace("\xa0", " ")

    assert f"Tabellen följer {INFERRED[board, service, year]}" in found


@pytest.mark.parametrize(
    ("board", "year", "borne"),
    [
        ("skaraborg", 2019, "taxor och priser betalar var och en för sig."),
        ("norra-dalarna", 2021, "hela kostnaden bärs av de andra."),
    ],
)
def test_who_bears_what_somebody_leaves_is_told_by_the_model(quick, board, year, borne):
    swept = asked(quick, board, "sweep", str(year), "utan").stdout

    assert f"Den som lämnar betalar inget; {borne}" in swept


def test_who_bears_a_part_alone_is_called_by_name(quick):
    told = asked(quick, "sodra-sandby", "explain", "2015", "underhall").stdout
    changed = asked(
        quick, "sodra-sandby", "compare", "2015", "--andra", "underhall=lika", "--format", "md"
    ).stdout

    assert "50 % bara VA SYD och 50 % efter fasta vikter" in told.replace("\xa0", " ")
    assert "va-syd" not in told + changed


def test_a_krona_that_rounding_explains_is_not_also_told_as_a_wrong_figure(quick):
    document = BOARDS / "statsbidrag" / "dokument" / "blekinge.csv"
    audited = asked(quick, "statsbidrag", "audit", str(document))

    assert audited.returncode == 0
    assert "EK513" in audited.stdout
    assert "EK514" not in audited.stdout
