"""Whether the room has word that a promise was kept."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from moderation.digest.fold import attachment, content
from moderation.digest.tables import families
from moderation.digest.utterance import Utterance

_WORDS: Final = families("commitments")
_PICTURES: Final = frozenset(
    {
        "record",
        "photo",
        "photos",
        "pictur",
        "upload",
        "post",
        "video",
        "film",
        "song",
        "slides",
        "foto",
        "fotos",
        "grabo",
        "subo",
        "mando",
    }
)
_DAYS: Final = timedelta(days=8)
_LONGEST: Final = 60


def kept(room: Sequence[Utterance], said: Utterance, sentence: str) -> Utterance | None:
    """The first later message of the same person that says so: "signed", "ya la mandé", or the photo itself."""
    about = content(sentence)
    for other in room[said.index + 1 : said.index + 1 + _LONGEST]:
        if other.at - said.at > _DAYS:
            return None
        if not other.by_same(said) or "?" in other.own:
            continue
        if attachment(other.plain) and about & _PICTURES:
            return other
        if about & other.content and _WORDS["done"].search(other.own) and not _WORDS["will_short"].search(other.own):
            return other
    return None
