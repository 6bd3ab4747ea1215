"""What makes the site an app on a phone: its manifest, its service worker, and the page for when there is no line."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from frontend.words import item_words
from rooms.errors import RoomError
from rooms.models import Person, ReachSettings
from rooms.wishes import settings_of

FOR_EVER: Final = "public, max-age=31536000, immutable"
NO_CACHE: Final = "no-cache"
"""A browser asks each time whether it is still the same, so that an old one never outlives a deployment."""
_ICONS: Final = {ReachSettings.AppName.OURS: "icon", ReachSettings.AppName.NEUTRAL: "notes"}
_SIZES: Final = (("192", "192x192", "any"), ("512", "512x512", "any"), ("maskable-512", "512x512", "maskable"))


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone calls the app, and the icon it shows: those that the person chose."""
    choice = ReachSettings.AppName(app_name(request))
    said: dict[str, Any] = {
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "name": str(choice.label),
        "short_name": str(choice.label),
        "lang": get_language(),
        "display": "standalone",
        "background_color": "#faf7f2",
        "theme_color": "#faf7f2",
        "icons": [
            {"src": icon(choice, name), "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in _SIZES
        ],
    }
    response = JsonResponse(said, content_type="application/manifest+json")
    response.headers.setdefault("Cache-Control", NO_CACHE)
    return response


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. Its first lines say what the one page without a line is made of."""
    kept = ["/offline/", static("frontend/css/base.css"), static("frontend/img/icon.svg")]
    images = {"icon": static("frontend/img/icon-192.png"), "badge": static("frontend/img/badge-96.png")}
    text = _source()
    version = hashlib.sha256(json.dumps([text, kept, images]).encode()).hexdigest()[:12]
    told = {"VERSION": version, "KEPT": kept, "IMAGES": images}
    head = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in told.items())
    response = HttpResponse(head + text, content_type="text/javascript; charset=utf-8")
    response.headers.setdefault("Cache-Control", NO_CACHE)
    return response


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What a browser shows while there is no line. Nothing of anybody is on it, so that it may be kept."""
    return render(request, "frontend/offline.html")


@require_safe
def words(request: HttpRequest, language: str, version: str) -> HttpResponse:
    """The sentences of items in one language: the same for everybody, under an address that changes with them."""
    if language not in dict(settings.LANGUAGES):
        raise RoomError("not_found")
    text, newest = item_words(language)
    response = HttpResponse(text, content_type="application/json")
    response.headers["Cache-Control"] = FOR_EVER if version == newest else NO_CACHE
    return response


def app_name(request: HttpRequest) -> str:
    """What the app is called for whoever asks."""
    person = request.user
    return str(settings_of(person).app_name) if isinstance(person, Person) else ReachSettings.AppName.OURS


def icon(choice: str, name: str) -> str:
    """The address of one of the app's icons."""
    return static(f"frontend/img/{_ICONS[ReachSettings.AppName(choice)]}-{name}.png")


@lru_cache
def _source() -> str:
    found = finders.find("frontend/js/dom/worker.js")
    return Path(str(found)).read_text(encoding="utf-8")
