"""Addresses of exports of the record."""

from django.urls import URLPattern, path

from frontend.views import exports

urlpatterns: list[URLPattern] = [
    path("desk/rooms/<slug:room_id>/export/", exports.export, name="desk_export"),
]
