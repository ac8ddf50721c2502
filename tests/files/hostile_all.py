"""All that is made to exhaust the program, by its kind."""

from tests.files.hostile_books import ARCHIVES, INSIDE
from tests.files.hostile_data import DOCUMENTS, FOLDERS, OTHERS
from tests.files.hostile_texts import CUBES, LARGEST, LISTS

GROUPS = {
    "INSIDE": INSIDE,
    "ARCHIVES": ARCHIVES,
    "LISTS": LISTS,
    "LARGEST": LARGEST,
    "CUBES": CUBES,
    "FOLDERS": FOLDERS,
    "DOCUMENTS": DOCUMENTS,
    "OTHERS": OTHERS,
}
