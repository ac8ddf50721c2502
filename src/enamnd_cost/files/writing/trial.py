"""Files written where nobody looks, to be read back before they are written in earnest."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path


@contextlib.contextmanager
def tried(files: Mapping[str, bytes]) -> Iterator[Path]:
    """Give a folder that holds some files, and is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="enamnd-cost-", ignore_cleanup_errors=True) as made:
        for file, content in files.items():
            path = Path(made) / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        yield Path(made)
