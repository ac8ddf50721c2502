"""What can be spoilt, how, and what the program is then asked."""

import io
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import openpyxl
from tests.spoiling.judging import NAMES_ARE_SAFE, amounts, ask, judge, not_sound
from tests.spoiling.lines import spoil_toml
from tests.spoiling.parts import spoil_xlsx
from tests.spoiling.questions import FILE, OF_A_SCENARIO, OF_ALTERNATIVES, QUESTIONS
from tests.spoiling.tables import spoil_csv, spoil_json
from tests.spoiling.words import COMMANDS, WORDS, odd_words

ROOT = Path(__file__).parents[2]
SPOILERS = {
    ".toml": spoil_toml,
    ".xlsx": spoil_xlsx,
    ".json": spoil_json,
    ".csv": spoil_csv,
    ".txt": spoil_csv,
}


class Tried(NamedTuple):
    """A mutant: what was done, the command that was asked, and what was bad, if anything."""

    what: str
    command: list[str]
    bad: str | None


class Place(NamedTuple):
    """Where a series works: copies of the shipped data and of the example with buy-ins."""

    data: Path
    other: Path
    file: Path
    sound: dict[Path, dict]


def of_data(chance, place):
    """Spoil a file of the data folder; an amount must not change in silence."""
    folder = chance.choice([place.data, place.data, place.data, place.other])
    path = chance.choice(sorted(folder.rglob("*.toml")))
    raw = path.read_bytes()
    spoilt, way = spoil_toml(raw, chance)
    path.write_bytes(spoilt)
    command = ["check", "--data", str(folder)]
    answer = ask(command)
    bad = judge(command, answer)
    if not bad and answer.code == 0 and amounts(folder) != place.sound[folder]:
        bad = "silent though an amount has changed"
    if not bad and answer.code != 2:  # it can be read, so the other questions must be answered too
        command = [*chance.choice(QUESTIONS[folder.name]), "--data", str(folder)]
        bad = judge(command, ask(command))
    path.write_bytes(raw)
    return Tried(_change(path, way, raw, spoilt), command, bad)


def of_document(chance, place):
    """Spoil a document that is audited, or a table whose model is looked for."""
    path = chance.choice(_documents())
    spoilt, what = _spoilt(path, chance, place)
    command = chance.choice([["audit"], ["audit"], ["audit", "--ar", "2023"], ["infer"]])
    form = chance.choice([[], [], ["--format", chance.choice(["md", "json", "csv"])], ["-o"]])
    if form == ["-o"]:
        form = ["-o", str(place.file.with_name("ut.xlsx")), "--ersatt"]
    return _asked(what, [*command, str(spoilt), *form, "--data", str(place.data)])


def of_population(chance, place):
    """Spoil a table of population; what is then in the folder must still be read."""
    path, raw = chance.choice(_tables_of("scb", "koder.csv"))
    spoilt, what = _spoilt(path, chance, place, raw)
    serie = ["--matt", "folkmangd-16-64", "--skriv"]
    options = chance.choice([
        *([], ["--ersatt"], ["--ar", "2024"], ["--datum", "2024-12-31"], serie, serie[:-1]),
        [*serie, "--aldrar", "16-64", "--ersatt"],
        [*serie, "--datum", "2024-11-01", "--ersatt"],
        ["--matt", "aldre", "--aldrar", "60-65", "--datum", "2024-11-01", "--skriv"],
    ])  # fmt: skip
    command = ["population", str(spoilt), *options, "--data", str(place.data)]
    return _writing(what, command, place.data)


def of_index(chance, place):
    """Spoil a table of an index; it is shown as a patch, or refused."""
    path, raw = chance.choice(_tables_of("indextal", "kpi.csv"))
    spoilt, what = _spoilt(path, chance, place, raw)
    part = ["--kvartal", "3"] if path.stem == "aki" else ["--manad", "10", "--fore", "1"]
    options = chance.choice([[], ["--ersatt"], ["--ar", "2024"], ["--status", "definitiv"]])
    command = ["index", str(spoilt), "--serie", "LCI", "--namn", "LCI", *part, *options]
    return _asked(what, [*command, "--data", str(place.data)])


def of_measures(chance, place):
    """Spoil a supplier's table of measures; what is then in the folder must add up."""
    path, raw = chance.choice(_tables_of("mangder", "transaktioner.csv"))
    spoilt, what = _spoilt(path, chance, place, raw)
    new = ["--matt", "mangder", "--namn", "Mängder", "--enhet", "GB", "--ersatt", "--skriv"]
    serie = chance.choice(
        [["--matt", "transaktioner", "--ersatt"], ["--matt", "e-arkiv-lagring"], new]
    )
    when = chance.choice([["--ar", "2024"], ["--ar", "2023"], ["--datum", "2024-12-31"]])
    column = chance.choice([[], [], ["--kolumn", "c"], ["--ovriga-noll"]])
    command = ["measure", str(spoilt), *serie, *when, *column, "--data", str(place.data)]
    return _writing(what, command, place.data, "matt/mangder.toml", "mattsumma")


def of_ledgers(chance, place):
    """Spoil a finance system's export; what is then in the folder must be sound."""
    path, raw = chance.choice(_tables_of("huvudbok", "belopp.csv"))
    spoilt, what = _spoilt(path, chance, place, raw)
    options = chance.choice([[], ["--skriv"], ["--skriv", "--namn", "Delår"]])
    command = ["follow-up", "2023", "--las", str(spoilt), "--till", "2023-08-31", *options]
    command += ["--data", str(place.data)]
    return _writing(what, command, place.data, "utfall/2023.toml", "utfallssummor")


