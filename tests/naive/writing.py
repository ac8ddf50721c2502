"""Writing the tables of a data folder as the TOML files that the program reads."""

from pathlib import Path

import tomli_w


def write(world, path):
    """Write the files of a folder."""
    files = {"kommuner.toml": world.kommuner, "index.toml": world.index}
    for folder in ("tjanster", "matt", "budget"):
        tables = getattr(world, folder)
        files |= {f"{folder}/{name}.toml": table for name, table in tables.items()}
    for name, table in files.items():
        file = Path(path) / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(tomli_w.dumps(table), "utf-8", newline="\n")
