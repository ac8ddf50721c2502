"""Each remedy, followed to the letter, helps: check is then silent, or tells of something else."""

import re
import shutil

import pytest


def change(folder, file, old, new):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (file, old)
    path.write_text(text.replace(old, new), encoding="utf-8")


def remedy(ran):
    """What the first finding says is to be done."""
    said = ran.stderr + ran.stdout
    return next(
        line.strip().removeprefix("= ")
        for line in said.replace("\N{NO-BREAK SPACE}", " ").splitlines()
        if line.strip().startswith("= ") and "beräknat ur" not in line
    )


SOC = "tjanster/soc-grund.toml"
BUDGET = "budget/2024.toml"
# A slip in a line of a file, and what the remedy says that should be written there instead.
SLIPS = [
    (SOC, 'fordelning = "50/50"', 'fordelning = "60/40"', r"skriv (fordelning = \{[^}]*\})"),
    (SOC, 'fordelning = "50/50"', 'fordelning = "100/0"', r'skriv (fordelning = "\w+")'),
    (SOC, "underlag = 508_300", "underlag = 508\N{NO-BREAK SPACE}300", r"underlag|: ([\d_]+)$"),
    (SOC, "underlag = 508_300", "underlag = 508 300", r"understreck: ([\d_]+)$"),
    (SOC, "underlag = 508_300", "underlag = 0508300", r"först: (\d+)$"),
    (SOC, "folkmangd = 2020-12-31", "folkmangd = 2020\N{EN DASH}12\N{EN DASH}31", r"skriv (\S+)$"),
    (SOC, "folkmangd = 2020-12-31", "folkmangd = 2020-12-32", r"sista är (\S+)$"),
    (BUDGET, "underlag = 508_300", "underlag = 508_400", r"fil: (underlag = [\d_]+) i budget"),
    (
        BUDGET,
        "underlag = 508_300",
        "# inget",
        r"skriv (underlag = [\d_]+) under \[tjanst.soc-grund",
    ),
    (BUDGET, "intakt = 1_177_400", "intakt = 1_177_300", r"modellen: (intakt = [\d_]+) i budget"),
]


@pytest.mark.parametrize(("file", "right", "wrong", "said"), SLIPS, ids=[s[2] for s in SLIPS])
def test_what_is_said_to_be_written_is_right(run, copied, file, right, wrong, said):
    change(copied, file, right, wrong)
    ran = run("check", "2024", "--data", copied)
    assert ran.returncode in (1, 2)
    told = re.search(said, remedy(ran))
    assert told, remedy(ran)
    written = told[told.lastindex or 0]
    key = right.split(" = ")[0]
    if not written.startswith(key):
        written = f"{key} = {written}"

    change(copied, file, wrong, written)

    again = run("check", "2024", "--data", copied)
    other = "60/40" in wrong or "100/0" in wrong  # another model, which the year's table denies
    if other:
        assert remedy(again) != remedy(ran)
    else:
        assert (again.returncode, again.stdout) == (0, "")


def test_a_code_that_begins_with_nothing_is_quoted(run, copied):
    change(copied, "kommuner.toml", 'kod = "2506"', "kod = 0127")
    said = re.search(r'(kod = "0127")$', remedy(run("check", "--data", copied)))[1]

    change(copied, "kommuner.toml", "kod = 0127", said)

    assert "EK104" not in run("check", "2024", "--data", copied).stderr


COPIES = [
    "e-arkiv - Kopia",
    "e-arkiv (1)",
    "Kopia av e-arkiv",
    "e-arkiv copy",
    "e-arkiv - Kopia (2)",
]


@pytest.mark.parametrize("name", [f"{name}.toml" for name in COPIES])
def test_a_copy_is_pointed_at_itself(run, copied, name):
    shutil.copy(copied / "tjanster/e-arkiv.toml", copied / "tjanster" / name)

    ran = run("check", "--data", copied)

    assert ran.returncode == 2
    assert ran.stderr.count("fel[") == 1
    assert name in ran.stderr.splitlines()[1]
    (copied / "tjanster" / name).unlink()
    assert run("check", "--data", copied).returncode == 0


def test_a_service_of_ones_own_may_have_a_number_in_its_name(run, copied):
    """Only what stands beside the file that it is called a copy of is one."""
    text = (copied / "tjanster/e-arkiv.toml").read_text(encoding="utf-8")
    (copied / "tjanster/e-arkiv.toml").unlink()
    (copied / "tjanster/e-arkiv-kopia.toml").write_text(text, encoding="utf-8")

    assert "en kopia av" not in run("check", "--data", copied).stderr


