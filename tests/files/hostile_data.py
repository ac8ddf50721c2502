"""Data folders and TOML that are large, deep or wrong in very many ways; and what is no file."""

import os

from tests.files.hostile import Case

TOO_MUCH = (2, "EK106")
LARGE = (2, "filen är för stor")
CHECK = (("check",),)


def spoilt(name, file, answer, do):
    """Make a case of a data file that is changed."""

    def write(data):
        path = data / file
        path.write_text(do(path.read_text(encoding="utf-8")), encoding="utf-8")

    return Case("data", write, (answer,), CHECK, name)


def added(name, file, answer, make):
    return spoilt(name, file, answer, lambda text: f"{text.rstrip()}\n{make()}\n")


def many(form, n):
    return "\n".join(form.format(n=each) for each in range(n))


RADER, CITED, BACK = "abc\n" * 10_000, '"a" . ' * 3_000, "\\\\" * 9_000
KOMMUNER, INDEX, SERVICE = "kommuner.toml", "index.toml", "tjanster/e-arkiv.toml"
FOLDERS = (
    added("en megabyte kommentarer", INDEX, LARGE, lambda: "# rad\n" * 200_000),
    added("lång rad", INDEX, TOO_MUCH, lambda: f"# {'x' * 20_000}"),
    added("lång text", INDEX, TOO_MUCH, lambda: f"x = '''{RADER}'''"),
    added("led i en nyckel", INDEX, TOO_MUCH, lambda: f"{'a.' * 9_000}a = 1"),
    added("led inom citattecken", INDEX, TOO_MUCH, lambda: f"{CITED}a = 1"),
    added("led i en rubrik", INDEX, TOO_MUCH, lambda: f"[{'a.' * 9_000}a]"),
    added("led i var rad", INDEX, TOO_MUCH, lambda: many(f"{'a.' * 18}a{{n}} = 1", 20_000)),
    added("listor i listor", INDEX, TOO_MUCH, lambda: f"x = {'[' * 9_000}{']' * 9_000}"),
    added("tabeller i tabeller", INDEX, TOO_MUCH, lambda: f"x = {'{a=' * 3_000}1{'}' * 3_000}"),
    added("listor utan slut", INDEX, TOO_MUCH, lambda: "x = " + f"{'[' * 9_000}\n" * 50),
    added("många värden", INDEX, TOO_MUCH, lambda: f"x = [\n{'1,' * 9}\n" + "1,\n" * 90_000 + "]"),
    added("okända nycklar", INDEX, TOO_MUCH, lambda: many("nyckel{n} = 1", 29_000)),
    added("okända kommuner", KOMMUNER, TOO_MUCH, lambda: many("ort{n} = 1", 29_000)),
    added("tomma kommuner", KOMMUNER, TOO_MUCH, lambda: "[[kommun]]\n" * 29_000),
    added("tomma perioder", SERVICE, TOO_MUCH, lambda: "[[period]]\nfran = 2031\n" * 10_000),
    added("okända deltagare", SERVICE, (2, "fel["),
          lambda: "[[period]]\nfran = 2031\nbara = [\n" + many('"ort{n}",', 29_000) + "\n]"),
    added("samma nyckel", INDEX, (2, "EK104"), lambda: "x = 1\n" * 100_000),
    added("samma nyckel, sedan vad som helst", INDEX, (2, "EK104"),
          lambda: "x = 1\nx = 1\n" + f"{'[' * 9_000}\n" * 40),
    added("hexadecimalt tal", INDEX, TOO_MUCH, lambda: f"x = 0x{'F' * 15_000}"),
    added("stort tal", INDEX, (2, "fel["), lambda: f"x = {'9' * 900}"),
    added("exponent", INDEX, (2, "EK112"), lambda: "x = 1e999999999"),
    spoilt("exponent i ett belopp", "budget/2024.toml", (2, "EK113"),
           lambda text: text.replace("summa = ", "summa = 1e999999999 # ", 1)),
    added("öppen text", INDEX, (2, "EK104"), lambda: 'x = """' + '\\"""\n' * 150_000),
    added("lösa citattecken", INDEX, (2, "EK104"), lambda: "'\n" * 400_000),
    added("bakstreck", INDEX, (2, "EK104"), lambda: f'x = "{BACK}\n' * 50),
)  # fmt: skip


def document(name, answers, make):
    return Case(f"{name}.toml", lambda path: path.write_text(make(), encoding="utf-8"), answers)


ROW = '["{n}", 1],'
DOCUMENTS = (
    document("rader", ((2, "EK212"), LARGE, LARGE),
             lambda: f"[[tabell]]\nrader = [\n{many(ROW, 20_000)}\n]"),
    document("tal", ((2, "EK212"), (2, "EK035"), (2, "EK035")),
             lambda: f'[[tabell]]\nrader = [["Boden", 0x{"F" * 900}]]'),
    document("led", ((2, "EK212"), LARGE, LARGE), lambda: f"{'a.' * 9_000}a = 1"),
    document("två megabyte", ((2, "EK212"), LARGE, LARGE), lambda: "# rad\n" * 400_000),
)  # fmt: skip


def queue(path):
    os.mkfifo(path)


def link_to(target):
    return lambda path: path.symlink_to(target)


def ring_of_folders(data):
    (data / "mer").mkdir()
    (data / "mer" / "ring").symlink_to("..")


NO_FILE = (2, "ingen vanlig fil utan")
UNREAD = (2, "går inte att läsa")
OTHERS = (
    Case("kö.csv", queue, (NO_FILE,) * 3),
    Case("länk till kö.xlsx", lambda path: (queue(path.parent / "kö"), path.symlink_to("kö")),
         (NO_FILE,) * 3),
    Case("nollor.csv", link_to("/dev/zero"), (NO_FILE,) * 3),
    Case("terminal.csv", link_to("/dev/tty"), (NO_FILE,) * 3),
    Case("mapp.csv", lambda path: path.mkdir(), (NO_FILE,) * 3),
    Case("ring.csv", link_to("ring.csv"), (UNREAD,) * 3),
    Case("borta.csv", link_to("ingenting"), ((2, "filen finns inte"),) * 3),
    Case("femtio gigabyte.csv", lambda path: os.truncate(os.open(path, os.O_CREAT | os.O_WRONLY),
         50 * 10**9), (LARGE,) * 3),
    Case("data", lambda data: queue(data / "tjanster" / "kö.toml"), (NO_FILE,), CHECK,
         "kö i datamappen"),
    Case("data", lambda data: link_to("/dev/zero")(data / "matt" / "noll.toml"), (NO_FILE,), CHECK,
         "enhet i datamappen"),
    Case("data", lambda data: os.truncate(data / "index.toml", 50 * 10**9), (LARGE,), CHECK,
         "femtio gigabyte i datamappen"),
    Case("data", lambda data: [(data / "matt" / f"{n}.toml").touch() for n in range(3_000)],
         (TOO_MUCH,), CHECK, "tre tusen filer"),
    Case("data", ring_of_folders, ((0, ""),), CHECK, "mappar i en ring"),
    Case("kö.toml", queue, ((2, "ingen vanlig fil"),), (("compare", "2024"),)),
)  # fmt: skip
