"""The letter of the pictures and of the benchmark: what the demo's requests say, as the service would set it."""

from tools import sample_letter


def test_it_names_the_need_and_every_item_of_the_examples() -> None:
    data, title = sample_letter.document()
    said = repr(data)
    assert title
    for part in ("Daniela is two years old", "Manual wheelchair", "Headrest", "Pelvic belt"):
        assert part in said
