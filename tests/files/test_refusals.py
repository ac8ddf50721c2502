"""Every error that a disk, a network folder or Windows answers with has its reason and remedy.

What Windows raises cannot be raised here, so its errors are made by hand, as Python makes them:
with ``winerror``, or with None in it where C's library opened the file.
"""

import errno
import os
import re
import stat
import sys
from pathlib import Path, PureWindowsPath
from types import SimpleNamespace

import pytest

from enamnd_cost.files.refusals import looking, naming, reasons, words
from enamnd_cost.files.refusals.reasons import passing, why
from enamnd_cost.files.refusals.words import SAID


def of_windows(code, name="ut.csv", number=errno.EINVAL, other=None):
    error = OSError(number, "in English", str(name), None, other)
    error.winerror = code
    return error


def opened_on_windows(number, name="ut.csv"):
    return of_windows(None, name, number)


def of_unix(number, name="ut.csv", other=None):
    return OSError(number, "in English", str(name), None, other)


WINDOWS = [
    (1, "disken eller nätverksmappen kan inte", "egna datorns disk"),
    (4, "för många filer", "stäng andra program"),
    (8, "minnet", "stäng andra program"),
    (14, "minnet", "stäng andra program"),
    (15, "inte ansluten", "anslut den"),
    (17, "från en disk till en annan", "egna datorns disk"),
    (19, "disken är skrivskyddad", "ta bort skyddet"),
    (21, "inte ansluten", "anslut den"),
    (23, "läs- eller skrivfel", "it-avdelningen"),
    (32, "öppen i ett annat program, till exempel Excel", "stäng den där"),
    (33, "öppen i ett annat program, till exempel Excel", "stäng den där"),
    (39, "disken är full", "frigör plats"),
    (50, "kan inte göra det", "egna datorns disk"),
    (51, "nätverksmappen går inte att nå", "vpn"),
    (53, "nätverksmappen går inte att nå", "vpn"),
    (54, "nätverksmappen går inte att nå", "vpn"),
    (55, "nätverksmappen går inte att nå", "vpn"),
    (58, "nätverksmappen går inte att nå", "vpn"),
    (59, "nätverksmappen går inte att nå", "vpn"),
    (64, "nätverksmappen går inte att nå", "vpn"),
    (65, "inloggningen", "logga in där"),
    (67, "nätverksmappen går inte att nå", "vpn"),
    (71, "nätverksmappen går inte att nå", "vpn"),
    (80, "finns redan", "annat namn"),
    (86, "inloggningen", "logga in där"),
    (108, "upptagen", "vänta"),
    (112, "disken är full", "frigör plats"),
    (121, "nätverksmappen går inte att nå", "vpn"),
    (145, "mappen är inte tom", "ny mapp"),
    (148, "upptagen", "vänta"),
    (170, "upptagen", "vänta"),
    (183, "finns redan", "annat namn"),
    (212, "låst", "vänta"),
    (220, "låst", "vänta"),
    (223, "större", "annan disk"),
    (225, "virusskyddet", "it-avdelningen"),
    (226, "virusskyddet", "it-avdelningen"),
    (303, "håller på att tas bort", "vänta"),
    (336, "en mapp har det namnet", "annat namn"),
    (358, "OneDrive, svarar med ett fel", "vänta"),
    (362, "OneDrive, är inte igång", "starta den"),
    (377, "OneDrive, når inte nätet", "kontrollera nätverket"),
    (381, "disken är skrivskyddad", "annan disk"),
    (386, "OneDrive, nekar åtkomst", "logga in"),
    (388, "OneDrive, når inte nätet", "kontrollera nätverket"),
    (389, "OneDrive, svarar med ett fel", "vänta"),
    (391, "OneDrive, arbetar med filen", "vänta"),
    (392, "OneDrive, svarar med ett fel", "vänta"),
    (395, "OneDrive, nekar åtkomst", "logga in"),
    (396, "OneDrive, svarar med ett fel", "utanför den"),
    (397, "OneDrive, arbetar med filen", "vänta"),
    (404, "OneDrive, är inte igång", "starta den"),
    (426, "OneDrive, når inte nätet", "kontrollera nätverket"),
    (446, "en regel på datorn", "it-avdelningen"),
    (1006, "inte ansluten", "anslut den"),
    (1117, "läs- eller skrivfel", "it-avdelningen"),
    (1142, "kan inte göra det", "egna datorns disk"),
    (1167, "inte ansluten", "anslut den"),
    (1224, "öppen i ett annat program", "stäng den där"),
    (1231, "nätverksmappen går inte att nå", "vpn"),
    (1232, "nätverksmappen går inte att nå", "vpn"),
    (1260, "en regel på datorn", "it-avdelningen"),
    (1265, "inloggningen", "logga in där"),
    (1295, "lagringskvot", "ta bort egna filer"),
    (1326, "inloggningen", "logga in där"),
    (1392, "läs- eller skrivfel", "it-avdelningen"),
    (1450, "minnet", "stäng andra program"),
    (1921, "länk", "utan länkar"),
    (2250, "nätverksmappen går inte att nå", "vpn"),
    (4350, "bara i molnet", "alltid ha den på datorn"),
    (4390, "länk", "utan länkar"),
    (9999, "Windows svarar med felkod 9999", "vad koden betyder"),
]

