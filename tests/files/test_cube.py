"""A cube means the same whole or sparse, however its dimensions are ordered and numbered."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enamnd_cost.files.inhabitants import NotPopulationError
from enamnd_cost.files.json_stat import from_json_stat

CODES = ("2582 Boden", "2514 Kalix", "2580 Luleå", "2581 Piteå")


@st.composite
def cubes(draw):
    """A cube as a list and as what there is of it, and what both say."""
    names = {
        "Region": draw(st.permutations(CODES)),
        "Tid": draw(st.permutations(["2019", "2020", "2021"])),
        "ContentsCode": ["BE0101N1"],
    }
    ids = draw(st.permutations(list(names)))
    a, b, c = (names[each] for each in ids)
    places = [dict(zip(ids, (x, y, z), strict=True)) for x in a for y in b for z in c]
    values = [draw(st.none() | st.integers(0, 10**6)) for _ in places]
    values[0] = 7
    said = {
        (place["Region"], int(place["Tid"])): value
        for place, value in zip(places, values, strict=True)
        if value is not None
    }
    index = {name: {value: n for n, value in enumerate(known)} for name, known in names.items()}
    dimension = {name: {"category": {"index": index[name]}} for name in names}
    dimension["ContentsCode"]["category"]["label"] = {"BE0101N1": "Folkmängd"}
    whole = {"id": ids, "size": [len(names[each]) for each in ids], "dimension": dimension}
    sparse = {str(n): value for n, value in enumerate(values) if value is not None}
    return {**whole, "value": values}, {**whole, "value": sparse}, said


@given(cubes())
def test_a_cube_says_the_same_whole_and_sparse_and_what_stands_in_its_cells(made):
    whole, sparse, said = made

    assert from_json_stat(json.dumps(whole)) == said
    assert from_json_stat(json.dumps(sparse)) == said


@given(cubes(), st.data())
def test_a_cube_with_a_cell_too_many_or_too_few_is_refused(made, data):
    whole, sparse, _ = made
    cells = len(whole["value"])
    at = str(data.draw(st.sampled_from([cells, cells + 1, 10**30])))
    wrong = [
        {**whole, "value": whole["value"][:-1]},
        {**whole, "value": [*whole["value"], 1]},
        {**sparse, "value": {**sparse["value"], at: 1}},
        {**sparse, "value": {**sparse["value"], f"0{cells - 1}": 1}},
    ]
    for cube in wrong:
        with pytest.raises(NotPopulationError):
            from_json_stat(json.dumps(cube))


@given(cubes(), st.sampled_from(["id", "size", "value", "dimension", "Region", "index"]))
def test_a_name_that_stands_twice_is_refused_wherever_it_stands(made, name):
    text = json.dumps(made[0])
    again = text.replace(f'"{name}": ', f'"{name}": null, "{name}": ', 1)
    assert again != text

    with pytest.raises(NotPopulationError, match="två gånger"):
        from_json_stat(again)
