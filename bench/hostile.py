"""Print what each hostile file costs, in Markdown: ``python bench/hostile.py``.

For each the command that takes most memory, and the one that takes most time of the processor. A
process has 1 GB of address space; what the interpreter and the program take is part of it.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.files import hostile, hostile_all

KINDS = {
    "INSIDE": "xlsx",
    "ARCHIVES": "zip",
    "LISTS": "csv",
    "LARGEST": "csv, the largest read",
    "CUBES": "JSON-stat",
    "FOLDERS": "data folder",
    "DOCUMENTS": "TOML document",
    "OTHERS": "no file",
}


def main() -> None:
    hostile.preload()
    print("| kind | file | MB | seconds | answer |")
    print("| --- | --- | ---: | ---: | --- |")
    for group, cases in hostile_all.GROUPS.items():
        for case in cases:
            with tempfile.TemporaryDirectory() as folder:
                ran = hostile.run(case, Path(folder))
            most = max(each.megabytes for each in ran)
            longest = max(each.seconds for each in ran)
            codes = "refused" if all(each.code == 2 for each in ran) else "read"
            print(f"| {KINDS[group]} | {case.title} | {most:.0f} | {longest:.1f} | {codes} |")


if __name__ == "__main__":
    main()
