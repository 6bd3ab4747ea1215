"""What screening saw, in the words of a digest."""

from moderation.digest import labels, screened
from moderation.digest.model import Marks
from moderation.screening import contacts


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