UNIX = [
    ("ENOSPC", "disken är full", "frigör plats"),
    ("EDQUOT", "lagringskvot", "ta bort egna filer"),
    ("EFBIG", "större", "annan disk"),
    ("EROFS", "disken är skrivskyddad", "ta bort skyddet"),
    ("EBUSY", "upptagen", "vänta"),
    ("ETXTBSY", "ett program som körs", "annat namn"),
    ("EISDIR", "en mapp har det namnet", "annat namn"),
    ("EEXIST", "finns redan", "annat namn"),
    ("ENOTEMPTY", "mappen är inte tom", "ny mapp"),
    ("ELOOP", "länk", "utan länkar"),
    ("EXDEV", "från en disk till en annan", "egna datorns disk"),
    ("EIO", "läs- eller skrivfel", "it-avdelningen"),
    ("ESTALE", "nätverksmappen går inte att nå", "vpn"),
    ("ETIMEDOUT", "nätverksmappen går inte att nå", "vpn"),
    ("EHOSTDOWN", "nätverksmappen går inte att nå", "vpn"),
    ("EMFILE", "för många filer", "nytt terminalfönster"),
    ("ENFILE", "för många filer", "stäng andra program"),
    ("EILSEQ", "namnet går inte att använda", "bara bokstäver"),
    ("ENOTSUP", "kan inte göra det", "egna datorns disk"),
    ("EOPNOTSUPP", "kan inte göra det", "egna datorns disk"),
    ("ENOSYS", "kan inte göra det", "egna datorns disk"),
    ("ENODEV", "inte ansluten", "anslut den"),
    ("ENXIO", "inte ansluten", "anslut den"),
    ("ENOLCK", "går inte att låsa", "egna datorns disk"),
    ("EAGAIN", "låst", "vänta"),
    ("EDEADLK", "låst", "vänta"),
    ("ENOMEM", "minnet", "stäng andra program"),
    ("EINVAL", "godtar inte namnet", "bara bokstäver"),
    ("ENAMETOOLONG", "sökvägen är för lång", "kortare namn"),
    ("EBADF", "systemet svarar med felkod EBADF", "vad koden betyder"),
]


def is_fit(said):
    """Tell whether a reason and a remedy read as the others: Swedish, and no whole sentence."""
    english = r"\b(the|file|error|denied|access|not|disk full|directory|path|in English)\b"
    return all(
        text and text == text.strip() and text[-1] not in ".!:;," and not re.search(english, text)
        for text in said
    )


@pytest.mark.parametrize(("code", "reason", "remedy"), WINDOWS)
def test_what_windows_says_is_said_in_words(code, reason, remedy, tmp_path):
    said = why(of_windows(code), tmp_path / "ut.csv")

    assert reason in said[0]
    assert remedy in said[1]
    assert is_fit(said)


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS means the cloud by EDEADLK")
@pytest.mark.parametrize(("name", "reason", "remedy"), UNIX)
def test_what_other_systems_say_is_said_in_words(name, reason, remedy, tmp_path):
    if not hasattr(errno, name):
        pytest.skip("this system has no such error")
    said = why(of_unix(getattr(errno, name)), tmp_path / "ut.csv")

    assert reason in said[0]
    assert remedy in said[1]
    assert is_fit(said)


@pytest.mark.parametrize("code", SAID)
def test_every_code_has_a_reason_and_a_remedy_in_swedish(code):
    assert is_fit(SAID[code])


def test_every_name_of_an_error_is_one_and_no_code_has_two_reasons():
    names = {code for code in SAID if isinstance(code, str)}
    assert {name for name in names if not re.fullmatch(r"E[A-Z]+", name)} == set()
    assert not set(SAID) & set(reasons._LOOKS)
    assert sum(map(len, words._BY_CODES.values())) == len(SAID)


