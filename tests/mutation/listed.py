"""The mutants that are known to survive, and why: ``overlevare.toml``."""

import tomllib
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).with_name("overlevare.toml")
# It changes nothing that can be seen, or only words; or a test is still to be written.
KINDS = ("likvardig", "text", "lever")


class Survivor(NamedTuple):
    """A mutant that no test notices: where it is, of what kind, and the reason."""

    modul: str
    funktion: str
    rad: str
    andring: str
    slag: str
    skal: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What its mutant is known by."""
        return self.modul, self.funktion, self.rad, self.andring


def survivors() -> list[Survivor]:
    """Read the file."""
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return [Survivor(**each) for each in table["mutant"]]
