"""Several files of a folder, all of them or none."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path

from enamnd_cost.files.writing import journal, refusing, staging
from enamnd_cost.files.writing.journal import Change
from enamnd_cost.files.writing.locking import held
from enamnd_cost.model.problem import Problem

MOVE_IT = "flytta den och kör igen"


def write_all(folder: Path, changes: Mapping[str, Change]) -> Problem | None:
    """Write several files of a folder that is there, named from it, all or none.

    All are written beside their places first and moved when they are whole. Where a move fails, or
    the user breaks off, what has been moved is put back and folders that were made are taken away.
    Where the run is killed the next one finishes it. A file that is no longer as it was read, or
    as it was written, is left alone. What a link leads to is what is changed.
    """
    writing = _Writing(folder, changes)
    try:
        with contextlib.ExitStack() as undo:
            undo.enter_context(held(folder))
            if refused := writing.refusal():
                return refused
            writing.stage(undo)
            writing.move()
    except refusing.RefusedError as error:
        return error.problem
    except FileExistsError:
        return refusing.exists(writing.shown, MOVE_IT)
    except staging.ChangedMeanwhileError:
        return refusing.changed(writing.shown)
    except OSError as error:
        return refusing.not_written(writing.shown, error)
    return None


class _Writing:
    """Several files while they are written; ``at`` is the one in hand."""

    def __init__(self, folder: Path, changes: Mapping[str, Change]) -> None:
        self.folder, self.changes = folder, changes
        self.places = {file: staging.real(folder / file) for file in changes}
        self.staged: dict[str, Path] = {}
        self.at = folder

    @property
    def shown(self) -> str:
        """The file in hand as the user knows it, not where a link or a drive leads."""
        file = next((file for file, place in self.places.items() if place == self.at), "")
        return (self.folder / file).as_posix()

    def refusal(self) -> Problem | None:
        """Say what stands in the way before anything is written."""
        for file, change in self.changes.items():
            shown = (self.folder / file).as_posix()
            if refused := _unready(self.places[file], shown, change.before):
                return refused
        return None

    def stage(self, undo: contextlib.ExitStack) -> None:
        """Write everything whole, beside its place."""
        for file, (_, after) in self.changes.items():
            self.at = self.places[file]
            self.staged[file] = staging.whole(self.at, after)
            undo.callback(staging.remove, self.staged[file])

    def move(self) -> None:
        """Move everything into place, or put back what has been moved."""
        moved: list[str] = []
        made = {path: None for place in self.places.values() for path in _missing(place.parent)}
        try:
            if len(self.changes) > 1 or made:
                journal.record(self.folder, self.changes)
            for self.at in made:
                self.at.mkdir()
            for file, staged in self.staged.items():
                self.at = self.places[file]
                moved.append(file)
                journal.move(staged, self.at, self.changes[file].before)
        except BaseException:
            back = [_put_back(self.places[file], self.changes[file]) for file in reversed(moved)]
            for folder in reversed(made):
                _take_away(folder)
            if all(back):  # else the next run does
                journal.forget(self.folder)
            raise
        staging.settle({place.parent for place in self.places.values()})
        with contextlib.suppress(OSError):  # all is written; the next run sees that
            journal.forget(self.folder)


def _missing(folder: Path) -> list[Path]:
    """List the folders that are to be made, the outermost first."""
    return [each for each in reversed((folder, *folder.parents)) if not each.exists()]


def _unready(path: Path, shown: str, before: bytes | None) -> Problem | None:
    """Refuse to write where a file has come, or one that is locked or no longer as it was read."""
    if refused := refusing.unfit(path, shown):
        return refused
    if before is None:
        return refusing.exists(shown, MOVE_IT) if path.exists() else None
    if journal.content(path) != before:
        return refusing.changed(shown)
    return refusing.locked(path, shown)


def _take_away(folder: Path) -> None:
    """Take away a folder that was made, unless somebody has put something there."""
    with contextlib.suppress(OSError):
        folder.rmdir()


def _put_back(path: Path, change: Change) -> bool:
    """Let a file be as before, if it is still what was written; tell whether that is settled."""
    try:
        if journal.content(path) == change.after:
            journal.become(path, change.after, change.before)
    except staging.ChangedMeanwhileError:
        return True  # somebody else's now
    except OSError:
        return False
    return True
