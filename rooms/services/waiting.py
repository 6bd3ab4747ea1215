"""A message that waited for staff, on its way into the room after all."""

from collections.abc import Sequence
from uuid import UUID

from rooms.access import Action, permit
from rooms.events import Draft, record
from rooms.masks import Mask, as_data
from rooms.media.carried import FILES
from rooms.models import Event, Kind, Membership, PaperAnswer
from rooms.services import attachments, replay


def let_through(
    *, member: Membership, client_id: UUID, text: str, reply_to: int | None, masks: Sequence[Mask] = ()
) -> Event:
    """Record a message that was held, under the id that its writer gave it; one that is recorded already is returned.

    For staff's service, which has locked the writer's room in its transaction and has decided. Raises RoomError
    not_found if the writer has no open part any more, id_reused.
    """
    permit(member, Action.READ)
    whole, data = attachments.drawn_up(member, client_id, text, attachments.held(member, client_id))
    answer = PaperAnswer.objects.filter(client_id=client_id, sheet__member=member).first()
    data = {**data, **(answer.data if answer else {})}
    draft = Draft(
        room=member.room,
        kind=Kind.MESSAGE,
        author=member,
        text=whole,
        data={**data, **({} if reply_to is None else {"reply_to": reply_to}), **as_data(masks)},
        client_id=client_id,
    )
    earlier = replay.earlier([(member, client_id)]).get((member.pk, client_id))
    if earlier is not None:
        return earlier if FILES in earlier.data else replay.same_or_refuse(earlier, draft)
    event = record([draft])[0]
    attachments.attach(event)
    return event
