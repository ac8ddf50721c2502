"""Where keys stand: in tables, lists of tables, inline tables and lists, with comments between."""

from enamnd_cost.files.positions import Positions

TEXT = """# överst
namn = "Övertorneå"  # en kommentar

[[period]]
fran = 2022
[period.fordelning.belopp]
"Älvsbyn" = 1   # kommentar
boden = 2

[[period]]
fran = 2024
avrundning = { till = 100, metod = "uppat" }
deltagare = [
    "boden",  # den första
    "kalix",
]
[[period.post]]
namn = "A"
[[period.post]]
namn = "B"
a.b = 3
"""


def at(*path, key=False):
    return Positions(TEXT).of(path, key=key)


def test_keys_and_values_have_their_places():
    assert at("namn")[:3] == (2, 8, 12)
    assert at("namn").source == TEXT.splitlines()[1]
    assert at("namn", key=True)[:3] == (2, 1, 4)
    assert at("period", 0, "fordelning", "belopp", "Älvsbyn")[:3] == (7, 13, 1)
    assert at("period", 0, "fordelning", "belopp", "Älvsbyn", key=True)[:3] == (7, 1, 9)
    assert at("period", 1, "avrundning", "metod")[:3] == (12, 36, 7)
    assert at("period", 1, "post", 1, "namn")[:3] == (20, 8, 3)
    assert at("period", 1, "post", 1, "a", "b")[:3] == (21, 7, 1)


def test_items_of_a_list_have_their_places():
    assert at("period", 1, "deltagare", 1)[:3] == (15, 5, 7)
    assert at("period", 1, "deltagare", "bara", 0)[:3] == (14, 5, 7)


def test_what_is_missing_is_pointed_at_where_it_is_missing():
    assert at("period", 1, "kalla")[:3] == (10, 3, 6)
    assert at("nothing") is None


def test_a_key_given_twice_is_found_where_it_stands_the_second_time():
    text = "a = 1\n[b]\nc = 1\nc = 2\n"

    assert Positions(text).repeated().key == (4, 1, 1, "c = 2")
    assert Positions("a = 1\n[[b]]\nc = 1\n[[b]]\nc = 1\n").repeated() is None
