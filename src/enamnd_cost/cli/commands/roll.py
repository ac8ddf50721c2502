"""``enamnd-cost roll ÅR``: next year's draft from this year's, as a patch or as files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from enamnd_cost.cli import console, decisions, options
from enamnd_cost.cli.patching import show_patch
from enamnd_cost.cli.swedish import Mistake
from enamnd_cost.signs import visible

if TYPE_CHECKING:
    from enamnd_cost.analysis.years.chosen import Chosen
    from enamnd_cost.analysis.years.draft import Draft
    from enamnd_cost.files.changes import Changes
    from enamnd_cost.model.data import Data
    from enamnd_cost.model.problem import Problem


def run(
    word: Annotated[
        str, options.budget_year("Året som utkastet görs ur: roll 2024 ger utkastet till 2025.")
    ],
    write: Annotated[
        bool, options.flag("--skriv", "Skriv i datamappen. Annars visas bara ändringarna.")
    ] = False,
    out: Annotated[
        Path | None,
        options.folder(
            "Skriv en kopia av datamappen med utkastet i, eller ändringarna i en fil som heter "
            "något på .patch eller .diff."
        ),
    ] = None,
    fill: Annotated[
        bool, options.flag("--fyll", "Fyll i luckorna i nästa års utkast, när de går att räkna ut.")
    ] = False,
    update: Annotated[
        bool,
        options.flag("--uppdatera", "Skriv om talen i nästa års förslag efter modellen."),
    ] = False,
    date: Annotated[
        str | None,
        options.option(
            "--folkmangd", "DATUM", "I utkastet: det mätdatumet för alla som delas efter folkmängd."
        ),
    ] = None,
    costs: Annotated[
        list[str] | None,
        options.option(
            "--kostnad",
            "TJÄNST=KR",
            "I utkastet: en annan kostnad, e-arkiv=320000 eller e-arkiv=+3%. Kan upprepas.",
        ),
    ] = None,
    data: options.Data = None,
) -> None:
    """Gör utkast till budget för året efter ÅR, som ändringar att läsa; --skriv skriver filerna."""
    year = decisions.alone(word, "utkastet görs ur årets senaste beslut")
    if write and out is not None:
        raise Mistake("--skriv skriver i datamappen och -o i en egen; välj det ena")
    if fill and update:
        raise Mistake("--uppdatera fyller också i luckorna; ta bort --fyll")
    if (fill or update) and (date is not None or costs):
        after = year + 1
        raise Mistake(
            f"--folkmangd och --kostnad gäller ett nytt utkast; förslaget till {after} ändras så: "
            f"skriv en period från {after} i tjänstens fil, eller ändra den som finns, och kör "
            f"enamnd-cost roll {year} --uppdatera"
        )
    where, folder = console.opened(data, to_write=write)

    from enamnd_cost.analysis.years.chosen import read
    from enamnd_cost.analysis.years.draft import odd_values

    console.refuse_any(odd_values(folder), where)
    if fill or update:
        changes, said = (_fill if fill else _update)(folder, year, where)
    else:
        chosen = console.settled(read(date, costs or (), folder))
        changes, said = _draft(folder, year, where, chosen)
    if not changes:
        console.say("\n".join(said))
        return

    from enamnd_cost.files import changes as files
    from enamnd_cost.files.loading import FOLDERS
    from enamnd_cost.model.problem import Problem

    if problems := files.refusal(where.folder, changes):
        text = "utkastet går inte att läsa tillbaka, så inget skrivs"
        unread = Problem("EK017", "", text, "skriv för hand det som felet nedan gäller")
        console.refuse([unread, *problems], where)
    as_file = out is not None and out.suffix.lower() in files.PATCH_ENDINGS
    if not write and (out is None or as_file):
        said += show_patch(changes, out, where)
        console.say("\n".join(said))
        return
    if out is None:
        problem = files.write(where.folder, changes)
        written = [f"Skrev {visible(where.shown(file))}" for file in changes]
    else:
        console.refuse_within(out)
        console.tidy_around(out, FOLDERS)
        problem = files.write_copy(where.folder, changes, out)
        written = [f"Skrev en kopia av datamappen med utkastet i {visible(str(out))}"]
    if problem:
        console.refuse([problem])
    console.say("\n".join([*written, *said]))


def _draft(
    data: Data, year: int, where: console.Source, chosen: Chosen
) -> tuple[Changes, list[str]]:
    """Make next year's files, and say what became of every service."""
    from enamnd_cost.analysis.years.draft import draft
    from enamnd_cost.files import drafting
    from enamnd_cost.files.writing import Change
    from enamnd_cost.model.data import budget_file, facit_file, tjanst_file

    made = console.settled(draft(data, year, chosen), where)
    console.refuse_any(
        _not_in_files(made, data, where), where._replace(origin=console.as_it_stands)
    )
    like = _read(where, budget_file(year))
    why = {move.service: move.words for move in made.moves}
    new: dict[str, Change] = {}
    for service, period in made.periods.items():
        raw = _read(where, tjanst_file(service))
        after = drafting.with_period(raw, data.as_filed.tjanster[service], period)
        new[tjanst_file(service)] = Change(raw, after)
    for service, tjanst in made.carried.items():
        assert tjanst.overfort is not None  # it is what it carries
        source = _read(where, tjanst_file(tjanst.overfort.tjanst))
        new[tjanst_file(service)] = Change(None, drafting.service(tjanst, source))
    new[budget_file(made.year)] = Change(None, drafting.budget(made.budget, like, why))
    facit, first = facit_file(f"budget-{made.year}"), data.kommuner.kommun[0].id
    if (where.folder / facit).exists():
        return new, [*_said(made), f"{where.shown(facit)} finns redan och lämnas som den är"]
    schema = like.replace(b"budget.schema.json", b"facit.schema.json")
    some = next(iter(made.budget.tjanst), next(iter(data.tjanster), "tjanst"))
    new[facit] = Change(None, drafting.facit(made.year, some, first, schema))
    return new, _said(made)