def test_several_periods_have_double_brackets(run, copied):
    file = copied / "tjanster/e-arkiv.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("[[period]]", "[period]"), encoding="utf-8")
    assert "skriv [[period]] med dubbla hakparenteser" in remedy(run("check", "--data", copied))

    file.write_text(text, encoding="utf-8")

    assert run("check", "2024", "--data", copied).returncode == 0


@pytest.mark.parametrize("mark", ["<<<<<<< HEAD", "=======", ">>>>>>> gren"])
def test_marks_of_a_merge_are_told_by_their_name(run, copied, mark):
    change(copied, BUDGET, "ar = 2024", f"{mark}\nar = 2024")

    assert "sammanslagning i git" in run("check", "--data", copied).stderr


def test_a_file_that_a_spreadsheet_has_saved_is_told_so(run, copied):
    file = copied / SOC
    lines = file.read_text(encoding="utf-8").splitlines()
    quoted = ['"' + line.replace('"', '""') + '"' if '"' in line else line for line in lines]
    for saved in (quoted, [f"{line};;" for line in lines]):
        file.write_text("\n".join(saved), encoding="utf-8")

        assert "sparad av ett kalkylprogram" in run("check", "--data", copied).stderr


def without(text, heading):
    """Take a table out of a TOML text."""
    start = text.index(heading)
    end = text.find("\n[", start)
    return text[:start] + (text[end + 1 :] if end >= 0 else "")


def test_a_line_that_the_budget_lacks_is_given_whole(run, copied):
    file = copied / BUDGET
    file.write_text(without(file.read_text("utf-8"), "[tjanst.e-arkiv]"), encoding="utf-8")
    said = remedy(run("check", "2024", "--data", copied))
    heading = re.search(r"\[tjanst\.e-arkiv\]", said)[0]
    keys = re.findall(r"\w+ = [\d_]+", said)

    with file.open("a", encoding="utf-8") as budget:
        budget.write("\n" + "\n".join([heading, *keys]) + "\n")

    assert run("check", "2024", "--data", copied).returncode == 0


def test_a_line_in_the_wrong_table_is_moved(run, copied):
    file = copied / BUDGET
    text = without(file.read_text("utf-8"), "[tjanst.e-arkiv]")
    file.write_text(text + "\n[utanfor.e-arkiv]\nbelopp = 313_000\n", encoding="utf-8")
    said = remedy(run("check", "2024", "--data", copied))
    heading = re.search(r"skriv (\[tjanst\.e-arkiv\])", said)[1]
    keys = re.findall(r"\w+ = [\d_]+", said)

    file.write_text(text + "\n" + "\n".join([heading, *keys]) + "\n", encoding="utf-8")

    assert run("check", "2024", "--data", copied).returncode == 0


def test_a_line_of_a_service_without_figures_is_taken_away(run, copied):
    file = copied / BUDGET
    text = file.read_text("utf-8")
    file.write_text(text + "\n[tjanst.projekt]\nintakt = 0\nkostnad = 0\n", encoding="utf-8")
    said = remedy(run("check", "2024", "--data", copied))
    heading = re.match(r"ta bort (\[tjanst\.projekt\])", said)[1]

    file.write_text(without(file.read_text("utf-8"), heading), encoding="utf-8")

    assert run("check", "2024", "--data", copied).returncode == 0


def test_what_is_not_used_says_why_or_goes(run, copied):
    value = '\n[[serie.varde]]\nar = 2030\nprocent = 3.0\nstatus = "avtalad"\nkalla = "Prov"\n'
    file = copied / "index.toml"
    file.write_text(file.read_text("utf-8") + value, encoding="utf-8")
    said = remedy(run("check", "--strikt", "--data", copied))
    line = re.search(r'skriv (oanvand = "[^"]*") i samma tabell', said)[1]

    file.write_text(file.read_text("utf-8") + line + "\n", encoding="utf-8")

    assert run("check", "--strikt", "--data", copied).returncode == 0


def test_a_year_without_a_budget_names_the_command_that_drafts_it(run, copied):
    said = remedy(run("allocate", "2025", "--data", copied))
    command = re.search(r"enamnd-cost (roll 2024 --skriv)", said)[1].split()

    assert run(*command, "--data", copied).returncode == 0

    after = run("allocate", "2025", "--data", copied)
    assert "EK004" not in after.stderr
    assert "EK203" in after.stderr, "the next thing that is missing: next year's index"


