"""What screening saw, in the words of a digest."""

from moderation.digest import labels, screened
from moderation.digest.model import Marks
from moderation.screening import contacts
from tests.moderation.talk import lines


def test_one_hurtful_label_and_one_worry_are_chosen_the_most_pressing_first():
    assert screened.marks("x", ["blame", "threat", "self_harm"], []) == Marks(
        hostile="threat", worry="selfharm", quote="x"
    )


def test_contact_details_are_named_by_kind_and_masked_in_the_quote():
    text = "call me at 303-555-0142"
    found = screened.marks(text, [], contacts.find(text))
    assert found.contacts == ("phone",)
    assert "0142" not in found.quote


def test_the_label_of_every_kind_of_detail_has_words():
    assert set(labels.CONTACTS) == {kind.value for kind in contacts.Kind}


def test_what_the_record_keeps_private_is_out_of_the_quote_too():
    """A number sent in two halves is nothing by itself; the screening at send saw both."""
    said = lines(("Ana", "First part: 213 five"), ("Brianna", "Good night"), ("Ana", "Mail ana@example.org or 0142"))
    found = screened.recorded(said, {"m0": [(12, 20, "phone")], "m2": [(23, 27, "phone")]})
    assert found["m0"].contacts == ("phone",) and "five" not in found["m0"].quote
    assert found["m2"].contacts == ("phone", "email")
    assert "0142" not in found["m2"].quote and "example" not in found["m2"].quote
    assert "m1" not in found
