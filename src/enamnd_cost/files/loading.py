"""From folder to model: every file read, every mistake collected."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from enamnd_cost import called
from enamnd_cost.asking import Wish, ask
from enamnd_cost.files import file_names, reading, translate
from enamnd_cost.files.intake import any_toml, entries
from enamnd_cost.files.unseen import unseen
from enamnd_cost.model.budget import Budget
from enamnd_cost.model.data import (
    INDEX_FILE,
    KOMMUNER_FILE,
    Data,
    budget_file,
    revidering_file,
    utfall_file,
)
from enamnd_cost.model.facit import Facit
from enamnd_cost.model.index import Index
from enamnd_cost.model.kommuner import Kommuner
from enamnd_cost.model.matt import Mattserie
from enamnd_cost.model.problem import Problem
from enamnd_cost.model.references import check_references
from enamnd_cost.model.revidering import Revidering
from enamnd_cost.model.tjanst import Tjanst
from enamnd_cost.model.utfall import Utfall
from enamnd_cost.swedish import number

FOLDERS = ("tjanster", "budget", "facit", "matt", "utfall", "revidering")
MOST_FILES = 2_000  # of one kind; three hundred services is the most that anybody has thought of
MOST_ALL = 10_000_000  # bytes of all that is read
MOST_LOOKED = 10_000  # entries of folders that are not read, for a file that was put wrong

M = TypeVar("M", bound=BaseModel)


def read_one(path: Path, file: str, model: type[M]) -> tuple[bytes | None, M | None, list[Problem]]:
    """Read one file: its bytes, and its model or why there is none. Problems call it ``file``."""
    raw, problem = reading.read_bytes(path, file)
    if problem is not None:
        return None, None, [problem]
    return raw, *read_text(raw, file, model)


def read_text(raw: bytes, file: str, model: type[M]) -> tuple[M | None, list[Problem]]:
    """Read what a file holds into its model, or say why it cannot be."""
    values, problem = reading.parse(raw, file)
    if problem is not None and problem.code != "EK104":
        return None, [problem]
    # What nobody sees is told first: it may be why the file does not follow TOML's rules.
    if problems := unseen(raw.decode(), values, file) or ([problem] if problem else []):
        return None, problems
    try:
        return model.model_validate(values), []
    except ValidationError as error:
        return None, translate.problems(error, model, file)


@dataclass
class _Folder:
    """Reads files of one folder; gathers their hash and what is wrong with them."""

    folder: Path
    problems: list[Problem] = field(default_factory=list)
    hashed: Any = field(default_factory=hashlib.sha256)
    size: int = 0
    looked: int = 0

    def one(self, file: str, model: type[M]) -> M | None:
        """Read one file into its model, or note why it could not be."""
        if self.size > MOST_ALL:  # which has been told
            return None
        raw, found, problems = read_one(self.folder / file, file, model)
        if raw is not None:
            self.size += len(raw)
            if self.size > MOST_ALL:
                self._is_too_large("", f"filerna är tillsammans på över {MOST_ALL // 10**6} MB")
            # Line ends do not count, so that the hash is the same on Windows.
            text = raw.replace(b"\r\n", b"\n")
            self.hashed.update(f"{file}\0{len(text)}\0".encode(errors="backslashreplace"))
            self.hashed.update(text)
        self.problems += problems
        return found

    def all(self, kind: str, model: type[M]) -> dict[str, M]:
        """Read every TOML file of a subfolder, by the file's name without its ending."""
        read: dict[str, M] = {}
        for path in self._entries(kind):
            file = f"{kind}/{path.name}"
            hidden = path.name.startswith(".")  # an editor's link to nothing, say
            if path.name.endswith(".toml") and (path.is_file() or not hidden):
                name = unicodedata.normalize("NFC", path.stem)
                if copied := file_names.copied(file, path):
                    self.problems.append(copied)
                    continue
                self.problems += file_names.no_id(file, name, kind, path.parent)
                if name in read:
                    text, remedy = "filen finns två gånger", "ta bort den ena"
                    self.problems.append(Problem("EK117", file, text, remedy))
                found = self.one(file, model)
                if found is not None:
                    read[name] = found
            elif self._meant_to_be_read(path):
                self.problems.append(file_names.not_read(file, FOLDERS))
        return read

    def others(self) -> None:
        """Point out files of the folder itself that look like data but are not read."""
        known = {KOMMUNER_FILE, INDEX_FILE, *FOLDERS}
        for path in self._entries("."):
            if path.name not in known and self._meant_to_be_read(path):
                right = path.name.lower() if path.name.lower() in known else ""
                self.problems.append(file_names.not_read(path.name, FOLDERS, right))

    def _entries(self, kind: str) -> list[Path]:
        folder = self.folder / kind
        try:
            found = entries(folder, MOST_FILES + 1) if folder.is_dir() else []
        except OSError:
            text, remedy = "mappen går inte att läsa", "kontrollera behörigheten"
            self.problems.append(Problem("EK101", kind, text, remedy))
            return []
        if len(found) > MOST_FILES:
            self._is_too_large(kind, f"mappen har mer än {number(MOST_FILES)} filer")
            return []
        return found

    def _is_too_large(self, file: str, text: str) -> None:
        remedy = "kontrollera att det är rätt mapp, eller flytta ut det som inte hör till den"
        self.problems.append(Problem("EK106", file, text, remedy))

    def _meant_to_be_read(self, path: Path) -> bool:
        """Tell a data file that was misnamed or put in a folder of its own from other things."""
        if path.name.startswith(".") or path.name.endswith("~"):
            return False
        if ".toml" in path.name.lower():
            return True
        if not path.is_dir() or self.looked >= MOST_LOOKED:
            return False
        found, looked = any_toml(path, MOST_LOOKED - self.looked)
        self.looked += looked
        return found


