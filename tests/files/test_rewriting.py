"""A budget's figures are changed where they stand, however they are written; all else stays."""

import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enamnd_cost.files.drafting import comments, rewritten
from enamnd_cost.files.toml_text import key, toml

names = st.sampled_from(["e-arkiv", "åäö", "a.b", 'c"d', "2", "övertorneå #1"])
kronor = st.integers(-(10**9), 10**9)
inside = st.one_of(
    st.fixed_dictionaries({"intakt": kronor, "kostnad": kronor}, optional={"underlag": kronor}),
    st.fixed_dictionaries({"saknas": st.just('väntar på "AKI" # inte än')}),
)
outside = st.one_of(
    st.fixed_dictionaries({"belopp": kronor}, optional={"underlag": kronor}),
    st.fixed_dictionaries({"saknas": st.just("mätning saknas")}),
)
comment = st.sampled_from(["", "", "  # oförändrad", "# å = 1", "\t#"])
number = st.sampled_from([toml, str, lambda kr: f"{kr:+_}"])
FORMS = ["table", "inline", "dotted"]


@st.composite
def lines_of(draw, table, content):
    """A table's lines, each written in some way that TOML knows."""
    given, form = draw(st.dictionaries(names, content)), draw(st.sampled_from(FORMS))
    out = [] if form == "table" and given else [f"[{table}]{draw(comment)}"]
    for name, keys in given.items():
        if draw(st.booleans()):
            out += ["", f"# om {name!r}"]
        write = draw(number)
        ordered = draw(st.permutations([*keys.items()]))
        said = [(k, write(v) if isinstance(v, int) else toml(v)) for k, v in ordered]
        space = draw(st.sampled_from(["", "  ", "\t"]))
        if form == "inline":
            pairs = ", ".join(f"{k} = {v}" for k, v in said)
            out.append(f"{space}{key(name)} = {{ {pairs} }}{draw(comment)}")
        elif form == "dotted":
            out += [f"{space}{key(name)} . {k}={v}{draw(comment)}" for k, v in said]
        else:
            out.append(f"{space}[ {table} . {key(name)} ]{draw(comment)}")
            out += [f"{space}{k}   = {v}{draw(comment)}" for k, v in said]
    return given, out


@st.composite
def budgets(draw):
    """A budget file and the lines in it."""
    first, head = draw(lines_of("tjanst", inside))
    second, tail = draw(lines_of("utanfor", outside))
    summa = draw(st.sampled_from([[], ["summa = 1_0  # kronor"]]))
    top = ["#:schema ../x.json", "ar = 2025", 'status = "forslag"  # ännu', *summa, 'kalla = "Å"']
    more = draw(st.sampled_from([[], ["", "# ändringar", "[andring]", 'alla = "x"']]))
    text = "\n".join([*top, *draw(st.sampled_from([[], [""]])), *head, *more, *tail])
    text += draw(st.sampled_from(["", "\n", "\n\n", "\n# sist\n"]))
    raw = text.encode()
    return draw(st.sampled_from([raw, raw.replace(b"\n", b"\r\n")])), first, second


def keyed(*tables):
    """Lines by table and name."""
    named = zip(("tjanst", "utanfor"), tables, strict=True)
    return {(table, name): keys for table, lines in named for name, keys in lines.items()}


def amounts(table):
    return ("intakt", "kostnad") if table == "tjanst" else ("belopp",)


NUMBER = re.compile(rb"=(\s*)[-+]?[\d_]+")


@given(budgets(), st.data())
def test_a_changed_figure_is_all_that_is_changed(made, data):
    raw, *tables = made
    known = {at: keys for at, keys in keyed(*tables).items() if "saknas" not in keys}
    changed = {
        at: {name: data.draw(kronor) for name in keys}
        for at, keys in known.items()
        if data.draw(st.booleans())
    }
    total = data.draw(kronor) if b"summa" in raw else None
    wanted = tomllib.loads(raw.decode())
    for (table, name), keys in changed.items():
        wanted[table][name] = keys

    after = rewritten(raw, changed, total)

    if total is not None:
        wanted["summa"] = total
    assert tomllib.loads(after.decode()) == wanted
    assert NUMBER.sub(rb"=\1N", after) == NUMBER.sub(rb"=\1N", raw)
    assert rewritten(raw, {}, None) == raw


