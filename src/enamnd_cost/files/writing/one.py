"""One file, written whole or not at all."""

from __future__ import annotations

from pathlib import Path

from enamnd_cost.files.writing import refusing, staging
from enamnd_cost.model.problem import Problem


def write(path: Path, content: bytes, *, overwrite: bool) -> Problem | None:
    """Write to a temporary file beside ``path`` and move it into place.

    What a link leads to is what is written. Returns the reason where it cannot be done; what was
    there before is then untouched.
    """
    shown, path = path.as_posix(), staging.real(path)
    try:
        if refused := refusing.no_file(Path(shown), shown) or refusing.unfit(path, shown):
            return refused
        if path.exists():
            refused = refusing.locked(path, shown) if overwrite else refusing.exists(shown)
            if refused:
                return refused
        with staging.staged(path, content) as temporary:
            (staging.put if overwrite else staging.claim)(temporary, path)
        staging.settle([path.parent])
    except FileExistsError:
        return refusing.exists(shown)
    except OSError as error:
        return refusing.not_written(shown, error)
    return None
