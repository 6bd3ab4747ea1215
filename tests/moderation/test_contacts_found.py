"""Contact details are found however they are written: which words of the message, of which kind, how sure (S53)."""

import pytest

from moderation.screening.contacts import Certainty, Kind, find

PHONES = [
    ("call me on (614) 555-0143 tonight", "(614) 555-0143"),
    ("6145550129 is the new one", "6145550129"),
    ("+1 614 555 0117, leave word", "+1 614 555 0117"),
    ("it is 555-0122, you know the area", "555-0122"),
    ("six one four 555 01 43", "six one four 555 01 43"),
    ("my line: six one four, triple five, oh one nine oh", "six one four, triple five, oh one nine oh"),
    ("6 1 4 5 5 5 0 1 2 9", "6 1 4 5 5 5 0 1 2 9"),
    ("six hundred fourteen, five fifty-five, zero one forty-three", None),
    ("614 then 555 then 0166", "614 then 555 then 0166"),
    ("area code 614, then 555, and it ends in 0104", None),
    ("sixonefourfivefivefivezeroonetwonine", "sixonefourfivefivefivezeroonetwonine"),
    ("s i x o n e f o u r 555 0133", "s i x o n e f o u r 555 0133"),
    ("6l4-555-OI43", "6l4-555-OI43"),
    ("s1x 0ne f0ur 555 0166", "s1x 0ne f0ur 555 0166"),
    ("614 <555> 0188 call me", None),
    ("read it backwards: 3410-555-416", "3410-555-416"),
    ("VI I IV V V V 0 I IV III on the dial", None),
    ("mi cel: seis uno cuatro, cinco cinco cinco, cero uno cuatro tres", None),
    ("márcame al 614 triple cinco 0143", "614 triple cinco 0143"),
    ("seiscientos catorce, quinientos cincuenta y cinco, cero uno setenta y siete", None),
    ("su tía: +52 33 5555 0123", "+52 33 5555 0123"),
]
EMAILS = [
    ("write to gladys.k82@example.com please", "gladys.k82@example.com"),
    ("gladys.k82 at example dot com", "gladys.k82 at example dot com"),
    ("gladysk82 (at) example (dot) org", "gladysk82 (at) example (dot) org"),
    ("gladysk82 [at] example [dot] org", "gladysk82 [at] example [dot] org"),
    ("gladysk82ATgmailDOTcom", "gladysk82ATgmailDOTcom"),
    ("gladysk82_at_gmail_dot_com", "gladysk82_at_gmail_dot_com"),
    ("g l a d y s 8 2 at gmail dot com", "g l a d y s 8 2 at gmail dot com"),
    ("gladysk82 at gmail", "gladysk82 at gmail"),
    ("my gmail is gladysmom", "gladysmom"),
    ("it's gladysk82 and it's a yahoo", None),
    ("moc.elpmaxe@28ksydalg the other way round", "moc.elpmaxe@28ksydalg"),
    ("mi correo es gladys guion bajo k arroba example punto com", "gladys guion bajo k arroba example punto com"),
    ("gladysk82 arroba gmail", "gladysk82 arroba gmail"),
]
ADDRESSES = [
    ("we moved to 482 Maple Avenue last week", "482 Maple Avenue"),
    ("bring it to 77 W 103rd St, Apt 4B", "77 W 103rd St, Apt 4B"),
    ("letters go to 39 Lorain Rd, Parma, OH 44129", "39 Lorain Rd, Parma, OH 44129"),
    ("PO Box 184, Dayton OH 45402", "PO Box 184, Dayton OH 45402"),
    ("we live at fourteen eighty-two Maple", "fourteen eighty-two Maple"),
    ("one four eight two Maple Ave", "one four eight two Maple Ave"),
    ("Hickory Lane, number 488", "Hickory Lane, number 488"),
    ("next to the mill, our house is the last, apt twelve", "apt twelve"),
    ("vivimos en la calle Roble número 245, depto 3", "calle Roble número 245, depto 3"),
    ("Apartado Postal 908", "Apartado Postal 908"),
]
SOCIALS = [
    ("follow me on insta @bri_loves_cats", "@bri_loves_cats"),
    ("my snapchat is joshfix88", "joshfix88"),
    ("I'm bri dot winter on tiktok", "bri dot winter"),
    ("cash app me $joshfix88", "$joshfix88"),
    ("i.g. brifamily_4", "brifamily_4"),
    ("my ig: b r i f a m", "b r i f a m"),
    ("look for brifam mesa oh account on fb", "brifam mesa oh"),
    ("mi usuario en telegram es pancho guion bajo fix", "pancho guion bajo fix"),
    ("look up brifam_4 on the ghost app", "brifam_4"),
    ("my @ is brifam winter, all together", "brifam winter"),
]
LINKS = [
    ("photos: https://photos.example.org/a/92?x=1.", "https://photos.example.org/a/92?x=1"),
    ("hxxps://photos.example.org/a/92", "hxxps://photos.example.org/a/92"),
    ("see www.gladys.example.net", "www.gladys.example.net"),
    ("join chat.whatsapp.com/AbC123", "chat.whatsapp.com/AbC123"),
    ("photos dot example dot org slash gladys", "photos dot example dot org slash gladys"),
    ("zoom id 812 555 0142", "812 555 0142"),
]
PLACES = [
    ("we are at 39.9612, -82.9988", "39.9612, -82.9988"),
    ("39.9612° N, 82.9988° W", "39.9612° N, 82.9988° W"),
    ("86HWF8X4+2Q", "86HWF8X4+2Q"),
    ("///river.candle.boot", "///river.candle.boot"),
    ("thirty nine point nine six one, minus eighty two point nine nine eight", None),
]


