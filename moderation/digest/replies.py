"""Whether a message has the shape of an answer to a question."""

import re
from typing import Final

from moderation.digest.asked import Asked, waits
from moderation.digest.fold import attachment, content
from moderation.digest.tables import families
from moderation.digest.utterance import Utterance
from moderation.digest.when import moments

_WORDS: Final = families("answers")
STRONG: Final = 4
"""Looks like just what was asked for."""
WEAK: Final = 2
"""Could be an answer: the first thing that another person said, and about the right people."""

_LEADING_TIME: Final = 6
"""A reply that starts with a time ("at 6:30 then") settles a request; one that has a time somewhere may not."""
_SHE: Final = frozenset({"he", "she", "they"})
_PERSON: Final = re.compile(r"(?:he|she|they|his|her|the|el|la|ella|jaja)\b")
_THIRD: Final = frozenset({"he", "she", "it", "they", "the", "his", "her"})
_US: Final = re.compile(
    r"^(?:i|we|i'm|i've|we've|we're|our|my|yo|nosotros|mi|nos|me|(?:hoy |ayer |ya )?\w{2,}(?:amos|imos|emos))\b"
)
_THEM: Final = re.compile(r"^(?:he|she|it|they|his|her|the|el|ella|los|la|jaja)\b")
_NUMBER: Final = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|a couple|half|small|medium|large|once|twice|uno|dos"
    r"|tres|cuatro|cinco|seis|media|mitad|chica|mediana|grande)\b"
)
_OWN_SUBJECT: Final = re.compile(
    r"^(?:the |my |his |her |our )?(?:[\w']+ ){1,3}(?:was|is|were|are|had|has|went|got|came|fue|estuvo|estaba|es)\b"
)
_WHO_WILL: Final = re.compile(
    r"(?:who(?! (?:\w+ed|cut|told|took|gave|put|said|let|got|was|were|did|had|bought|brought|made|came|went)\b)"
    r"|quien (?!(?:fue|era|\w+o)\b))\b"
)
_BRIEF: Final = 3
_SHORT: Final = 9
_OH: Final = re.compile(r"^(?:(?:ugh|oh|aw+|man|well|hmm+|um+|so|and|but|omg|pues|ay|uy)\b\W*)+")
_HOW_WAS: Final = re.compile(
    r"(?:so )?(?:how (?:was|were|is|did|has|are)|how's|como (?:estuvo|fue|les fue|te fue|va))\b"
)
_ABOUT_IT: Final = re.compile(r"(?:it|they|that|those|esta|estan)(?:'s|'re| is| are| was| were)?\b")
_OF_US: Final = frozenset({"you", "your", "i", "we", "my", "our"})
_LATER_TIME: Final = re.compile(
    r"\b(?:after|before|as soon as|when|once|until|soon|later|despues|antes|cuando|en cuanto|pronto)\b"
)
_THANKS: Final = re.compile(r"^(?:\W*(?:aw+|oh|ok|muchas) ?,?)?\W*(?:thank(?:s| you)|thx|gracias)\b")
_FILLER: Final = re.compile(r"^(?:[^\w]|lol|ha(?:ha)+|ja(?:ja)+|jaja)+$")


def nudges(said: Utterance) -> bool:
    """Whether the message reminds the others of something asked."""
    return _WORDS["nudge"].search(said.plain) is not None


def fits(ask: Asked, said: Utterance, *, first: bool) -> int:
    """How well a message looks like an answer: 0, WEAK or STRONG. `first`: it came right after the question."""
    if attachment(said.plain) and ask.kind in {"request", "permission"}:
        return STRONG
    statements = [sentence for sentence in said.sentences if not waits(sentence)]
    if not statements or said.bare or all(_idle(sentence) for sentence in statements):
        return 0
    if ask.kind in {"yesno", "open"} and _THANKS.match(said.own):
        return 0
    said_plainly = (_OH.sub("", sentence) for sentence in statements if not _idle(sentence))
    return max(_fit(ask, sentence, said, first=first) for sentence in said_plainly)


