"""Changes to a data folder that are shown and not made: as a patch, and where it is applied."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from enamnd_cost.cli import console
from enamnd_cost.signs import ODD, visible

if TYPE_CHECKING:
    from enamnd_cost.files.changes import Changes
    from enamnd_cost.files.writing import Change


def show_patch(
    changes: Changes, out: Path | None, where: console.Source, *, copies: bool = True
) -> list[str]:
    """Print or write the changes as a patch, and say where it is to be applied.

    ``copies`` tells that the command can write a copy of the folder, or the patch, with -o.
    """
    from enamnd_cost.files import changes as files
    from enamnd_cost.files.writing import write

    # Where the data folder is below, the patch is for where we stand: it says how to get there,
    # unless the way has names that no patch can hold.
    folder, here = where.folder.resolve(), console.here()
    below = folder.is_relative_to(here) and folder != here
    below = below and not ODD.search(str(folder.relative_to(here)))
    content = files.patch(changes, f"{folder.relative_to(here).as_posix()}/" if below else "")
    elsewhere = not below and folder != here
    if out is None:
        console.put(content)
        if where.found.is_the_programs:
            write_it = (
                "Skriv en kopia med -o MAPP" if copies else "Ange en egen datamapp med --data"
            )
        else:
            write_it = "Lägg till --skriv" + (", eller -o MAPP" if copies else "")
        said = [f"Inget är skrivet. {write_it}."]
        if elsewhere:
            how = ": skriv dem i en fil, till exempel -o utkast.patch, så sägs hur"
            at = visible(folder.as_posix())
            said.append(f"Ändringarna tillämpas i datamappen, {at}{how if copies else ''}.")
        return said
    console.tidy(out.absolute().parent)
    if problem := write(out, content, overwrite=False):
        console.refuse([problem])
    at, file = map(visible, ((folder if elsewhere else here).as_posix(), out.resolve().as_posix()))
    return [
        f"Skrev ändringarna i {visible(str(out))}. Datamappen är som förut; så tillämpas de:",
        f'  git -C "{at}" apply "{file}"',
        f'  patch -p1 -d "{at}" -i "{file}"',
    ]


def deliver_change(
    file: str,
    change: Change,
    where: console.Source,
    what: str,
    said: Sequence[str],
    *,
    write: bool,
) -> None:
    """Try a change of one file beside its folder, then show it as a patch or write it.

    ``what`` it is about, ``said`` what is to be told of it either way.
    """
    from enamnd_cost.files import changes as files

    if change.after == change.before:
        console.say(f"Serien har redan de talen och den källan för {what}; inget ändras.")
        return
    changes = {file: change}
    console.refuse_any(files.refusal(where.folder, changes), where)
    if not write:
        console.say("\n".join([*show_patch(changes, None, where, copies=False), *said]))
        return
    if problem := files.write(where.folder, changes):
        console.refuse([problem])
    console.say("\n".join([f"Skrev {what} i {visible(where.shown(file))}", *said]))
