"""What holds no contact detail is left as it was typed: doses, dates, times, prices, cases, crisis lines (S53, S58)."""

import pytest

from moderation.screening.contacts import find, mask

ORDINARY = [
    "Give 7.5 ml at 8:00 and 2.5 ml at bedtime, for 10 days",
    "120 mg every 8 hours, 3 doses at most",
    "101.4 at 3 am, 99.8 at 7, 98.6 now",
    "BP 120/80, pulse 72",
    "Court is 10/14/2026 at 9:30 in room 216, second floor",
    "We meet on 2/3, 2/10, 2/17 and 2/24 at 3:45",
    "$45.50 for the trip and $12 for lunch",
    "1,200 points, 614,550 in all",
    "Case number 24-JC-003155, docket 614-555-0148",
    "Order 614-555-0133 ships Monday",
    "Refill 6145550143 is ready at the pharmacy",
    "ticket #6145550143",
    "bus 614 then the 62, about 35 minutes",
    "Room 602, unit B, second floor of the hospital",
    "Building 5, suite 210 is where the class is",
    "one two three four five six, and then the candles went out",
    "he counts by fives: 5 10 15 20 25 30 35",
    "twenty five, thirty, thirty five, forty, all by herself",
    "ages 2, 4, 6 and 8; sizes 2T 3T 4T",
    "three birches and 15 birch leaves in a jar",
    "a 20 minute drive, 45 in traffic, this way or that way",
    "she owns 30 Sesame Street books",
    "Fern Street Elementary, room 9, at noon",
    "our house is 20 minutes from the center",
    "number two on our list fell through",
    "my insta is private now and my email is not working",
    "Facebook is a mess, I am glad I left",
    "please don't send your number or address here",
    "I ordered it on amazon.com",
    "look at me at the table dot by dot",
    "good night. me too. us too",
    "Le tocan 5 ml a las 8 y 2.5 ml a las 10",
    "son 2 cuadras de la escuela, a las 4 y 15",
    "el camino a casa son 20 minutos",
    "contó uno dos tres cuatro cinco seis siete",
    "mi correo no sirve hoy y no uso facebook",
]
CRISIS = [
    "call 988 or text 988",
    "9-1-1 if she cannot breathe, or 911",
    "211 helped with diapers, 311 with the heat",
    "Poison control is 1-800-222-1222, it is on our fridge",
    "poison control: 1 800 222 1222, 24 hours, 7 days",
    "call 8002221222",
    "text HOME to 741741",
    "1-800-799-7233 for anyone who is hurt at home",
    "llame al 988, o al control de venenos: 800 222 1222",
    "one eight hundred 222 1222",
]
MENTIONS = ["@Tianna can we move it?", "thanks @Brianna and @Ana!", "@Francisco gracias por la foto"]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_numbers_and_talk_are_no_details(text):
    """S58. A wrongly hidden dose is a safety fault."""
    assert find(text) == []


@pytest.mark.parametrize("text", CRISIS)
def test_a_crisis_line_is_never_masked(text):
    """S58. Whatever else is in the message, these numbers reach everybody."""
    assert mask(text, find(text)) == text


def test_a_crisis_line_stays_beside_a_number_that_is_masked():
    masked = mask(text := "call 988, then me, 614-555-0143", find(text))
    assert "988" in masked
    assert "0143" not in masked


@pytest.mark.parametrize("text", MENTIONS)
def test_a_mention_of_a_member_is_no_handle(text):
    assert find(text) == []
