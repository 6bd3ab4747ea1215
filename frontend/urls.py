"""Every page's address. Sign-in is allauth's views under our templates; what is not listed here does not exist."""

from django.urls import URLPattern, include, path, register_converter
from django.urls.converters import IntConverter

from frontend.routes import (
    about,
    accounts,
    agreement,
    book,
    calendar,
    dates,
    days,
    exports,
    flags,
    going_home,
    held,
    invitations,
    learning,
    looks,
    meetings,
    notifications,
    paper,
    policies,
    shared_papers,
    summaries,
    today,
    treatment,
)
from frontend.seats import DESK, MEMBER, Seat
from frontend.views import about as keeping
from frontend.views import desk, files, home, leaving, messages, people, reached, rooms, settings, videos


class SeqConverter(IntConverter):
    """A line's number, as long as any database takes."""

    regex = "[0-9]{1,9}"


register_converter(SeqConverter, "seq")


def _seat(seat: Seat, prefix: str = "") -> list[URLPattern]:
    """The conversation, from one seat: the same addresses below the room for members and for the desk."""
    where = {"seat": seat}
    return [
        path("", rooms.show, where, name=f"{prefix}room"),
        path("pages/", rooms.strip, where, name=f"{prefix}strip"),
        path("say/", messages.say, where, name=f"{prefix}say"),
        path("files/", files.upload, where, name=f"{prefix}files"),
        path("files/<slug:file_id>/", files.show, where, name=f"{prefix}file"),
        path("files/<slug:file_id>/photo.jpg", files.picture, {**where, "small": False}, name=f"{prefix}photo"),
        path("files/<slug:video_id>/video.mp4", files.video, where, name=f"{prefix}video"),
        path("videos/", videos.piece, where, name=f"{prefix}videos"),
        path("videos/<slug:coming_id>/", videos.progress, where, name=f"{prefix}video_progress"),
        path("files/<slug:file_id>/small.jpg", files.picture, {**where, "small": True}, name=f"{prefix}photo_small"),
        path("<seq:seq>/edit/", messages.edit, where, name=f"{prefix}edit"),
        path("<seq:seq>/retract/", messages.retract, where, name=f"{prefix}retract"),
        path("<seq:seq>/react/", messages.react, where, name=f"{prefix}react"),
        path("<seq:seq>/keep/", keeping.keep, where, name=f"{prefix}child_keep"),
    ]


urlpatterns = [
    path("", home.home, name="home"),
    path("rooms/<slug:room_id>/", include(_seat(MEMBER))),
    path("rooms/<slug:room_id>/read/", rooms.read, name="read"),
    path("rooms/<slug:room_id>/<seq:seq>/reached/", reached.of_message, name="reached"),
    path("rooms/<slug:room_id>/people/", people.people, name="people"),
    path("rooms/<slug:room_id>/name/", people.rename, name="rename"),
    path("settings/", settings.settings, name="settings"),
    path("language/", settings.set_language, name="set_language"),
    path("leave/", leaving.leave, name="leave"),
    path("desk/", desk.board, name="desk"),
    path("desk/rooms/<slug:room_id>/", include(_seat(DESK, "desk_"))),
    path("desk/rooms/<slug:room_id>/people/", desk.people, name="desk_people"),
    path("desk/rooms/<slug:room_id>/people/<slug:member_id>/<slug:act>/", desk.manage, name="desk_manage"),
    *about.urlpatterns,
    *book.urlpatterns,
    *calendar.urlpatterns,
    *dates.urlpatterns,
    *days.urlpatterns,
    *agreement.urlpatterns,
    *flags.urlpatterns,
    *going_home.urlpatterns,
    *held.urlpatterns,
    *invitations.urlpatterns,
    *learning.urlpatterns,
    *looks.urlpatterns,
    *meetings.urlpatterns,
    *notifications.urlpatterns,
    *paper.urlpatterns,
    *policies.urlpatterns,
    *shared_papers.urlpatterns,
    *summaries.urlpatterns,
    *exports.urlpatterns,
    *today.urlpatterns,
    *treatment.urlpatterns,
    *accounts.urlpatterns,
]