def test_a_gap_is_filled_by_the_command_that_is_named(run, copied):
    run("roll", "2024", "--skriv", "--data", copied)
    value = '\n[[serie.varde]]\nar = 2025\nprocent = 3.0\nstatus = "avtalad"\nkalla = "Prov"\n'
    file = copied / "index.toml"
    file.write_text(file.read_text("utf-8") + value, encoding="utf-8")
    said = remedy(run("check", "2025", "--data", copied))
    command = re.search(r"enamnd-cost (roll 2024 --fyll --skriv)", said)[1].split()

    assert run(*command, "--data", copied).returncode == 0

    assert run("check", "2025", "--data", copied).returncode == 0


PROV = """namn = "Prov"
kort = "Prov"
i_budget = false

{before}[[period]]
fran = 2024
underlag = 120_000
fordelning = "lika"
deltagare = {{ bara = ["boden", "kalix"], {dates} }}
avrundning = {{ till = 1, metod = "uppat" }}
kalla = "Prov"
"""
BEFORE = '[[period]]\nfran = 2022\nbelopp = 1_000\nfordelning = "lika"\nkalla = "Prov"\n\n'
JOIN = "fran = { boden = 2024-07-01, kalix = 2024-10-01 }"
LEAVE = "till = { boden = 2024-03-31, kalix = 2024-06-30 }"
BOTH = (
    "fran = { boden = 2024-04-01, kalix = 2024-04-01 }, "
    "till = { boden = 2024-09-30, kalix = 2024-06-30 }"
)
LATER = "fran = { boden = 2026-01-01, kalix = 2026-07-01 }"
# Who is there when, the lines that are to be written, and what 2024 then comes to.
EDGES = [
    (JOIN, "", {"fran": "2024-07-01"}, 60_000),
    (LEAVE, "", {"till": "2024-06-30"}, 60_000),
    (BOTH, "", {"fran": "2024-04-01", "till": "2024-09-30"}, 60_000),
    (LATER, "", {"fran": "2026"}, None),
    (JOIN, BEFORE, {"fran": "2024-07-01"}, 60_000),
    (LEAVE, BEFORE, {"till": "2024-06-30"}, 60_000),
]


@pytest.mark.parametrize(("dates", "before", "lines", "total"), EDGES)
def test_a_service_that_nobody_has_at_an_edge_of_the_year_begins_or_ends_there(
    run, copied, dates, before, lines, total
):
    """No municipality is made to bear the months in which none of them takes part."""
    file = copied / "tjanster/prov.toml"
    file.write_text(PROV.format(before=before, dates=dates), encoding="utf-8")
    ran = run("check", "2024", "--data", copied)
    said = remedy(ran)
    assert "EK304" in ran.stdout + ran.stderr
    first, _, rest = said.removeprefix("skriv ").partition(" i perioden")
    assert dict(line.split(" = ") for line in first.split(" och ")) == lines

    text = file.read_text(encoding="utf-8").replace(
        "fran = 2024\n", f"{first}\n".replace(" och ", "\n"), 1
    )
    if "fran" not in lines:
        text = text.replace(first, f"fran = 2024\n{first}", 1)
    if ended := re.match(r", och (till = \d+) i den före", rest):
        text = text.replace("fran = 2022\n", f"fran = 2022\n{ended[1]}\n")
    file.write_text(text, encoding="utf-8")

    after = run("check", "2024", "--data", copied)
    if total is None:
        assert (after.returncode, after.stdout) == (0, "")
        return
    keys = re.findall(r"(\w+ = [\d_]+)", remedy(after))
    assert keys[0] == f"belopp = {total:_}"
    with (copied / BUDGET).open("a", encoding="utf-8") as budget:
        budget.write(f"\n[utanfor.prov]\n{keys[0]}\nunderlag = 120_000\n")
    assert run("check", "2024", "--data", copied).returncode == 0


def test_a_service_that_is_gone_for_a_while_has_a_period_for_each_time(run, copied):
    dates = "till = { boden = 2023-12-31 }, fran = { kalix = 2024-07-01 }"
    file = copied / "tjanster/prov.toml"
    text = PROV.format(before="", dates=dates).replace("fran = 2024\n", "fran = 2023\n")
    file.write_text(text, encoding="utf-8")
    said = remedy(run("check", "2024", "--data", copied))
    ends, begins = re.search(
        r"skriv (till = \d+) i perioden och en ny .* (fran = \S+)", said
    ).groups()

    head, period = text.split("[[period]]\n")
    first = period.replace("fran = 2023\n", f"fran = 2023\n{ends}\n")
    second = period.replace("fran = 2023\n", f"{begins}\n")
    file.write_text(f"{head}[[period]]\n{first}\n[[period]]\n{second}", encoding="utf-8")

    assert "belopp = 60_000" in remedy(run("check", "2024", "--data", copied))


