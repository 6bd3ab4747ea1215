"""What a browser would show of a page's messages and of the place to write, read without a browser."""

import re
from html.parser import HTMLParser


class Page(HTMLParser):
    """The messages on a page, by number: the text that a browser shows, in which nothing may be an element."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[int, str] = {}
        self._line = 0
        self._speaking = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not self._speaking, f"{tag} inside a message"
        given = dict(attrs)
        if tag == "li" and (found := re.fullmatch(r"m(\d+)", given.get("id") or "")):
            self._line = int(found[1])
        self._speaking = tag == "p" and given.get("class") == "say" and self._line > 0
        if self._speaking:
            self.lines[self._line] = ""

    def handle_endtag(self, tag: str) -> None:
        assert not self._speaking or tag == "p", f"/{tag} inside a message"
        self._speaking = False
        self._line = 0 if tag == "li" else self._line

    def handle_data(self, data: str) -> None:
        if self._speaking:
            self.lines[self._line] += data


def sentence(html: str, element: str) -> str:
    found = re.search(rf'id="{element}"[^>]*>([^<]*)<', html)
    return found[1].replace("&#x27;", "'") if found else ""


class Composer(HTMLParser):
    """What stands in the place to write."""

    words = ""
    inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag == "textarea"

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def handle_data(self, data: str) -> None:
        self.words += data if self.inside else ""


def words_in_the_composer(html: str) -> str:
    composer = Composer()
    composer.feed(html)
    return composer.words
