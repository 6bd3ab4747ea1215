"""Home: my rooms, what is new, and rooms that rest."""

from django.test import Client

from rooms.models import Person
from tests.cast import Cast
from tests.frontend.conftest import Reader


def home(cast: Cast, person: str) -> str:
    return Reader(cast, person, "macia").client.get("/").content.decode()


def test_my_rooms_with_what_is_new_and_nobody_elses(cast: Cast) -> None:
    cast.say("wendy", "gladys", "Nap went well today")
    page = home(cast, "francisco")
    assert "Nap went well today" in page
    assert '<p class="soft lead some-news">' in page
    assert "Jon" not in page
    assert f'href="/rooms/{cast.rooms["gladys"].public_id}/#unread-mark"' in page


def test_a_paused_room_is_said_kindly_and_is_no_link(cast: Cast) -> None:
    """S7, S62: no reason, no blame, and where to ask."""
    cast.say("ana", "gladys", "A secret of ours")
    cast.suspend("francisco", "gladys")
    page = home(cast, "francisco")
    assert "Your part in this room is paused for now." in page
    assert f"/rooms/{cast.rooms['gladys'].public_id}/" not in page
    assert "A secret of ours" not in page
    assert "a test" not in page


def test_someone_without_a_room_is_told_what_comes(db: None) -> None:
    newcomer = Client()
    newcomer.force_login(Person.objects.create_user("new@example.test", name="New Person"))
    page = newcomer.get("/").content.decode()
    assert "You are not in a room yet." in page


def test_staff_find_their_desk(cast: Cast) -> None:
    answer = Reader(cast, "tianna", "macia").client.get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")


def test_signed_out_people_sign_in(db: None) -> None:
    answer = Client().get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/")