def test_an_item_that_nobody_has_yet_is_a_service_of_its_own(run, copied):
    """The other items are there all year, and their cost is not cut."""
    item = '\n[[period.post]]\nnamn = "{}"\nunderlag = 12_000\nfordelning = "lika"\n'
    late = 'deltagare = { bara = ["boden"], fran = { boden = 2024-07-01 } }\n'
    text = 'namn = "Prov"\nkort = "Prov"\ni_budget = false\n\n[[period]]\nfran = 2024\n'
    text += 'kalla = "Prov"\n'
    file = copied / "tjanster/prov.toml"
    file.write_text(text + item.format("Drift") + item.format("Nytt") + late, encoding="utf-8")
    said = remedy(run("check", "2024", "--data", copied))
    begins = re.search(r"posten Nytt .* egen tjänst med (fran = \S+)$", said)[1]

    file.write_text(text + item.format("Drift"), encoding="utf-8")
    own = text.replace("Prov", "Nytt", 2).replace("fran = 2024", begins)
    own += 'underlag = 12_000\nfordelning = "lika"\n' + late
    (copied / "tjanster/nytt.toml").write_text(own, encoding="utf-8")

    after = run("check", "2024", "--data", copied)
    assert "EK304" not in after.stdout + after.stderr
    assert "belopp = 6_000" in after.stdout + after.stderr


MEETING = [
    ("fran = 2023\n", "fran = 2024-07-01\n", r"(fran = 2025)", None),
    (
        "fran = 2023\ntill = 2024-03-31\n",
        "fran = 2024-07-01\n",
        r"(fran = 2025)",
        r"(till = 2024) i den förra",
    ),
    ("fran = 2023\n", "fran = 2024-07-01\n", None, r"(till = 2023) i den förra"),
    ("fran = 2024\n", "fran = 2024-07-01\n", r"(fran = 2025)", None),
]


@pytest.mark.parametrize(("first", "second", "later", "earlier"), MEETING)
def test_periods_that_meet_within_a_year_are_moved_to_its_end(
    run, copied, first, second, later, earlier
):
    head = 'namn = "Prov"\nkort = "Prov"\ni_budget = false\n'
    rest = 'underlag = 12_000\nfordelning = "lika"\nkalla = "Prov"\n'
    file = copied / "tjanster/prov.toml"

    def write(first, second):
        periods = "".join(f"\n[[period]]\n{when}{rest}" for when in (first, second))
        file.write_text(head + periods, encoding="utf-8")
        return run("check", "2024", "--data", copied)

    said = remedy(write(first, second))
    if later:
        second = re.search(later, said)[1] + "\n"
    if earlier:
        first = first.partition("\n")[0] + "\n" + re.search(earlier, said)[1] + "\n"

    again = write(first, second)

    assert "EK117" not in again.stderr
    assert "[utanfor.prov]" in again.stdout + again.stderr, "the next fault: it has no line"


@pytest.mark.parametrize(("key", "wrong"), [("fran", "2024-07-15"), ("till", "2024-02-10")])
def test_a_day_within_a_month_is_answered_with_the_day_to_write(run, copied, key, wrong):
    head = 'namn = "Prov"\nkort = "Prov"\ni_budget = false\n\n[[period]]\n'
    rest = 'underlag = 12_000\nfordelning = "lika"\nkalla = "Prov"\n'
    file = copied / "tjanster/prov.toml"
    begins = "" if key == "fran" else "fran = 2024\n"
    file.write_text(f"{head}{begins}{key} = {wrong}\n{rest}", encoding="utf-8")
    ran = run("check", "2024", "--data", copied)
    assert "EK119" in ran.stderr

    day = re.search(r"dag: (\S+)$", remedy(ran))[1]
    file.write_text(f"{head}{begins}{key} = {day}\n{rest}", encoding="utf-8")

    assert "EK119" not in run("check", "2024", "--data", copied).stderr