def of_scenario(chance, place):
    """Spoil a scenario, or a file of alternatives of their own."""
    scenarios = sorted((ROOT / "examples" / "scenarier").glob("*.toml"))
    tvist = sorted((ROOT / "examples" / "tvist").glob("*.toml"))
    path = chance.choice([*scenarios, *tvist, ROOT / "examples" / "tvist" / "egna-alternativ.toml"])
    spoilt, what = _spoilt(path, chance, place)
    folder = place.data if path in scenarios else place.other
    questions = OF_ALTERNATIVES if path.stem == "egna-alternativ" else OF_A_SCENARIO
    command = [str(spoilt) if each == FILE else each for each in chance.choice(questions)]
    return _asked(what, [*command, "--data", str(folder)])


def of_words(chance, place):
    """Give options words that are spelt at random."""
    words = odd_words(chance)
    if not NAMES_ARE_SAFE:
        words = "".join(sign for sign in words if sign.isprintable())
    what = ascii(words)[:200]
    if chance.random() < 0.05:
        new = place.file.with_name("ny")
        command = ["init", str(new), "--namnd", words, "-k", "Boden", "-k", "Kalix", "--ar", "2025"]
        tried = _writing(what, command, new)
        shutil.rmtree(new, ignore_errors=True)
        return tried
    command = [words if each == WORDS else each for each in chance.choice(COMMANDS)]
    return _writing(what, [*command, "--data", str(place.data)], place.data)


KINDS: dict[str, Callable[..., Tried]] = {
    "data": of_data,
    "dokument": of_document,
    "folkmangd": of_population,
    "indextal": of_index,
    "mangder": of_measures,
    "huvudbok": of_ledgers,
    "scenario": of_scenario,
    "ord": of_words,
}


def _asked(what, command):
    bad = judge(command, ask(command))
    if not bad and "-o" in command:
        bad = not_sound(Path(command[command.index("-o") + 1]))
    return Tried(what, command, bad)


def _writing(what, command, folder, written="kommuner.toml", check="folkmangdssumma"):
    """Ask a command that may write to a data folder; what it wrote is to be read, and goes."""
    file = folder / written
    before = file.read_bytes() if file.exists() else None
    tried = _asked(what, command)
    if not tried.bad and file.exists() and file.read_bytes() != before:
        checked = ask(["check", "--data", str(folder), "--bara", check])
        if checked.code:
            tried = tried._replace(bad=f"what was written is not sound: {checked.told[:1_000]}")
    if before is not None:
        file.write_bytes(before)
    else:
        file.unlink(missing_ok=True)
    return tried


def _spoilt(path, chance, place, raw=None):
    """Write a spoilt copy of a file; give where, and what was done."""
    raw = path.read_bytes() if raw is None else raw
    spoilt, way = SPOILERS[path.suffix](raw, chance)
    file = place.file.with_name("spoilt" + path.suffix)
    file.write_bytes(spoilt)
    return file, _change(path, way, raw, spoilt)


def _change(path, way, raw, spoilt):
    """Say what was changed, so that it can be seen what the mutant is."""
    known = set(raw.split(b"\n"))
    new = [line[:200] for line in spoilt.split(b"\n") if line not in known]
    shown = "" if path.suffix == ".xlsx" else str(new[:3])[:500]
    return f"{path.name} {way} {shown}"


def _documents() -> list[Path]:
    examples = ROOT / "examples"
    return sorted([
        *(examples / "granskning").glob("*.csv"),
        *(examples / "granskning").glob("*.xlsx"),
        *(examples / "tabeller").glob("*.csv"),
        *(ROOT / "data" / "facit").glob("budget-*.toml"),
        ROOT / "data" / "budget" / "2024.toml",
        *(ROOT / "tests" / "analysis").glob("*/*.xlsx"),
    ])  # fmt: skip


def _tables_of(kind: str, as_book: str) -> list[tuple[Path, bytes]]:
    """Give the tables of SCB of a kind, and one of them as a workbook."""
    folder = ROOT / "tests" / "files" / kind
    files = [(path, path.read_bytes()) for path in sorted(folder.iterdir()) if path.is_file()]
    book = openpyxl.Workbook()
    for line in (folder / as_book).read_text("utf-8").splitlines():
        book.active.append([cell.strip('"') for cell in line.split(",")])
    packed = io.BytesIO()
    book.save(packed)
    return [*files, (Path(f"{kind}.xlsx"), packed.getvalue())]


def place_in(folder) -> Place:
    """Make the copies that a series works in."""
    data = Path(shutil.copytree(ROOT / "data", folder / "data"))
    other = Path(shutil.copytree(ROOT / "examples" / "tvist" / "data", folder / "tvist"))
    for name in ("scenarier", "tvist"):  # what a scenario is based on is looked for beside it
        for file in (ROOT / "examples" / name).glob("*.toml"):
            shutil.copy(file, folder)
    sound = {each: amounts(each) for each in (data, other)}
    return Place(data, other, folder / "spoilt", sound)


def series(seeds, kinds, place) -> Iterator[tuple[str, Tried]]:
    """Make mutants one at a time, each of a chance of its own; give all, bad or not."""
    for seed in seeds:
        kind = kinds[seed % len(kinds)]
        yield f"{kind} {seed}", KINDS[kind](random.Random(f"{kind} {seed}"), place)
