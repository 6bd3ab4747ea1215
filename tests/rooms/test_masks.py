"""What members see in place of a private span: dots that tell nothing, where it stood."""

import pytest

from rooms.masks import as_data, conceal, masks_of, without


def test_a_private_span_becomes_dots_that_do_not_tell_its_length() -> None:
    short = conceal("Call 12 now", [(5, 7, "phone")])
    long = conceal("Call 1234567 now", [(5, 12, "phone")])
    assert short == long == ("Call ••• now", [(5, 8, "phone")])


def test_several_spans_keep_their_places_in_what_is_shown() -> None:
    text, shown = conceal("a@b or 12 😊 x", [(7, 9, "phone"), (0, 3, "email")])
    assert text == "••• or ••• 😊 x"
    assert [text[start:end] for start, end, _ in shown] == ["•••", "•••"]
    assert [kind for _, _, kind in shown] == ["email", "phone"]


@pytest.mark.parametrize("second", [(2, 9, "link"), (0, 3, "link"), (4, 5, "link")])
def test_spans_that_overlap_let_nothing_through_between_them(second: tuple[int, int, str]) -> None:
    text, _ = conceal("secret detail", [(0, 6, "phone"), second])
    assert not set("secret") & set(text.removesuffix(" detail").removesuffix("detail")) - set("detail ")


def test_as_data_and_back_is_the_same_and_leaves_what_the_writer_asked_for() -> None:
    data = {"reply_to": 3, **as_data([(4, 9, "phone")])}
    assert masks_of(data) == [(4, 9, "phone")]
    assert without(data) == {"reply_to": 3}
    assert as_data([]) == {}