@given(budgets(), st.data())
def test_keys_and_lines_come_and_go_and_what_stands_beside_them_stays(made, data):
    raw, *tables = made
    wanted, changed, new, gone = tomllib.loads(raw.decode()), {}, {}, []
    for (table, name), keys in keyed(*tables).items():
        filled = dict.fromkeys(amounts(table), data.draw(kronor))
        if data.draw(st.booleans()):
            gone.append((table, name))
            del wanted[table][name]
        elif "saknas" in keys:
            changed[table, name] = {"saknas": None, **filled, "underlag": 5}
            wanted[table][name] = {**filled, "underlag": 5}
        elif "underlag" in keys:
            changed[table, name] = {"underlag": None}
            wanted[table][name].pop("underlag")
        else:
            changed[table, name] = {"underlag": 7}
            wanted[table][name]["underlag"] = 7
    for table in ("tjanst", "utanfor"):
        for name in data.draw(st.lists(st.sampled_from(["ny", "ny två", "ä"]), unique=True)):
            new[table, name] = {**dict.fromkeys(amounts(table), 1_000), "saknas": None}
            wanted.setdefault(table, {})[name] = dict.fromkeys(amounts(table), 1_000)
    wanted["summa"] = 12

    after = rewritten(raw, changed, 12, new, gone)

    read = tomllib.loads(after.decode())
    assert {"utanfor": {}, **read} == {"utanfor": {}, **wanted}
    assert after.count(b"\r") in (0, after.count(b"\n"))
    assert (b"\r" in raw) == (b"\r" in after)
    remarks = [line for line in raw.split(b"\n") if line.startswith(b"# om")]
    left = iter(after.split(b"\n"))
    assert gone or all(line in left for line in remarks), "every comment stands, in its order"


def test_a_new_line_stands_last_of_its_kind_and_before_what_is_below():
    raw = (
        b'ar = 2025\nstatus = "forslag"\n\n[tjanst.a]\nintakt = 1\nkostnad = 1\n# om a\n\n'
        b'# utanf\xc3\xb6r:\n[utanfor.b]\nbelopp = 1\n\n[andring]\nalla = "x"\n'
    )

    after = rewritten(raw, {}, None, {("tjanst", "c"): {"intakt": 2, "kostnad": 2, "saknas": None}})

    new = b"# om a\n\n[tjanst.c]\nintakt = 2\nkostnad = 2\n"
    assert after == raw.replace(b"# om a\n", new)


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_the_first_line_and_the_last(newline):
    raw = b'ar = 2025\nstatus = "forslag"\n\n[tjanst]\n'.replace(b"\n", newline)
    at = ("tjanst", "a")

    one = rewritten(raw, {}, None, {at: {"saknas": "x"}})
    none = rewritten(one, {}, None, {}, [at])

    assert one == raw + b'\n[tjanst.a]\nsaknas = "x"\n'.replace(b"\n", newline)
    assert none.rstrip() == raw.rstrip()
    alone = one.replace(b"[tjanst]" + newline, b"")
    assert tomllib.loads(rewritten(alone, {}, None, {}, [at]).decode())["tjanst"] == {}


def test_the_comments_of_a_line_are_found():
    text = """[tjanst.a]  # ett
intakt = 1  # två
kostnad = 1
# eget
[tjanst.b]
intakt = 1 # "fem"
kostnad = 1
[utanfor]
c = { belopp = 1 } # sex
[tjanst.d]  # i utkastet: oförändrad
intakt = 1
kostnad = 1
"""
    found = [comments(text.encode(), ("tjanst", name)) for name in "abd"]
    assert found == [["# ett", "# två"], ['# "fem"'], []], "what the draft says is of the draft"
    assert comments(text.encode(), ("utanfor", "c")) == ["# sex"]
