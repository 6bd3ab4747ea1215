"""Words: every one in both languages, and the browser code asks for none that does not exist."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.test import Client
from django.utils import translation
from django.utils.translation import trans_real
from django.utils.translation.template import templatize

from frontend import names, scripts
from frontend.words import for_browser, say
from rooms.models import Role
from tests.cast import Cast
from tests.frontend.conftest import Reader

HOME = Path(settings.BASE_DIR) / "frontend"
SPANISH = HOME / "locale" / "es" / "LC_MESSAGES" / "django.po"
PARTS = ("chatserver", "frontend", "moderation", "rooms")
QUOTED = re.compile(r"u?(?:'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\")")
PLACE = re.compile(r"%\(\w+\)[sd]|\{\w+\}|</?b>")


def test_the_spanish_file_is_whole() -> None:
    with SPANISH.open("rb") as file:
        catalog = read_po(file, locale="es")
    for message in catalog:
        if not message.id:
            continue
        asked = message.id if isinstance(message.id, tuple) else (message.id,)
        told = message.string if isinstance(message.string, tuple) else (message.string,)
        assert not message.fuzzy, asked
        for text in told:
            assert text, asked
            assert sorted(PLACE.findall(text)) == sorted(PLACE.findall(asked[-1])), text


def said_in_the_code() -> set[str]:
    """Every string of the Python code, and every one that a template has translated."""
    sources = [path.read_text() for part in PARTS for path in (HOME.parent / part).rglob("*.py")]
    templates = [path for path in (HOME / "templates").rglob("*.*") if path.is_file()]
    sources += ["\n".join(QUOTED.findall(templatize(path.read_text(), origin=str(path)))) for path in templates]
    nodes = (node for source in sources for node in ast.walk(ast.parse(source)))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_the_spanish_file_has_nothing_that_is_not_said_any_more() -> None:
    with SPANISH.open("rb") as file:
        catalog = read_po(file, locale="es")
    asked = {text for one in catalog for text in (one.id if isinstance(one.id, tuple) else (one.id,)) if text}
    assert asked - said_in_the_code() == set()


SHUNNED = {
    r"trabajador[a]? social": "equipo de trabajo social",
    r"\btribunal\b|\bla corte\b": "juzgado",
    r"[Aa]ñad": "agregar",
    r"[«»]": "“ and ”",
    r"\b[ap]\.\s?m\.": "am and pm, or a sentence that ends with them has two dots",
}
"""What our Spanish does not say, and what it says instead (CONTRIBUTING.md)."""


def test_the_spanish_file_keeps_to_its_words() -> None:
    """S62: one word for one thing, nobody's sex is guessed, and no sentence ends with two dots."""
    with SPANISH.open("rb") as file:
        catalog = read_po(file, locale="es")
    for message in catalog:
        for text in message.string if isinstance(message.string, tuple) else (message.string,):
            found = [instead for shunned, instead in SHUNNED.items() if message.id and re.search(shunned, text)]
            assert not found, text


def test_the_spanish_file_names_no_machine() -> None:
    text = SPANISH.read_text(encoding="utf-8")
    assert "/" + "work" not in text
    assert "@" not in text
    assert "#:" not in text


