"""An agreement in talk, a plan for talking and words to the agency: for the canary world, and for walks over pages."""

from datetime import date, time
from uuid import uuid4

from moderation.services import agreements
from rooms.models import (
    Agency,
    Agreement,
    AgreementPoint,
    AgreementTemplate,
    Feedback,
    Improvement,
    Membership,
    PointTurn,
    TalkPlan,
)
from rooms.services import agreement, points, survey, talkplan
from rooms.services.talkplan import Wanted
from tests.cast import Cast
from tests.walls.canaries import Aviary


def agreed(world: Aviary) -> None:
    """In each room an agreement with a point of its own, other words for it, and a plan; the agency heard of it."""
    for number, (viewer, name) in enumerate((("shared", "macia"), ("other_parent", "jaylan"))):
        room, person = world.rooms[name], world.people[viewer]
        member = Membership.objects.get(person=person, room=room)
        about = {"actor": person, "room_id": room.public_id}
        agreement.begin(**about, client_id=uuid4())
        found, year = Agreement.objects.get(room=room), 1905 + number
        Agreement.objects.filter(pk=found.pk).update(review_on=date(year, 2, 17))
        world.caught(str(year), "Agreement.review_on", room=name)
        world.caught(found.public_id, "Agreement.public_id", room=name)
        point = AgreementPoint.objects.filter(agreement=found).first()
        assert point is not None
        AgreementPoint.objects.filter(pk=point.pk).update(
            en=world.new("AgreementPoint.en", room=name), es=world.new("AgreementPoint.es", room=name)
        )
        world.caught(point.public_id, "AgreementPoint.public_id", room=name)
        text = world.new("Event.text", room=name)
        points.reword(**about, client_id=uuid4(), point=point.public_id, version=1, text=text)
        world.caught(PointTurn.objects.get(point=point).public_id, "PointTurn.public_id", room=name)
        text = world.new("Event.text", room=name)
        talkplan.suggest(**about, client_id=uuid4(), wanted=Wanted(ways=["room"]), latest="", text=text)
        world.caught(TalkPlan.objects.get(room=room).public_id, "TalkPlan.public_id", room=name)
        row = Feedback.objects.create(
            membership=member, client_id=uuid4(), text=world.new("Feedback.text", room=name, person=viewer)
        )
        world.caught(str(row.client_id), "Feedback.client_id", room=name)
    _agency(world)


def _agency(world: Aviary) -> None:
    """Its template, and what it changed: all its members read that, and nobody reads another agency's."""
    agency, worker = world.rooms["macia"].family.agency, world.people["social_worker"]
    points = [{"key": "food", "en": world.new("AgreementTemplate.points", room="macia"), "es": ""}]
    AgreementTemplate.objects.create(agency=agency, version=1, points=points, by=worker)
    for place, whose in (("macia", agency), ("elsewhere", Agency.objects.create(name="Elsewhere"))):
        told = {column: world.new(f"Improvement.{column}", room=place) for column in ("heard", "changed")}
        row = Improvement.objects.create(agency=whose, by=worker, client_id=uuid4(), **told)
        world.caught(str(row.client_id), "Improvement.client_id", room=place)


def in_agreement(cast: Cast, words: str) -> None:
    """Macia's room has an agreement that is talked over, and a plan; `words` in the place of all that people say."""
    room = cast.rooms["macia"].public_id
    ana, brianna, tianna = ({"actor": cast.people[who], "room_id": room} for who in ("ana", "brianna", "tianna"))
    agreement.begin(**tianna, client_id=uuid4())
    agreement.agree(**brianna, client_id=uuid4(), version=1)
    first, second = AgreementPoint.objects.filter(agreement__room__public_id=room).order_by("place")[:2]
    points.talk(**ana, client_id=uuid4(), point=first.public_id, text=words)
    what = {"version": 1, "text": words or "We both fill it"}
    points.reword(**brianna, client_id=uuid4(), point=first.public_id, **what)
    points.take(**ana, client_id=uuid4(), turn=PointTurn.objects.get(kind="words").public_id)
    points.reword(**ana, client_id=uuid4(), point=second.public_id, **what)
    wanted = Wanted(ways=["room"], days=[0, 2], starts=time(18), ends=time(20), ask_first=["hair"])
    talkplan.suggest(**ana, client_id=uuid4(), wanted=wanted, latest="", text=words)
    talkplan.take(**brianna, client_id=uuid4(), plan=TalkPlan.objects.get().public_id)
    talkplan.suggest(**brianna, client_id=uuid4(), wanted=wanted, latest=TalkPlan.objects.get().public_id, text=words)
    talkplan.rest(**ana, client_id=uuid4(), days=[1], starts=time(8), ends=time(16))
    survey.tell_agency(**ana, client_id=uuid4(), text=words or "It helps")
    told = words[:900] or "A word"
    agreements.tell_change(actor=cast.wendy, client_id=uuid4(), heard=told, changed=told)