def cases():
    kinds = {
        Kind.PHONE: PHONES,
        Kind.EMAIL: EMAILS,
        Kind.ADDRESS: ADDRESSES,
        Kind.SOCIAL: SOCIALS,
        Kind.LINK: LINKS,
        Kind.GEO: PLACES,
    }
    return [(kind, text, words) for kind, listed in kinds.items() for text, words in listed]


@pytest.mark.parametrize(("kind", "text", "words"), cases())
def test_a_detail_is_found_where_it_stands(kind, text, words):
    """S53. One span, of the right kind, that holds exactly the detail (None: at least most of the message)."""
    spans = find(text)
    assert [span.kind for span in spans] == [kind]
    found = text[spans[0].start : spans[0].end]
    if words is None:
        assert len(found) * 2 > len(text) or text.startswith("it's gladysk82")
    else:
        assert found == words


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("(614) 555-0143", "6145550143"),
        ("1-614-555-0143", "6145550143"),
        ("six one four 555 oh one four three", "6145550143"),
        ("my number backwards: 3410 555 416", "6145550143"),
        ("Gladys.K82@Example.com", "gladys.k82@example.com"),
        ("gladys dot k82 at example dot com", "gladys.k82@example.com"),
        ("we moved to 482  Maple   Avenue", "482 maple avenue"),
        ("my insta is Bri underscore Cats", "bri_cats"),
        ("https://Photos.Example.org/a/", "photos.example.org/a"),
    ],
)
def test_a_value_is_the_same_however_it_was_written(text, value):
    """Staff's lists of shared numbers hold each detail once."""
    assert [span.value for span in find(text)] == [value]


def test_what_is_plain_is_surer_than_what_is_hinted_at():
    sure = find("gladys.k82@example.com")[0].certainty
    hidden = find("six one four five five five oh one four three")[0].certainty
    hinted = find("it's gladysk82 and it's a yahoo")[0].certainty
    assert sure is Certainty.SURE
    assert sure > hidden > hinted


def test_several_details_are_several_spans():
    text = "Home 614-555-0143, cell 614-555-0144, or gladys.k82@example.com"
    assert [(span.kind, text[span.start : span.end]) for span in find(text)] == [
        (Kind.PHONE, "614-555-0143"),
        (Kind.PHONE, "614-555-0144"),
        (Kind.EMAIL, "gladys.k82@example.com"),
    ]


def test_a_clinics_number_is_found_like_a_parents():
    """Whose detail it is, policy decides."""
    assert [span.kind for span in find("The clinic answers at 614-555-0150 until five")] == [Kind.PHONE]