def test_every_error_that_this_system_knows_is_answered(tmp_path):
    for number in errno.errorcode:
        said = why(of_unix(number), tmp_path / "ut.csv")
        assert is_fit(said), (number, said)


def test_an_error_without_a_code_is_answered_too(tmp_path):
    assert is_fit(why(OSError("in English"), tmp_path / "ut.csv"))


@pytest.mark.parametrize("made", [of_windows, of_unix])
def test_a_full_disk_is_called_so_whatever_is_done_and_whoever_says_it(made, tmp_path):
    code = 112 if made is of_windows else errno.ENOSPC
    for path in (tmp_path, tmp_path / "ut.csv", tmp_path / "saknas" / "ut.csv", Path()):
        assert why(made(code), path)[0] == "disken är full"


RAISED_HERE = [
    ("ut", "en mapp har det namnet"),
    ("ut/fil/x.csv", "fil, inte en mapp"),
    ("ut/saknas/x.csv", "saknas"),
    ("ut/ring", "länk"),
    ("ut/" + "x" * 256, "256 tecken"),
    ("ut/" + "x/" * 3000, "sökvägen är för lång"),
]


@pytest.mark.skipif(os.name == "nt", reason="what Windows raises is above")
@pytest.mark.parametrize(("name", "reason"), RAISED_HERE)
def test_what_this_system_raises_is_understood(name, reason, tmp_path):
    (tmp_path / "ut").mkdir()
    (tmp_path / "ut" / "fil").touch()
    (tmp_path / "ut" / "ring").symlink_to("ring")
    path = tmp_path / name

    with pytest.raises(OSError) as raised:  # noqa: PT011 (which one is what is asked)
        path.write_bytes(b"x")

    assert reason in why(raised.value, path)[0]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full disk to write to here")
def test_a_disk_that_is_really_full_is_called_so(tmp_path):
    with pytest.raises(OSError) as raised:  # noqa: PT011
        Path("/dev/full").write_bytes(b"x")

    assert why(raised.value, tmp_path / "ut.csv")[0] == "disken är full"


@pytest.fixture
def forbidding(monkeypatch):
    """Make the system deny what is named; root, as whom tests may run, may do everything."""

    def forbid(*denied):
        def access(path, mode):
            return not any(Path(path) == where and mode & bits for where, bits in denied)

        monkeypatch.setattr(looking.os, "access", access)

    return forbid


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM])
def test_what_is_denied_is_found_on_the_disk(number, tmp_path, forbidding, monkeypatch):
    monkeypatch.setattr(looking.sys, "platform", "linux")
    folder, path = tmp_path / "mapp", tmp_path / "mapp" / "ut.csv"
    folder.mkdir()
    path.touch()
    error = of_unix(number, path)

    forbidding()
    assert why(error, path)[0] == "systemet nekar åtkomst"
    forbidding((path, os.W_OK))
    assert why(error, path) == ("filen är skrivskyddad", "ta bort skrivskyddet och kör igen")
    forbidding((folder, os.W_OK))
    assert why(error, path)[0] == f'du får inte skriva i mappen "{folder.as_posix()}"'
    forbidding((path, os.R_OK))
    assert why(error, path)[0] == "du får inte läsa filen"
    forbidding((tmp_path, os.X_OK))
    assert why(error, path)[0] == f'du får inte öppna mappen "{tmp_path.as_posix()}"'
    forbidding((folder, os.R_OK))
    assert why(error, folder)[0] == f'du saknar behörighet till mappen "{folder.as_posix()}"'


def test_macos_denies_what_the_user_has_not_let_the_terminal_do(tmp_path, monkeypatch):
    monkeypatch.setattr(looking.sys, "platform", "darwin")

    reason, remedy = why(of_unix(errno.EPERM), tmp_path / "ut.csv")

    assert reason == "macOS nekar åtkomst"
    assert "Integritet och säkerhet" in remedy


def test_macos_has_a_word_of_its_own_for_a_file_in_the_cloud(tmp_path, monkeypatch):
    monkeypatch.setattr(reasons.sys, "platform", "darwin")

    assert "bara i molnet" in why(of_unix(errno.EDEADLK), tmp_path / "ut.csv")[0]


