"""What the system's error codes mean in words, for those that say all by themselves.

Codes of Windows are numbers (WinError.h), those of other systems names (errno). A reason can stand
after "filen går inte att skriva:", and a remedy helps whoever follows it to the letter.

What a code means is looked up in the lists of Microsoft and of Linux' errno(3); a table of
CPython, PC/errmap.h, shows which of Windows' codes lose their meaning when they become an errno.
"""

from __future__ import annotations

Said = tuple[str, str]  # the reason, the remedy

_ELSEWHERE = "välj en mapp på den egna datorns disk"
_SYNCED = "vänta tills den har synkat klart och kör igen"
_CLOUD = "molntjänsten, till exempel OneDrive,"

FULL = ("disken är full", "frigör plats på den, eller välj en annan disk, och kör igen")
QUOTA = (
    "din lagringskvot är slut",
    "ta bort egna filer på den disken, eller välj en annan disk, och kör igen",
)
TOO_BIG = (
    "filen blir större än disken eller systemet tillåter",
    "välj en annan disk, eller höj gränsen för hur stor en fil får vara",
)
DISK_LOCKED = (
    "disken är skrivskyddad",
    "ta bort skyddet, eller välj en mapp på en annan disk, och kör igen",
)
BROKEN = (
    "disken svarar med ett läs- eller skrivfel",
    "kör igen; kommer felet tillbaka, välj en annan disk och låt it-avdelningen se över den här",
)
GONE = (
    "disken eller enheten är inte ansluten",
    "anslut den och kör igen, eller välj en mapp på en annan disk",
)
UNABLE = ("disken eller nätverksmappen kan inte göra det som krävs", _ELSEWHERE)
OTHER_DISK = ("filen går inte att flytta från en disk till en annan", _ELSEWHERE)
MEMORY = ("minnet räcker inte", "stäng andra program och kör igen")
MANY_OPEN = (
    "för många filer är öppna på en gång",
    "stäng andra program och kör igen i ett nytt terminalfönster",
)
NETWORK = (
    "nätverksmappen går inte att nå",
    "kontrollera nätverket, eller vpn, och kör igen, eller " + _ELSEWHERE,
)
LOGIN = (
    "nätverksmappen godtar inte inloggningen",
    "öppna mappen i Utforskaren, logga in där och kör igen",
)
CLOUD_OFF = (f"{_CLOUD} är inte igång", f"starta den, {_SYNCED}")
CLOUD_AWAY = (
    "filen finns bara i molnet, till exempel i OneDrive, och går inte att hämta",
    "högerklicka på den, välj att alltid ha den på datorn, vänta tills den har kommit och kör igen",
)
CLOUD_OFFLINE = (f"{_CLOUD} når inte nätet", f"kontrollera nätverket, {_SYNCED}")
CLOUD_DENIED = (
    f"{_CLOUD} nekar åtkomst",
    "logga in i den på nytt och kör igen, eller välj en mapp utanför den",
)
CLOUD_BUSY = (f"{_CLOUD} arbetar med filen", _SYNCED)
CLOUD_FAULT = (f"{_CLOUD} svarar med ett fel", f"{_SYNCED}, eller välj en mapp utanför den")
HELD = (
    "filen är öppen i ett annat program, till exempel Excel",
    "stäng den där och kör igen",
)
BUSY = (
    "filen eller mappen är upptagen",
    "vänta en stund och kör igen; hjälper det inte, välj en annan mapp",
)
LOCKED = (
    "filen är låst av ett annat program eller av någon annan",
    "vänta tills den är fri och kör igen",
)
NO_LOCKS = ("filer går inte att låsa i mappen", _ELSEWHERE)
BEING_REMOVED = ("filen håller på att tas bort", "vänta en stund och kör igen")
RUNNING = ("filen är ett program som körs", "ange ett annat namn")
VIRUS = (
    "virusskyddet har stoppat filen",
    "be it-avdelningen godkänna den i virusskyddet och kör igen",
)
POLICY = ("en regel på datorn hindrar det", "be it-avdelningen tillåta det och kör igen")
FOLDER = ("en mapp har det namnet", "ange ett annat namn")
NOT_EMPTY = ("mappen är inte tom", "ange en ny mapp, eller töm den")
THERE = ("något med det namnet finns redan", "ange ett annat namn")
LINK = (
    "en länk i sökvägen går inte att följa",
    "ange sökvägen till själva filen, utan länkar",
)
NAME = (
    "namnet går inte att använda på den disken",
    "ange ett namn med bara bokstäver, siffror, bindestreck och understreck",
)