def _idle(sentence: str) -> bool:
    """Puts off, agrees with the asker or fills the air; none of it answers."""
    if _FILLER.match(sentence) or _WORDS["filler"].fullmatch(sentence.strip(" !.")):
        return True
    return any(_WORDS[family].match(sentence) for family in ("alike", "hope", "later")) or bool(
        _WORDS["later"].search(sentence) and len(sentence.split()) <= 8
    )


def _fit(ask: Asked, sentence: str, said: Utterance, *, first: bool) -> int:
    yes = bool(_WORDS["yes"].match(sentence) or _WORDS["no"].match(sentence))
    kind = ask.kind
    if kind in {"permission", "request", "offer"}:
        return _to_request(ask, sentence, said, yes=yes, first=first)
    if kind == "time":
        timed = moments(sentence, said.at, answer=True) or _LATER_TIME.search(sentence)
        return STRONG if timed or _promise(sentence) else 0
    if kind == "number":
        return STRONG if _NUMBER.search(sentence) or _promise(sentence) else 0
    if kind == "place":
        return STRONG if _WORDS["place"].search(sentence) or yes else 0
    if kind == "person":
        return _to_who(ask, sentence)
    return _to_open(ask, sentence, yes=yes, first=first)


def _to_who(ask: Asked, sentence: str) -> int:
    """Somebody. Who will do it is answered by "I can", not by what I did."""
    ahead = _WHO_WILL.search(ask.sentence) and not _WORDS["commit"].match(sentence) and len(sentence.split()) > _BRIEF
    if ahead and not re.search(r"\b(?:will|can|am|'m|'ll|going|va|puede|do|does)\b|'(?:ll|m)\b", sentence):
        return 0
    return STRONG if _WORDS["person"].match(sentence) or len(sentence.split()) <= _BRIEF else 0


def _promise(sentence: str) -> bool:
    return _WORDS["commit"].match(sentence) is not None


def _to_request(ask: Asked, sentence: str, said: Utterance, *, yes: bool, first: bool) -> int:
    if yes or _WORDS["unable"].match(sentence):
        return STRONG
    if _promise(sentence) or re.search(r"\b(?:i|we)(?:'ll| will| can)\b", sentence):
        return STRONG if ask.kind != "permission" else WEAK + 1
    if _WORDS["handed"].match(sentence):
        return STRONG
    if any(
        moment.start <= _LEADING_TIME and (moment.clock or moment.weekday)
        for moment in moments(sentence, said.at, answer=True)
    ):
        return WEAK + 1
    return WEAK + 1 if first and ask.said.content & content(sentence) else 0


def _to_open(ask: Asked, sentence: str, *, yes: bool, first: bool) -> int:
    if ask.kind == "yesno" and (yes or _WORDS["degree"].match(sentence)):
        return STRONG
    about_us = _US.match(sentence) is not None
    if about_us and not _of_us(ask) and not _promise(sentence) and not (yes and ask.kind == "yesno"):
        return 0
    if yes and ask.kind == "yesno":
        return STRONG
    if (yes or _promise(sentence)) and (first or ask.said.content & content(sentence)):
        return WEAK + 1
    if not first or _other_child(ask, sentence):
        return 0
    told = _OWN_SUBJECT.match(sentence) and ask.subject in _OF_US and not ask.said.content & content(sentence)
    if ask.kind != "yesno":
        return 0 if told else WEAK + 1
    echo = (_PERSON if ask.subject in _SHE else _ABOUT_IT).match(sentence) if ask.subject in _THIRD else about_us
    about_it = ask.subject == "you" and _ABOUT_IT.match(sentence)
    own_subject = about_us or _THEM.match(sentence) or _OWN_SUBJECT.match(sentence)
    elliptic = len(sentence.split(",")[0].split()) <= _SHORT and not own_subject
    return WEAK if echo or elliptic or about_it else 0


def _of_us(ask: Asked) -> bool:
    """Whether the one who answers may answer of himself: asked "do you", "how was it", or just "ideas?"."""
    brief = len(ask.sentence.split()) <= _BRIEF and ask.kind == "open"
    return ask.subject in _OF_US or brief or _HOW_WAS.match(ask.sentence) is not None


def _other_child(ask: Asked, sentence: str) -> bool:
    """Asked about her, told about him."""
    return any(
        ask.subject == one and re.match(rf"{other}\b", sentence) for one, other in (("he", "she"), ("she", "he"))
    )
