"""Times of day in a folded text: 6:30pm, at 4, a las cuatro y media, noon."""

import re
from dataclasses import dataclass
from datetime import time
from typing import Final

from moderation.digest.when import names


@dataclass(frozen=True, kw_only=True, slots=True)
class Clock:
    """A time as written. `half` is am or pm where the text says so, and None where the reader has to guess."""

    start: int
    end: int
    hour: int
    minute: int
    half: str | None

    def time(self, *, part: str | None, after: time | None, late: bool) -> time:
        """The most likely time of day.

        `part` is the part of day the sentence names; `after` the time of writing, if the day is the day of writing;
        `late` says that the thing is mostly an evening's (a call, a play).
        """
        hour = self.hour
        if self.half:
            return time(hour % 12 + (12 if self.half == "pm" else 0), self.minute)
        if hour == 0 or hour >= 12 or part == names.MORNING:
            return time(hour, self.minute)
        if part in {names.AFTERNOON, names.EVENING}:
            return time(hour + 12, self.minute)
        gone = after is not None and time(hour, self.minute) <= after
        return time(hour + 12 if gone or hour <= 6 or (late and hour <= 8) else hour, self.minute)


_HALF: Final = (
    r"(?P<half{n}>[ap]\.? ?m\b\.?|(?:de|en|por) la (?:manana|tarde|noche)\b|o'? ?clock\b"
    r"|in the (?:morning|afternoon|evening)\b|at night\b)"
)
_LEAD: Final = (
    r"\b(?:at|by|@|around|about|before|after|until|till?|from|between|for|a|para|desde|hasta|antes de|despues de"
    r"|como a|tipo)"
    r" (?:las? |like |around |about )?"
)
_UNIT: Final = (
    r"(?! ?(?:%|/|\$|dollars?|bucks|pesos|puffs?|ml|mg|oz|ounces?|cups?|tsp|days?|dias?|weeks?|semanas?|months?"
    r"|mes(?:es)?"
    r"|years?|yrs?|anos?|hours?|hrs?|horas?|h\b|min(?:ute)?s?|minutos?|sec(?:ond)?s?|segundos?|times|veces|kids|ninos|people|guests|more"
    r"|mas\b|of\b|of us"
    r"|th\b|st\b|nd\b|rd\b|degrees|grados|pounds|lbs|blocks|cuadras|miles|books|cosas|things|[:.]?\d|grade))"
)
_PATTERN: Final = re.compile(
    "|".join(
        (
            r"\b(?P<noon>noon|midday|mediodia|medio dia|midnight|medianoche)\b",
            r"\b(?P<past>half past|quarter past|quarter to) (?P<h0>\d{1,2}|" + names.HOUR_WORD + r")\b",
            r"(?P<h1>(?<![\d:.$/])\d{1,2})[:.](?P<m1>[0-5]\d)(?![\d:]|\.\d| ?(?:ml|mg|degrees|%)) ?(?:"
            + _HALF.format(n=1)
            + ")?",
            r"(?P<h2>(?<![\d:.$/])\d{1,2}) ?(?:(?:- ?|to |a |and )\d{1,2}(?::\d\d)? ?)?" + _HALF.format(n=2),
            r"(?:(?<=day )|(?<=day, )|(?<=th )|(?<=th, )|(?<=st, )|(?<=rd, )|(?<=nd, ))"
            r"(?P<h6>\d{1,2}) ?(?:to|-) ?\d{1,2}\b(?!:)",
            r"\b(?P<h5>\d{1,2}) ?(?:to|-|until|til|a) ?(?:noon|midday|mediodia)\b",
            _LEAD
            + r"(?P<h3>\d{1,2}|"
            + names.HOUR_WORD
            + r")(?:ish)?\b(?: y (?P<m3>media|cuarto))?"
            + _UNIT
            + r" ?(?:"
            + _HALF.format(n=3)
            + ")?",
            r"\b(?P<h4>" + names.HOUR_WORD + r") " + _HALF.format(n=4),
        )
    )
)
_NOON: Final = {"midnight": 0, "medianoche": 0}
_BARE: Final = re.compile(
    r"\b(\d{1,2})(?=(?:ish)?(?: it is| works| is (?:fine|good|perfect|ok|great)| sounds| then$| esta bien| me queda|$))"
)
_MINUTES: Final = {"media": 30, "cuarto": 15, "half past": 30, "quarter past": 15, "quarter to": -15}


def clocks(plain: str, *, answer: bool = False) -> list[Clock]:
    """The times in a folded sentence. In an answer about a time, "6 works" is one too."""
    found = [clock for match in _PATTERN.finditer(plain) if (clock := _clock(match)) is not None]
    if answer and not found:
        found = [
            Clock(start=match.start(), end=match.end(), hour=int(match[1]), minute=0, half=None)
            for match in _BARE.finditer(plain)
            if 1 <= int(match[1]) <= 12
        ]
    return found


def _clock(match: re.Match[str]) -> Clock | None:
    if match["noon"]:
        return Clock(start=match.start(), end=match.end(), hour=_NOON.get(match["noon"], 12), minute=0, half=None)
    groups = match.groupdict()
    index = next(n for n in range(7) if groups.get(f"h{n}"))
    hour, minute = names.number(groups[f"h{index}"] or ""), 0
    if index == 0:
        minute = _MINUTES[match["past"]]
    elif index == 1:
        minute = int(match["m1"])
        if match.group()[len(match["h1"])] == "." and not match["half1"]:
            return None  # 101.8, 99.4: a number, unless am or pm follows
    elif match["m3"]:
        minute = _MINUTES[match["m3"]]
    if minute < 0:
        hour, minute = hour - 1 or 12, minute + 60
    half = _half(groups.get(f"half{index}"))
    if hour > (12 if half else 23) or (index >= 2 and hour > 12 and not half):
        return None
    return Clock(start=match.start(), end=match.end(), hour=hour, minute=minute, half=half)


def _half(words: str | None) -> str | None:
    if not words or "clock" in words:
        return None
    if words.startswith("a") and words != "at night" or "manana" in words or "morning" in words:
        return "am"
    return "pm"
