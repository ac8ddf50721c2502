"""What the files of a data folder may be called, and what is said of those that are not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from enamnd_cost.model.kommuner import ID
from enamnd_cost.model.problem import Problem
from enamnd_cost.swedish import plain

OF_IDS = {"tjanster": "tjänstens", "matt": "mätseriens"}  # whose files' names are ids elsewhere
# As Windows, Linux and mail programs name a copy: "x - Kopia (2).toml", "x (1).toml", "Kopia av x".
_COPIED = (
    re.compile(r"(.+?)[ _-]+(?:kopia|copy)(?: ?\(\d+\))?", re.IGNORECASE),
    re.compile(r"(.+?) ?\(\d+\)"),
    re.compile(r"(?:kopia av|copy of) (.+)", re.IGNORECASE),
)


def copied(file: str, path: Path) -> Problem | None:
    """Tell a file that is called a copy of one that lies beside it."""
    named = (found[1] for each in _COPIED if (found := each.fullmatch(path.stem)))
    files = (path.with_name(f"{name}{path.suffix}") for name in named)
    of = next((each for each in files if each.is_file()), None)
    if of is None:
        return None
    text = f"filen har ett namn som en kopia av {of.name}, som ligger bredvid"
    remedy = "ta bort den, eller flytta den ut ur mappen; ska den läsas, ge den ett eget namn"
    return Problem("EK105", file, text, remedy)


def no_id(file: str, name: str, kind: str, folder: Path) -> Iterator[Problem]:
    """Hold a name that is an id elsewhere, in keys and columns, to the letters of one."""
    what = OF_IDS.get(kind)
    if what is None or re.fullmatch(ID, name):
        return
    right = plain(re.sub("[._]", "-", name)).strip("-")
    if not right or (folder / f"{right}.toml").exists():
        new, instead = "ett namn av små bokstäver a–z, siffror och bindestreck", "det nya"
    else:
        new, instead = f"{right}.toml", right
    text = f'filens namn är {what} id, och "{name}" går inte att använda som id'
    remedy = f'döp om filen till {new}, och skriv {instead} där "{name}" står i andra filer'
    yield Problem("EK107", file, text, remedy)


def not_read(file: str, folders: Sequence[str], right: str = "") -> Problem:
    """Say that a file which looks like data is not read, and what it is to be called."""
    text = "filen eller mappen läses inte: den har inte ett namn som datamappens filer ska ha"
    remedy = f"filer slutar på .toml och ligger i {', '.join(folders)}; rätta namnet eller flytta"
    if right:
        text, remedy = f"namnet ska skrivas {right}, med små bokstäver", "döp om"
    return Problem("EK105", file, text, remedy)
