"""Addresses of the way home and of what follows it."""

from django.urls import URLPattern, path

from frontend.room_pages import seated
from frontend.seats import DESK
from frontend.views import came_home, going_home

urlpatterns: list[URLPattern] = [
    *seated("going-home/", going_home.show, "going_home"),
    *seated("going-home/begin/", going_home.begin, "going_home_begin"),
    *seated("going-home/add/", going_home.add, "going_home_add"),
    *seated("going-home/step/", going_home.step, "going_home_step"),
    *seated("going-home/send/", going_home.send, "going_home_send"),
    path(
        "desk/rooms/<slug:room_id>/going-home/answer/", going_home.answer, {"seat": DESK}, name="desk_going_home_answer"
    ),
    path("desk/rooms/<slug:room_id>/home/", came_home.arrived, name="desk_came_home"),
    path("rooms/<slug:room_id>/going-home/wish/", came_home.wish, name="going_home_wish"),
    path("rooms/<slug:room_id>/going-home/ask/", came_home.ask, name="going_home_ask"),
    path("rooms/<slug:room_id>/going-home/reply/", came_home.reply, name="going_home_reply"),
]
