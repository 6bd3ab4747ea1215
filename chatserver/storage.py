"""How static files are named and stored."""

from typing import Final

from whitenoise.storage import CompressedManifestStaticFilesStorage

JS_IMPORTS: Final = (
    "*.js",
    (
        (
            r"""(?m)^(?P<matched>(?P<names>(?:import|export)\s*(?:[\w$*{},\s]+?\sfrom\s*)?)["'](?P<url>\.{1,2}/[^"']+)["'])""",
            '%(names)s"%(url)s"',
        ),
        (
            r"""(?P<matched>(?P<names>await import\()["'](?P<url>\.{1,2}/[^"']+)["'])""",
            '%(names)s"%(url)s"',
        ),
    ),
)
"""`import … from "./x.js"` at the start of a line, and `await import("./x.js")` for what is fetched when it is needed.

Django's own patterns also take the `import("./x.js")` of a type in a comment for a dependency, and give up when two
modules name each other's types.
"""


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Content-hashed, compressed files, cached for ever; an import inside a module follows the hash."""

    patterns = (*CompressedManifestStaticFilesStorage.patterns, JS_IMPORTS)
