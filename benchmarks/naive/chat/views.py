"""The history of a room."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, JsonResponse

from benchmarks.naive.chat.models import Message


@login_required
def history(request: HttpRequest, room_name: str) -> JsonResponse:
    """The last 50 lines."""
    lines = Message.objects.filter(room=room_name).select_related("author").order_by("-id")[:50]
    return JsonResponse(
        {
            "messages": [
                {"id": line.pk, "author": line.author.username, "text": line.text, "at": line.created_at.isoformat()}
                for line in lines
            ]
        }
    )