def test_windows_denies_a_file_that_is_open_or_has_the_flag_or_a_folder(tmp_path, forbidding):
    path, new = tmp_path / "ut.xlsx", tmp_path / "ny.xlsx"
    path.touch()
    moved, opened = of_windows(5, path, errno.EACCES), opened_on_windows(errno.EACCES, path)

    for error in (moved, opened):
        assert "Excel" in why(error, path)[0]
        assert "stäng den där" in why(error, path)[1]
    forbidding((path, os.W_OK))
    assert why(moved, path)[0] == "filen är skrivskyddad"
    assert "egenskaper" in why(moved, path)[1]
    assert why(opened, path)[0].endswith("till exempel Excel, eller skrivskyddad")
    for error in (of_windows(5, new), of_windows(82, new), opened_on_windows(errno.EACCES, new)):
        assert why(error, new)[0] == f'Windows nekar åtkomst till mappen "{tmp_path.as_posix()}"'
        assert "utpressningsprogram" in why(error, new)[1]
    assert "nekar åtkomst till mappen" in why(of_windows(5, tmp_path), tmp_path)[0]
    assert all(is_fit(why(error, where)) for error in (moved, opened) for where in (path, new))


MISSING = [
    lambda name: of_unix(errno.ENOENT, name),
    lambda name: of_windows(2, name, errno.ENOENT),
    lambda name: of_windows(3, name, errno.ENOENT),
    lambda name: opened_on_windows(errno.ENOENT, name),
]


@pytest.mark.parametrize("made", MISSING)
def test_what_is_missing_is_named(made, tmp_path):
    path = tmp_path / "en" / "annan" / "ut.csv"
    error = made(path)

    assert why(error, path)[0] == f'mappen "{(tmp_path / "en").as_posix()}" finns inte'
    path.parent.parent.write_text("en fil")
    assert why(error, path)[0] == f'"{(tmp_path / "en").as_posix()}" är en fil, inte en mapp'
    path.parent.parent.unlink()
    path.parent.mkdir(parents=True)
    assert why(error, path)[0] == "filen finns inte"
    path.touch()
    assert why(error, path) == ("en fil som behövs försvann under tiden", "kör kommandot igen")


def test_a_move_whose_file_is_gone_is_not_said_of_the_place_it_was_to_go_to(tmp_path):
    path = tmp_path / "ut.csv"

    moved = of_unix(errno.ENOENT, tmp_path / ".tillfällig", str(path))

    assert why(moved, path)[0] == "en fil som behövs försvann under tiden"


@pytest.mark.skipif(os.name == "nt", reason="links are for few there")
def test_a_link_that_leads_nowhere_is_told(tmp_path):
    link, under = tmp_path / "länk", tmp_path / "mapp"
    link.symlink_to(tmp_path / "saknas")
    under.symlink_to(tmp_path / "saknas")

    for path in (link, under / "ut.csv"):
        assert why(of_unix(errno.ENOENT, path), path)[0] == "en länk i sökvägen går inte att följa"


@pytest.mark.skipif(os.name == "nt", reason="a folder that one stands in cannot be removed there")
def test_the_folder_where_one_stands_may_be_gone(tmp_path, monkeypatch):
    gone = tmp_path / "borta"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()

    for error in (of_unix(errno.ENOENT), OSError(errno.ENOENT, "in English")):
        assert why(error, Path("ut.csv"))[0] == "mappen du står i finns inte längre"
    assert why(of_unix(errno.ENAMETOOLONG), Path("ut.csv"))[0].startswith("sökvägen är för lång")


def test_a_drive_or_a_server_that_is_gone_is_no_folder_to_make():
    assert looking._no_folder(PureWindowsPath("Z:\\")) == words.GONE
    assert looking._no_folder(PureWindowsPath("\\\\server\\ekonomi\\")) == words.NETWORK
    assert looking._no_folder(PureWindowsPath("Z:\\budget"))[0] == 'mappen "Z:/budget" finns inte'


@pytest.mark.parametrize(
    "made", [lambda name: of_unix(errno.ENOTDIR, name), lambda name: of_windows(267, name)]
)
def test_a_file_in_the_place_of_a_folder_is_named(made, tmp_path):
    file = tmp_path / "fil"
    file.touch()

    for path in (file / "ut.csv", file):
        assert why(made(path), path)[0] == f'"{file.as_posix()}" är en fil, inte en mapp'
    assert is_fit(why(made(tmp_path), tmp_path))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no queues")
def test_what_is_no_file_is_told_from_a_disk_that_is_gone(tmp_path):
    os.mkfifo(tmp_path / "kö")

    assert why(of_unix(errno.ENXIO), tmp_path / "kö")[0] == "det är ingen vanlig fil"


