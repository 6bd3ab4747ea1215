"""Addresses of who has looked, of looks without the light, and of private notes."""

from django.urls import path

from frontend.views import looks, whispers

urlpatterns = [
    path("rooms/<slug:room_id>/looks/", looks.trail, name="looks"),
    path("rooms/<slug:room_id>/notes/", whispers.heard, name="notes"),
    path("rooms/<slug:room_id>/mine/", whispers.mine, name="mine"),
    path("desk/rooms/<slug:room_id>/looks/", looks.whole_trail, name="desk_looks"),
    path("desk/rooms/<slug:room_id>/inquiry/", looks.inquiry, name="desk_inquiry"),
    path("desk/seals/", looks.seals, name="desk_seals"),
    path("desk/rooms/<slug:room_id>/notes/", whispers.written, name="desk_notes"),
]