@pytest.mark.parametrize("other", [False, True])
def test_a_total_of_which_half_is_no_whole_krona_is_another_or_a_cost(run, copied, other):
    head = 'namn = "Prov"\nkort = "Prov"\ni_budget = false\n\n[[period]]\nfran = 2024-07-01\n'
    rest = 'fordelning = "lika"\nkalla = "Prov"\n'
    file = copied / "tjanster/prov.toml"
    file.write_text(f"{head}belopp = 12_001\n{rest}", encoding="utf-8")
    ran = run("check", "2024", "--data", copied)
    assert "EK301" in ran.stdout + ran.stderr
    even, cost, rounding = re.search(
        r"delbart med (\d+), eller byt belopp mot (underlag = \S+) med (avrundning = .*)$",
        remedy(ran),
    ).groups()

    lines = f"{cost}\n{rounding}" if other else f"belopp = {12_001 + 12_001 % int(even)}"
    file.write_text(f"{head}{lines}\n{rest}", encoding="utf-8")

    again = run("check", "2024", "--data", copied)
    assert "[utanfor.prov]" in again.stdout + again.stderr, "the next fault: it has no line"


def proposed(run, folder):
    """Make a whole proposal for 2025."""
    value = '\n[[serie.varde]]\nar = 2025\nprocent = 3.0\nstatus = "avtalad"\nkalla = "Prov"\n'
    file = folder / "index.toml"
    file.write_text(file.read_text("utf-8") + value, encoding="utf-8")
    assert run("roll", "2024", "--skriv", "--data", folder).returncode == 0


PROPOSAL = "budget/2025.toml"
E_ARKIV = "[tjanst.e-arkiv]  # i utkastet: oförändrad\nintakt = 313_000\nkostnad = 313_000\n"
# A proposal that is no longer the model's, and the code of what is then found.
OUT_OF_DATE = [
    ("EK413", E_ARKIV, ""),
    ("EK413", E_ARKIV, "[utanfor.e-arkiv]\nbelopp = 313_000\n"),
    ("EK413", E_ARKIV, f"{E_ARKIV}\n[tjanst.projekt]\nintakt = 0\nkostnad = 0\n"),
    ("EK414", "intakt = 313_000\n", "intakt = 313_500\n"),
    ("EK415", "intakt = 313_000\nkostnad = 313_000\n", "intakt = 300_000\nkostnad = 300_000\n"),
    ("EK416", "summa = 7_867_200", "summa = 7_000_000"),
    ("EK418", "underlag = 508_300", "underlag = 508_400"),
    ("EK418", "underlag = 508_300\n", ""),
    ("EK418", E_ARKIV, f"{E_ARKIV}underlag = 313_000\n"),
    ("EK422", "intakt = 313_000\nkostnad = 313_000\n", 'saknas = "väntar"\n'),
    ("EK422", "summa = 7_867_200\n", ""),
]


@pytest.mark.parametrize(("code", "old", "new"), OUT_OF_DATE)
def test_a_proposal_is_mended_by_the_command_that_is_named(run, copied, code, old, new):
    proposed(run, copied)
    change(copied, PROPOSAL, old, new)
    ran = run("check", "2025", "--data", copied)
    of_code = ran.stdout[ran.stdout.index(f"fel[{code}]") :].split("\n\n")[0]
    command = re.search(r"enamnd-cost (roll 2024 --uppdatera --skriv)", of_code)[1].split()

    assert run(*command, "--data", copied).returncode == 0

    after = run("check", "2025", "--data", copied)
    assert (after.returncode, after.stdout) == (0, "")


def test_a_project_outside_the_budget_is_mended_likewise(run, copied):
    proposed(run, copied)
    text = """namn = "P"
kort = "P"
i_budget = false
[[period]]
fran = 2025
belopp = 14_000
fordelning = "lika"
kalla = "Beslut"
"""
    (copied / "tjanster/p.toml").write_text(text, encoding="utf-8")
    file = copied / PROPOSAL
    file.write_text(file.read_text("utf-8") + "\n[utanfor.p]\nbelopp = 5\n", encoding="utf-8")
    ran = run("check", "2025", "--data", copied)
    assert "EK417" in ran.stdout
    command = re.search(r"enamnd-cost (roll 2024 --uppdatera --skriv)", ran.stdout)[1].split()

    assert run(*command, "--data", copied).returncode == 0

    assert run("check", "2025", "--data", copied).returncode == 0


def test_a_cost_that_is_decided_by_itself_is_not_said_to_be_mended_by_a_command(run, copied):
    proposed(run, copied)
    change(copied, PROPOSAL, "kostnad = 313_000", "kostnad = 400_000")

    ran = run("check", "2025", "--data", copied)

    assert "EK415" in ran.stdout
    assert "--uppdatera" not in ran.stdout


def test_a_decided_budget_is_never_said_to_be_rewritten(run, copied):
    change(copied, BUDGET, "intakt = 1_177_400", "intakt = 1_177_300")

    assert "--uppdatera" not in run("check", "2024", "--data", copied).stdout
