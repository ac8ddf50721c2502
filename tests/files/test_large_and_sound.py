"""What is large but sound is read: all of Sweden, thirty dates, twenty years, many services."""

import datetime as dt

import pytest

from enamnd_cost.files.loading import load
from enamnd_cost.files.riket import everyone, identities
from enamnd_cost.files.starting import start

YEAR = 2030
SERVICES = 300
MEASURES = 20


@pytest.fixture(scope="module")
def sweden(tmp_path_factory):
    """A data folder of all 290 municipalities, made as a user makes one, and then filled."""
    folder = tmp_path_factory.mktemp("riket") / "data"
    chosen = list(everyone().values())
    assert start(folder, "Riket", chosen, YEAR) is None
    names = sorted(identities(chosen).values())
    lines = "".join(f"{name} = 1_000\n" for name in names)
    with (folder / "kommuner.toml").open("a", encoding="utf-8") as file:
        for n in range(30):
            date = dt.date(1990 + n, 11, 1)
            file.write(f'\n[[folkmangd]]\ndatum = {date}\nkalla = "SCB"\nsumma = 290_000\n')
            file.write(f"[folkmangd.invanare]\n{lines}")
    with (folder / "matt" / "exempel-lagring.toml").open("a", encoding="utf-8") as file:
        for year in range(YEAR - MEASURES, YEAR):
            file.write(f'\n[[matning]]\nar = {year}\nsumma = 290_000\nkalla = "Egen"\n')
            file.write(f"[matning.varde]\n{lines}")
    services = sorted((folder / "tjanster").glob("*.toml"))
    for path in services:
        text = path.read_text(encoding="utf-8")
        for n in range(SERVICES // len(services)):
            own = text.replace('namn = "', f'namn = "{n} ', 1).replace('kort = "', f'kort = "{n} ')
            path.with_stem(f"{path.stem}-{n}").write_text(own, encoding="utf-8")
    return folder


def test_a_folder_of_all_sweden_with_hundreds_of_services_is_read(sweden):
    data, problems = load(sweden)

    assert data is not None, problems[:3]
    assert len(data.tjanster) >= 290
    assert len(data.kommuner.kommun) == 290
    assert len(data.kommuner.folkmangd) >= 30
    assert len(data.matt["exempel-lagring"].matning) > MEASURES
