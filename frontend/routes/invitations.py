"""Addresses of invitations: at the desk, of coming in with a card, and of the welcome."""

from django.urls import URLPattern, path

from frontend.views import invitations, joining, welcome

_DESK = "desk/rooms/<slug:room_id>/invitations/"

urlpatterns: list[URLPattern] = [
    path(_DESK, invitations.index, name="desk_invitations"),
    path(f"{_DESK}<slug:invitation_id>/", invitations.change, name="desk_invitation"),
    path("rooms/<slug:room_id>/welcome/", welcome.welcome, name="welcome"),
    path("join/", joining.join, name="join"),
    path("join/word/", joining.word, name="join_word"),
    path("join/account/", joining.account, name="join_account"),
    path("join/waiting/", joining.waiting, name="join_waiting"),
    path("join/welcome/", joining.welcome, name="join_welcome"),
]
