"""Every page's address. Sign-in is allauth's views under our templates; what is not listed here does not exist."""

from allauth.account import views as account
from django.urls import URLPattern, include, path, re_path, register_converter
from django.urls.converters import IntConverter

from frontend.routes import exports, flags, held, looks, summaries, today
from frontend.seats import DESK, MEMBER, Seat
from frontend.views import desk, home, leaving, messages, people, rooms, settings


class SeqConverter(IntConverter):
    """A line's number, as long as any database takes."""

    regex = "[0-9]{1,9}"


register_converter(SeqConverter, "seq")


def _seat(seat: Seat, prefix: str = "") -> list[URLPattern]:
    """The conversation, from one seat: the same addresses below the room for members and for the desk."""
    where = {"seat": seat}
    return [
        path("", rooms.show, where, name=f"{prefix}room"),
        path("say/", messages.say, where, name=f"{prefix}say"),
        path("<seq:seq>/edit/", messages.edit, where, name=f"{prefix}edit"),
        path("<seq:seq>/retract/", messages.retract, where, name=f"{prefix}retract"),
        path("<seq:seq>/react/", messages.react, where, name=f"{prefix}react"),
    ]


urlpatterns = [
    path("", home.home, name="home"),
    path("rooms/<slug:room_id>/", include(_seat(MEMBER))),
    path("rooms/<slug:room_id>/read/", rooms.read, name="read"),
    path("rooms/<slug:room_id>/people/", people.people, name="people"),
    path("rooms/<slug:room_id>/name/", people.rename, name="rename"),
    path("settings/", settings.settings, name="settings"),
    path("language/", settings.set_language, name="set_language"),
    path("leave/", leaving.leave, name="leave"),
    path("desk/", desk.board, name="desk"),
    path("desk/rooms/<slug:room_id>/", include(_seat(DESK, "desk_"))),
    path("desk/rooms/<slug:room_id>/people/", desk.people, name="desk_people"),
    path("desk/rooms/<slug:room_id>/people/<slug:member_id>/<slug:act>/", desk.manage, name="desk_manage"),
    *flags.urlpatterns,
    *held.urlpatterns,
    *looks.urlpatterns,
    *summaries.urlpatterns,
    *exports.urlpatterns,
    *today.urlpatterns,
    path("accounts/login/", account.login, name="account_login"),
    path("accounts/logout/", account.logout, name="account_logout"),
    path("accounts/inactive/", account.account_inactive, name="account_inactive"),
    path("accounts/password/change/", account.password_change, name="account_change_password"),
    path("accounts/password/reset/", account.password_reset, name="account_reset_password"),
    path("accounts/password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "accounts/password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
