"""The small sound folder of the error fixtures, spoilt in a place or two, for one check."""

import shutil
import tempfile
from pathlib import Path

from enamnd_cost.files.loading import load

SOUND = Path(__file__).parents[2] / "fel" / "bas"


def spoilt(room, *slips):
    """Read a copy of the folder in which each (file, old, new) has been made, old None to add."""
    folder = Path(tempfile.mkdtemp(dir=room)) / "data"
    shutil.copytree(SOUND, folder)
    for file, old, new in slips:
        path = folder / file
        path.parent.mkdir(exist_ok=True)
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        assert old is None or text.count(old) == 1, (file, old)
        path.write_text(text + new if old is None else text.replace(old, new), encoding="utf-8")
    data, problems = load(folder)
    assert problems == [], problems
    return data
