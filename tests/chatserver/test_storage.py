"""Modules are cached for ever, so each import must name the very version it was written for."""

from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import StaticFilesStorage

from chatserver.storage import StaticStorage

MODULES = {
    "a.js": 'import { b } from "./dom/b.js";\nimport {\n  c,\n  d,\n} from "./c.js";\nimport "./e.js";\nb(c, d);\n',
    "c.js": 'export { d } from "./dom/d.js";\nexport const c = "./e.js";\n',
    "dom/b.js": '/** @typedef {import("../a.js").A} A */\nexport const b = () => 1;\n',
    "dom/d.js": "export const d = 1;\n",
    "e.js": "export {};\n",
    "f.js": 'export const late = async () => {\n  const { b } = await import("./dom/b.js");\n  return b;\n};\n',
}


@pytest.fixture
def collected(tmp_path: Path) -> dict[str, str]:
    """What collectstatic makes of MODULES: the new text under the old name."""
    for name, text in MODULES.items():
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    source = StaticFilesStorage(location=tmp_path / "in")
    target = StaticStorage(location=tmp_path / "out", base_url="/static/")
    for name in MODULES:
        with source.open(name) as file:
            target.save(name, file)
    for _, _, outcome in target.post_process({name: (target, name) for name in MODULES}):
        assert outcome is True
    return {name: (tmp_path / "out" / target.stored_name(name)).read_text() for name in MODULES}


def test_static_imports_follow_the_hash(collected: dict[str, str]) -> None:
    for plain in ('"./dom/b.js"', '"./c.js"', '"./e.js"'):
        assert plain not in collected["a.js"]
    assert collected["a.js"].count('from "') == 2
    assert '"./dom/d.js"' not in collected["c.js"]


def test_what_is_fetched_when_it_is_needed_follows_too(collected: dict[str, str]) -> None:
    assert '"./dom/b.js"' not in collected["f.js"] and 'await import("./dom/b.' in collected["f.js"]


def test_types_in_comments_and_other_strings_stay(collected: dict[str, str]) -> None:
    assert 'import("../a.js").A' in collected["dom/b.js"]
    assert 'c = "./e.js"' in collected["c.js"]