@pytest.fixture
def untranslated(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Every string that was asked for in Spanish and is not in our Spanish."""
    missing: set[str] = set()
    plain, plural = trans_real.gettext, trans_real.ngettext

    def gettext(message: str) -> str:
        if translation.get_language() == "es" and plain(message) == message and not _known(message):
            missing.add(message)
        return plain(message)

    def ngettext(one: str, many: str, number: int) -> str:
        if translation.get_language() == "es" and not _known(one):
            missing.add(one)
        return plural(one, many, number)

    monkeypatch.setattr(translation._trans, "gettext", gettext)
    monkeypatch.setattr(translation._trans, "ngettext", ngettext)
    return missing


def _known(message: str) -> bool:
    catalog: Any = trans_real.translation("es")
    return message in catalog._catalog or (message, 0) in catalog._catalog._catalogs[0] or _plural(catalog, message)


def _plural(catalog: Any, message: str) -> bool:
    return any((message, 0) in part for part in catalog._catalog._catalogs)


def test_no_page_has_a_word_that_is_not_spanish(cast: Cast, untranslated: set[str]) -> None:
    for person in cast.people.values():
        person.language = "es"
        person.save()
    said = cast.say("ana", "macia", "hola")
    cast.suspend("francisco", "gladys")
    ana, tianna = Reader(cast, "ana", "macia"), Reader(cast, "tianna", "macia")
    pages = ["", f"?reply={said.seq}", f"?edit={said.seq}", f"{said.seq}/retract/", "people/", "?before=4"]
    pages += ["child/", "child/safety/", "child/topics/sleep/", "child/topics/home-day/", f"{said.seq}/keep/"]
    answers = [ana.get(path) for path in pages]
    answers += [
        ana.client.get(path) for path in ("/", "/settings/", "/accounts/logout/", "/accounts/password/change/", "/x/")
    ]
    answers += [tianna.client.get("/desk/"), tianna.get(), tianna.get("people/")]
    member = cast.member("ana", "macia").public_id
    answers += [tianna.get(f"people/{member}/{act}/") for act in ("suspend", "narrow", "widen", "restore", "end")]
    answers += [Reader(cast, "francisco", "gladys").client.get("/")]
    visitor = Client(headers={"accept-language": "es"})
    answers += [
        visitor.get(f"/accounts/{path}/") for path in ("login", "password/reset", "password/reset/done", "inactive")
    ]
    for answer in answers:
        assert '<html lang="es"' in answer.content.decode(), answer.wsgi_request.path
    assert untranslated == set()


def test_browser_code_asks_only_for_words_that_exist() -> None:
    words = for_browser()
    for file in (HOME / "static" / "frontend" / "js").rglob("*.js"):
        for asked in re.findall(r"\bsay\(([^)]*)", file.read_text(encoding="utf-8")):
            for key in re.findall(r'"([a-z_.]+)"', asked.split("{")[0]):
                if key not in ("online", "one", "many"):
                    assert key in words, f"{file.name} says {key}"
    kinds = ("opened", "joined", "suspended", "restored", "ended", "renamed")
    assert all(f"note.{'room' if kind == 'opened' else 'member'}.{kind}" in words for kind in kinds)
    assert all(f"role.{role.value}" in words for role in Role)


def test_pages_and_browser_code_say_the_same(cast: Cast) -> None:
    with translation.override("es"):
        assert say("seen_by", names="Ana") == for_browser()["seen_by"].replace("{names}", "Ana") == "Visto por Ana"


@pytest.mark.parametrize(
    ("language", "people", "joined"),
    [
        ("en", [], ""),
        ("en", ["Ana"], "Ana"),
        ("en", ["Ana", "Joshua"], "Ana and Joshua"),
        ("en", ["Ana", "Joshua", "Wendy"], "Ana, Joshua, and Wendy"),
        ("es", ["Ana", "Joshua", "Wendy"], "Ana, Joshua y Wendy"),
        ("es", ["Ana", "Irene"], "Ana e Irene"),
        ("es", ["Ana", "Hilda"], "Ana e Hilda"),
        ("es", ["Ana", "Yolanda"], "Ana y Yolanda"),
    ],
)
def test_names_are_joined_as_people_say_them(language: str, people: list[str], joined: str) -> None:
    with translation.override(language):
        assert names.join(people) == joined


def test_a_page_lists_every_module_it_loads() -> None:
    for page in ("home", "room", "desk", "desk-room"):
        listed = scripts.modules(page)
        assert listed[0] == f"frontend/js/pages/{page}.js"
        assert len(set(listed)) == len(listed)
        assert "frontend/js/socket.js" in listed
    assert scripts.modules("settings") == ()
