"""Addresses of being told: one's choices and devices, the app on a phone, and who was reached."""

from django.urls import URLPattern, path

from frontend.views import app, notifications, reached

urlpatterns: list[URLPattern] = [
    path("sw.js", app.worker, name="worker"),
    path("manifest.webmanifest", app.manifest, name="manifest"),
    path("offline/", app.offline, name="offline"),
    path("words/<slug:language>/<slug:version>.json", app.words, name="item_words"),
    path("n/<slug:notification_id>/", notifications.notified, name="notified"),
    path("reach/", notifications.reach, name="reach"),
    path("reach/phone/", notifications.guide, name="reach_guide"),
    path("reach/device/", notifications.device, name="reach_device"),
    path("desk/rooms/<slug:room_id>/reached/", reached.of_room, name="desk_reached"),
    path("desk/reach/", reached.nobody, name="desk_reach"),
]
