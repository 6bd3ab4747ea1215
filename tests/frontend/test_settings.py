"""Settings: language and time zone, for people and for visitors."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from tests.frontend.conftest import Reader


def test_language_and_zone_are_saved_and_used_at_once(ana: Reader) -> None:
    answer = ana.client.post("/settings/", {"language": "es", "time_zone": "America/New_York"})
    assert (answer.status_code, answer["Location"]) == (303, "/settings/")
    page = ana.client.get("/settings/")
    assert page["Content-Language"] == "es"
    assert '<html lang="es" data-time-zone="America/New_York">' in page.content.decode()
    assert "Sus ajustes están guardados." in page.content.decode()


def test_times_are_those_of_the_reader(ana: Reader, cast: Cast) -> None:
    at = datetime(timezone.now().year - 1, 7, 4, 5, 30, tzinfo=UTC)
    cast.say("brianna", "macia", "Late", at=at)
    page = ana.get().content.decode()
    assert f'<time datetime="{at.year}-07-04T05:30:00.000Z">10:30 pm</time>' in page
    assert f'data-day="{at.year}-07-03"' in page


def test_a_zone_that_is_not_on_the_list_stays_mine(ana: Reader, cast: Cast) -> None:
    cast.ana.time_zone = "Europe/Madrid"
    cast.ana.save()
    page = ana.client.get("/settings/").content.decode()
    assert '<option value="Europe/Madrid" selected>' in page


def test_a_zone_that_this_machine_does_not_know_is_no_error(ana: Reader, cast: Cast) -> None:
    cast.ana.time_zone = "America/Atlantis"
    cast.ana.save()
    assert ana.client.get("/settings/").status_code == 200


@pytest.mark.parametrize(
    "fields", [{}, {"language": "xx", "time_zone": "UTC"}, {"language": "es", "time_zone": "Mars"}]
)
def test_what_is_not_offered_is_not_saved(ana: Reader, cast: Cast, fields: dict[str, str]) -> None:
    assert ana.client.post("/settings/", fields).status_code == 422
    cast.ana.refresh_from_db()
    assert cast.ana.language == "en"


def test_a_visitor_chooses_a_language_and_keeps_it(db: None) -> None:
    visitor = Client()
    answer = visitor.post("/language/", {"language": "es", "next": "/accounts/login/?next=/"})
    assert (answer.status_code, answer["Location"]) == (303, "/accounts/login/?next=/")
    page = visitor.get("/accounts/login/")
    assert '<html lang="es"' in page.content.decode()
    assert "Olvidé mi contraseña" in page.content.decode()


def test_the_browsers_language_is_a_good_guess(db: None) -> None:
    page = Client().get("/accounts/login/", headers={"accept-language": "es-MX,es;q=0.9"})
    assert page["Content-Language"] == "es"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_the_language_form_leads_nowhere_else(db: None, target: str) -> None:
    assert Client().post("/language/", {"language": "es", "next": target})["Location"] == "/"


def test_private_pages_are_never_kept(ana: Reader, cast: Cast) -> None:
    for path in ("/", ana.base, f"{ana.base}people/", "/settings/", "/rooms/nothing/", "/accounts/logout/"):
        assert ana.client.get(path)["Cache-Control"] == "no-store, private"
    assert Reader(cast, "tianna", "macia").client.get("/desk/")["Cache-Control"] == "no-store, private"


def test_a_day_heading_follows_the_readers_midnight(ana: Reader, cast: Cast) -> None:
    cast.say("brianna", "macia", "Earlier", at=timezone.now() - timedelta(days=2))
    cast.say("brianna", "macia", "Now")
    page = ana.get().content.decode().split("<template")[0]
    assert page.count('<li class="day"') >= 2
