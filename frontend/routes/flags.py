"""Addresses of asking for help, of the queue at the desk, and of steps."""

from django.urls import URLPattern, path

from frontend.seats import DESK, MEMBER
from frontend.views import flags, help, steps

urlpatterns: list[URLPattern] = [
    path("rooms/<slug:room_id>/help/", help.ask, {"seat": MEMBER}, name="help"),
    path("desk/rooms/<slug:room_id>/help/", help.ask, {"seat": DESK}, name="desk_help"),
    path("asked/", help.asked, name="asked"),
    path("asked/<slug:flag_id>/appeal/", help.appeal, name="appeal"),
    path("desk/flags/", flags.queue, name="desk_flags"),
    path("desk/flags/<slug:flag_id>/", flags.show, name="desk_flag"),
    path("desk/flags/<slug:flag_id>/<slug:act>/", flags.act, name="desk_flag_act"),
    path("desk/rooms/<slug:room_id>/steps/", steps.steps, name="desk_steps"),
]