def _of_their_years(
    reader: _Folder, budgets: Mapping[str, Budget], outcomes: Mapping[str, Utfall]
) -> None:
    """Hold each file of a year to its name."""
    years = [(budget_file, name, each.ar) for name, each in budgets.items()]
    years += [(utfall_file, name, each.ar) for name, each in outcomes.items()]
    for file_of, name, year in years:
        if name != str(year):
            text = f"ar är {year} men filen heter {name}.toml"
            remedy = f"rätta ar, eller döp om filen till {file_of(year)}"
            reader.problems.append(Problem("EK210", file_of(name), text, remedy, ("ar",)))


def _of_their_days(
    reader: _Folder, revisions: Mapping[str, Revidering]
) -> dict[int, tuple[Revidering, ...]]:
    """Hold each later decision to its file's name, which is its date; give each year's in order."""
    by_year: dict[int, tuple[Revidering, ...]] = {}
    for name, each in sorted(revisions.items()):
        if name != str(each.day):
            text = f"beslutets datum är {each.day} men filen heter {name}.toml"
            remedy = f"rätta datum, eller döp om filen till {revidering_file(each.day)}"
            at = ("beslut", "datum")
            reader.problems.append(Problem("EK210", revidering_file(name), text, remedy, at))
        by_year[each.ar] = (*by_year.get(each.ar, ()), each)
    return by_year


def _with_new(
    reader: _Folder, tjanster: Mapping[str, Tjanst], revisions: Mapping[int, Iterable[Revidering]]
) -> dict[str, Tjanst]:
    """Let services that later decisions add be named by other files, though they are not there."""
    known = dict(tjanster)
    for each in (each for of_year in revisions.values() for each in of_year):
        for name, new in each.ny.items():
            if name in known:
                text = f"tjänsten {name} finns redan"
                remedy = f"ändra den under [tjanst.{name}], eller byt id"
                file, at = revidering_file(each.day), ("ny", name)
                reader.problems.append(Problem("EK117", file, text, remedy, at))
            known[name] = new.never()
    return known


def load(folder: Path) -> tuple[Data | None, list[Problem]]:
    """Read a data folder. Where anything is wrong there is no data, and every mistake is listed."""
    if not folder.is_dir():
        remedy = f"ange en mapp med {ask(Wish.DATA)}, eller kör i en mapp som har en datamapp"
        what = "är ingen mapp" if folder.exists() else "finns inte"
        return None, [Problem("EK100", "", f'datamappen "{folder}" {what}', remedy)]
    reader = _Folder(folder)
    if not (folder / "tjanster").is_dir():
        remedy = "skapa den, med en fil för varje tjänst; eller är det en annan mapp som avses?"
        reader.problems.append(Problem("EK101", "tjanster", "mappen finns inte", remedy))
        return None, reader.problems
    kommuner, index = reader.one(KOMMUNER_FILE, Kommuner), reader.one(INDEX_FILE, Index)
    called.use(kommuner.kallas if kommuner else called.KOMMUN)
    tjanster = reader.all("tjanster", Tjanst)
    budgets = reader.all("budget", Budget)
    facit = reader.all("facit", Facit)
    matt = reader.all("matt", Mattserie)
    utfall = reader.all("utfall", Utfall)
    revisions = _of_their_days(reader, reader.all("revidering", Revidering))
    reader.others()
    _of_their_years(reader, budgets, utfall)
    tjanster = _with_new(reader, tjanster, revisions)
    data, problems = None, reader.problems
    if kommuner and index and not problems:
        by_year = {budget.ar: budget for budget in budgets.values()}
        outcomes = {each.ar: each for each in utfall.values()}
        digest = reader.hashed.hexdigest()
        data = Data(kommuner, index, tjanster, by_year, facit, matt, outcomes, digest, revisions)
        problems = check_references(data)
    if problems:
        from enamnd_cost.files.positions import place  # only a mistake needs it

        return None, place(problems, folder)
    return data, []