def _not_in_files(made: Draft, data: Data, where: console.Source) -> list[Problem]:
    """Refuse new periods of services that a later decision has added: they have no file."""
    from enamnd_cost.model.data import tjanst_file
    from enamnd_cost.model.problem import Problem
    from enamnd_cost.model.rolling import by_hand

    problems = []
    for service in made.periods.keys() & data.as_filed.not_yet:
        file, path = where.origin(tjanst_file(service), ())
        text = f"{service} finns i {file}, och har ingen egen fil"
        remedy = f"{by_hand(made.year)}, som [[ny.{service}.period]] sist under [ny.{service}]"
        problems.append(Problem("EK017", file, text, remedy, path))
    return problems


def _read(where: console.Source, file: str) -> bytes:
    """Read a file of the data folder again, as it stands."""
    from enamnd_cost.files.reading import read_bytes

    raw, problem = read_bytes(where.folder / file, file)
    return console.settled((raw, [problem] if problem else []), where)


def _said(made: Draft) -> list[str]:
    """Say in a line each what became of the services, and what is left to do."""
    names = made.data.tjanster
    lines = [f"Utkast till budget {made.year} ur {made.year - 1}:"]
    lines += [f"  {names[move.service].namn}: {move.words}" for move in made.moves]
    lines += [f"  {told}" for told in made.told]
    if gaps := made.budget.gaps:
        lines.append("Luckor:")
        lines += dict.fromkeys(f"  {at[1]}: {made.budget.lines[at].saknas}" for at in gaps)
        after = f"roll {made.year - 1} --fyll --skriv"
        lines.append(f"När de är fyllda skriver enamnd-cost {after} in beloppen i budgeten.")
    return lines


def _fill(data: Data, year: int, where: console.Source) -> tuple[Changes, list[str]]:
    """Put amounts where next year's draft has gaps that can be computed by now."""
    from enamnd_cost.analysis.year import compute, unknown_years
    from enamnd_cost.analysis.years.draft import filling
    from enamnd_cost.files import drafting
    from enamnd_cost.files.writing import Change
    from enamnd_cost.model.data import budget_file

    after, file = year + 1, budget_file(year + 1)
    console.refuse_any(unknown_years(data, [after]), where)
    if not data.budgetar[after].gaps and data.budgetar[after].summa is not None:
        raise Mistake(
            f"budget {after} har inga luckor att fylla i; --uppdatera skriver om dess tal"
        )
    computed = compute(data, [after])
    found = filling(computed, after)
    if found.left and not found.amounts:
        console.refuse(computed.problems, where)
    amounts = {
        at: dict.fromkeys(("intakt", "kostnad") if at[0] == "tjanst" else ("belopp",), kr)
        for at, kr in found.amounts.items()
    }
    lines = {at: {"saknas": None, **keys} for at, keys in amounts.items()}
    raw = _read(where, file)
    filled = drafting.rewritten(raw, lines, found.total)
    count = len(found.amounts)
    said = [f"Budget {after}: {count} belopp {'ifyllt' if count == 1 else 'ifyllda'}."]
    if found.left:
        left = ", ".join(found.left)
        said.append(f"Kvar att fylla: {left}; enamnd-cost check {after} säger vad som fattas.")
    return {file: Change(raw, _in_place(filled, file, where))}, said


def _update(data: Data, year: int, where: console.Source) -> tuple[Changes, list[str]]:
    """Let the figures of next year's proposal be those that the model gives now."""
    from enamnd_cost.analysis.year import compute
    from enamnd_cost.analysis.years import updating
    from enamnd_cost.files import drafting
    from enamnd_cost.files.writing import Change
    from enamnd_cost.model.data import budget_file

    after, file = year + 1, budget_file(year + 1)
    console.refuse_any(updating.refusal(data, after), where)
    found = updating.update(compute(data, [after]), after)
    raw = _read(where, file)
    left = list(found.left)
    for lines, what in (
        (found.changed, "läs om kommentaren, som står kvar"),
        (found.gone, "med raden försvinner kommentaren"),
    ):
        left += [f"{at[1]}: {what}: {said}" for at in lines for said in drafting.comments(raw, at)]
    rest = [f"  {each}" for each in left]
    if found.nothing:
        return {}, [f"Förslaget till budget {after} är som modellen ger; inget ändras.", *rest]
    new = drafting.rewritten(raw, found.changed, found.total, found.new, found.gone)
    said = [f"Förslaget till budget {after} uppdaterat:", *(f"  {each}" for each in found.said)]
    if rest:
        said += ["Att se över:", *rest]
    return {file: Change(raw, _in_place(new, file, where))}, said


def _in_place(new: bytes | None, file: str, where: console.Source) -> bytes:
    """Give a file with other figures in it, or say that they have no place there, and leave."""
    from enamnd_cost.model.problem import Problem

    if new is None:
        text = "talen i filen står inte så att de går att byta på plats"
        remedy = "skriv en tabell för varje tjänst, [tjanst.ID], och kör igen"
        console.refuse([Problem("EK017", file, text, remedy)], where)
    return new