def deep(tmp_path, length):
    """A path of so many characters, in parts of at most a hundred."""
    whole, path = length - len(str(tmp_path)), tmp_path
    while whole > 1:
        part = min(whole - 1, 100)
        path, whole = path / ("x" * part), whole - part - 1
    return path


@pytest.mark.parametrize("made", MISSING[1:])
def test_a_path_that_windows_finds_too_long_has_its_length_told(made, tmp_path):
    path = deep(tmp_path, 260)

    reason, remedy = why(made(path), path)

    assert f"{len(str(path))} tecken" in reason
    assert "259" in reason
    assert "kortare namn" in remedy
    assert "för lång" not in why(made(tmp_path / "ut.csv"), tmp_path / "ut.csv")[0]


def test_a_temporary_file_beside_may_be_what_is_too_long(tmp_path):
    path = deep(tmp_path, 250)
    temporary = path.with_name(path.name + "-tillfälligt")

    reason, _ = why(opened_on_windows(errno.ENOENT, temporary), path)

    assert f"{len(str(temporary))} tecken med den temporära filens namn" in reason


@pytest.mark.parametrize("code", [111, 206])
def test_what_windows_calls_too_long_is_so_whatever_its_length(code, tmp_path):
    path = tmp_path / "ut.csv"

    assert why(of_windows(code), path)[0] == f"sökvägen är för lång: {len(str(path))} tecken"


def test_other_systems_take_longer_paths_and_name_bytes(tmp_path):
    assert "tecken" not in why(of_unix(errno.ENOENT), deep(tmp_path, 300))[0]
    name = "å" * 200
    assert why(of_unix(errno.ENAMETOOLONG), tmp_path / name)[0] == "namnet är för långt: 200 tecken"
    assert "namnet" not in why(of_windows(206), tmp_path / name)[0]
    assert why(of_windows(123), tmp_path / ("å" * 256))[0] == "namnet är för långt: 256 tecken"


@pytest.mark.parametrize("code", [87, 110, 123, 161])
def test_a_name_that_windows_refuses_has_its_fault_told(code, tmp_path):
    assert "tecknet ?" in why(of_windows(code), tmp_path / "vad?.csv")[0]
    assert is_fit(why(of_windows(code), tmp_path / "ut.csv"))


@pytest.mark.parametrize("error", [of_windows(87), opened_on_windows(errno.EINVAL)])
def test_a_file_that_is_in_the_cloud_alone_is_told(error, tmp_path, monkeypatch):
    path = tmp_path / "ut.csv"
    assert why(error, path)[0] == "Windows godtar inte sökvägen, eller når inte filen"

    for attribute in (stat.FILE_ATTRIBUTE_OFFLINE, 0x40000, 0x400000):
        made = SimpleNamespace(st_file_attributes=attribute)
        with monkeypatch.context() as patch:
            patch.setattr(Path, "stat", lambda _, made=made: made)
            assert naming._is_away(path)
            assert "bara i molnet" in why(error, path)[0]


@pytest.mark.parametrize("code", [5, 32, 33, 303, 391, 397, 1224])
def test_what_a_virus_scanner_or_onedrive_holds_passes(code):
    assert passing(of_windows(code, number=errno.EACCES))


@pytest.mark.parametrize("code", [2, 3, 19, 39, 80, 112, 183, 206, 362, 1326])
def test_what_does_not_pass_is_not_waited_for(code):
    assert not passing(of_windows(code))


def test_a_right_that_is_denied_passes_on_windows_alone():
    assert passing(opened_on_windows(errno.EACCES))
    assert not passing(of_unix(errno.EACCES))
    assert not passing(of_unix(errno.ENOSPC))
    assert passing(of_unix(errno.EBUSY))


@pytest.mark.parametrize("made", [of_windows, of_unix])
def test_a_disk_that_answers_nothing_is_no_reason_to_fail(made, tmp_path, monkeypatch):
    def gone(*_, **__):
        raise of_windows(53, number=errno.ENOENT)

    for name in ("stat", "lstat", "cwd", "absolute"):
        monkeypatch.setattr(Path, name, gone)
    codes = [code for code in (*SAID, *reasons._LOOKS) if isinstance(code, int)]
    for code in codes if made is of_windows else errno.errorcode:
        for path in (tmp_path / "ut.csv", Path("ut.csv"), Path()):
            assert is_fit(why(made(code), path))
