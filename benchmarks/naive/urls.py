"""Addresses of the baseline."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from benchmarks.naive.chat.views import history


def healthz(request: HttpRequest) -> HttpResponse:
    """Somebody is there."""
    return HttpResponse("ok")


urlpatterns = [path("healthz", healthz), path("history/<str:room_name>/", history)]
