"""All that is read comes in by one door, and all that is written goes out by another.

A reader of its own would have no bounds, and a writer of its own would leave half a file behind: so
no other module opens, lists, makes or moves anything.
"""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "enamnd_cost"

# What opens, reads, lists or parses a file: by the name that is called, or the last part of it.
READS = {
    "open", "fdopen", "read_text", "read_bytes", "readlink", "iterdir", "glob", "rglob", "walk",
    "scandir", "listdir", "load", "loads", "reader", "DictReader", "ZipFile", "TarFile",
    "mmap", "fromfile", "iterparse", "copyfileobj",
}  # fmt: skip
# What makes, moves or takes away.
WRITES = {
    "write_text", "write_bytes", "mkdir", "makedirs", "rename", "renames", "unlink", "remove",
    "rmdir", "removedirs", "rmtree", "touch", "symlink_to", "hardlink_to", "link", "symlink",
    "copyfile", "copy2", "copytree", "move", "mkdtemp", "mkstemp", "TemporaryDirectory",
    "NamedTemporaryFile", "TemporaryFile", "truncate", "chmod", "chown", "utime",
}  # fmt: skip
# Words that other things have methods of as well: they count only when called on these modules.
OF = {
    "load": {"json", "tomllib", "pickle"},
    "loads": {"json", "tomllib", "pickle"},
    "reader": {"csv"},
    "link": {"os"},
    "symlink": {"os"},
    "remove": {"os"},
    "move": {"shutil"},
    "walk": {"os"},
    "truncate": {"os"},
}
DOORS = ("files/intake.py", "files/writing/")
# Modules that may do one thing more, and why.
ALLOWED = {
    "files/reading.py": {"loads"},  # TOML, of bytes that came in by the door and have been measured
    "files/positions.py": {"loads"},  # a quoted key alone
    "files/drafting.py": {"loads"},  # what the program itself has just written
    "files/json_text.py": {"loads"},  # JSON, of a text that has been measured
    "files/documents/texts.py": {"reader"},  # csv, of a text that has been measured
    "files/documents/workbook.py": {"ZipFile"},  # a workbook, of bytes in memory
    "files/documents/parts.py": {"ZipFile", "open"},  # its parts, counted as they unpack
    "files/riket.py": {"open", "DictReader"},  # what ships with the program
    "files/starting.py": {"read_text", "rglob"},  # templates that ship with the program
    "output/schemas.py": {"loads"},  # what the program itself has just written
    "output/xlsx.py": {"ZipFile"},  # a workbook in memory
    "cli/commands/explain_error.py": {"read_text"},  # the gallery that ships with the program
    "cli/completing.py": {"glob"},  # names for a shell to complete
    "cli/encoding.py": {"open"},  # what nobody reads, for a stream that is closed
}


# Modules whose functions are as good as files wherever they are imported.
LIBRARIES = {
    "os", "io", "json", "csv", "tomllib", "pickle", "zipfile", "shutil", "tempfile", "mmap",
}  # fmt: skip
OURS = {"options", "reading"}  # modules of ours that have a function called as a path's


def used(source):
    """List what a module uses that reads or writes, with the line."""
    return [
        (name, node.lineno) for node in ast.walk(ast.parse(source)) for name in _named(node) if name
    ]


def _named(node):
    """Name the functions of files that are called, handed on, or imported by themselves."""
    if isinstance(node, ast.ImportFrom):
        return [each.name for each in node.names if node.module in LIBRARIES and _is_one(each.name)]
    if isinstance(node, ast.Attribute):
        of = node.value.id if isinstance(node.value, ast.Name) else ""
        known = _is_one(node.attr) and of in OF.get(node.attr, {of} - OURS)
        known = known and node.attr != "open"
        return [node.attr] if known else []
    if not isinstance(node, ast.Call):
        return []
    if isinstance(node.func, ast.Name):
        return ["open"] if node.func.id == "open" else []  # the others are seen when imported
    if not isinstance(node.func, ast.Attribute):
        return []
    of = node.func.value.id if isinstance(node.func.value, ast.Name) else ""
    # A path is replaced by one thing, a text by two and a date by keywords.
    alone = len(node.args) == 1 and not node.keywords and of not in OURS
    moves = node.func.attr == "replace" and (alone or of == "os")
    return ["replace"] if moves else ["open"] if node.func.attr == "open" else []


def _is_one(name):
    return name in READS | WRITES


def modules():
    return sorted(path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py"))


@pytest.mark.parametrize("module", [m for m in modules() if not m.startswith(DOORS)])
def test_a_module_reads_and_writes_through_the_doors(module):
    source = (SOURCE / module).read_text(encoding="utf-8")

    past = [(name, line) for name, line in used(source) if name not in ALLOWED.get(module, ())]

    assert past == [], "read through files/intake, write through files/writing"


@pytest.mark.parametrize("module", ALLOWED)
def test_what_is_allowed_is_what_is_done(module):
    if (SOURCE / module).exists():
        found = {name for name, _ in used((SOURCE / module).read_text(encoding="utf-8"))}
        assert found == ALLOWED[module]


@pytest.mark.parametrize(
    "bad",
    [
        "open('x')", "path.open()", "os.open(path, 0)", "io.open(p)", "path.read_text()",
        "path.read_bytes()", "(folder / file).read_bytes()", "zipfile.ZipFile(path)",
        "json.load(file)", "json.loads(text)", "tomllib.loads(text)", "csv.reader(file)",
        "csv.DictReader(file)", "any(path.rglob('*'))", "folder.iterdir()", "folder.glob('*')",
        "os.walk(folder)", "os.scandir(folder)", "os.listdir()", "path.write_text(text)",
        "path.write_bytes(raw)", "path.parent.mkdir()", "os.replace(a, b)", "a.replace(b)",
        "path.rename(b)", "path.unlink()", "undo.callback(path.unlink)", "folder.rmdir()",
        "path.touch()", "path.symlink_to(b)", "shutil.rmtree(folder)", "shutil.copyfile(a, b)",
        "shutil.move(a, b)", "map(Path.read_text, paths)", "from json import loads",
        "from shutil import rmtree", "from os import replace, scandir",
        "tempfile.mkstemp()", "os.remove(path)",
    ],
)  # fmt: skip
def test_each_way_to_read_or_write_is_seen(bad):
    assert used(bad), bad


@pytest.mark.parametrize(
    "good",
    [
        "text.replace('a', 'b')", "date.replace(day=1)", "row._replace(n=1)", "replace(row, n=1)",
        "take(path, most)", "write(path, raw, overwrite=True)", "stack.remove(item)",
        "load(folder)", "self.open", "self.open.begin(text)", "options.replace('Byt ut')",
        "asking.reader(data)", "ast.walk(tree)", "path.suffix", "path.name", "json.dumps(made)",
    ],
)  # fmt: skip
def test_what_is_no_file_is_left_alone(good):
    assert used(good) == []