_BY_CODES: dict[Said, tuple[int | str, ...]] = {
    FULL: (39, 112, 314, "ENOSPC"),
    QUOTA: (1295, "EDQUOT"),
    TOO_BIG: (223, "EFBIG"),
    DISK_LOCKED: (19, 381, "EROFS"),
    BROKEN: (
        23, 25, 26, 27, 29, 30, 31, 483, 790, 1117, 1126, 1127, 1128, 1392, 1393, "EIO", "EBADMSG",
        "EUCLEAN",
    ),
    GONE: (15, 20, 21, 34, 107, 433, 1005, 1006, 1112, 1167, 1617, "ENOMEDIUM"),
    UNABLE: (1, 50, 120, 1142, "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"),
    OTHER_DISK: (17, "EXDEV"),
    MEMORY: (8, 14, 1450, 1455, 1816, "ENOMEM", "ENOBUFS"),
    MANY_OPEN: (4, "EMFILE", "ENFILE"),
    NETWORK: (
        51, 53, 54, 55, 58, 59, 64, 67, 68, 70, 71, 121, 240, 384, 788, 789, 1201, 1203, 1222, 1225,
        1226, 1229, 1231, 1232, 1233, 1236, 1262, 1460, 2250, "ESTALE", "ETIMEDOUT", "EHOSTDOWN",
        "EHOSTUNREACH", "ENETDOWN", "ENETUNREACH", "ENETRESET", "ECONNREFUSED", "ECONNRESET",
        "ECONNABORTED", "ENOTCONN", "ENOLINK", "EREMOTEIO", "ENONET", "ESHUTDOWN",
    ),
    LOGIN: (
        65, 86, 1219, 1265, 1272, 1311, 1312, 1326, 1327, 1330, 1331, 1385, 1907, 1909, 2202,
    ),
    CLOUD_OFF: (362, 404),
    CLOUD_AWAY: (4350,),
    CLOUD_OFFLINE: (377, 388, 426, 475),
    CLOUD_DENIED: (386, 395),
    CLOUD_BUSY: (391, 397),
    CLOUD_FAULT: (
        358, 363, 364, 365, 366, 374, 375, 378, 379, 380, 382, 383, 387, 389, 390, 392, 393, 394,
        396, 398, 434,
    ),
    HELD: (32, 33, 36, 1224),
    BUSY: (108, 148, 170, "EBUSY"),
    LOCKED: (167, 212, 220, "EAGAIN", "EWOULDBLOCK", "EDEADLK", "EDEADLOCK"),
    NO_LOCKS: ("ENOLCK",),
    BEING_REMOVED: (303,),
    RUNNING: ("ETXTBSY",),
    VIRUS: (225, 226),
    POLICY: (354, 356, 446, 786, 1260, 6022),
    FOLDER: (336, "EISDIR"),
    NOT_EMPTY: (145, "ENOTEMPTY"),
    THERE: (80, 183, "EEXIST"),
    LINK: (681, 1463, 1921, 4390, 4392, 4393, 4394, "ELOOP"),
    NAME: (1113, "EILSEQ"),
}  # fmt: skip

SAID = {code: said for said, codes in _BY_CODES.items() for code in codes}

# What may pass within a second, as a virus scanner or OneDrive lets go of the file. 5 is what
# Windows says of a file that is open where it is to be replaced, too.
PASSING = {5, 32, 33, 148, 170, 303, 391, 397, 1224, "EBUSY"}
