"""Days in a folded text: Thursday, el jueves que viene, tomorrow, the 14th, next week, in two days."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from moderation.digest.when import names

_WEEK: Final = 7
_NOON: Final = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Day:
    """A day that a text names. `minute` is the moment itself for words such as "in 20 minutes"; `loose`
    says that words such as "after work" name the day only if nothing else does."""

    start: int
    end: int
    day: date
    past: bool = False
    weekday: bool = False
    loose: bool = False
    minute: datetime | None = None


_LAST: Final = r"last|this past|past|el pasado"
_NEXT: Final = r"next|the following|el proximo|la proxima|proximo"
_THIS: Final = r"this coming|this|coming|este"
_PATTERN: Final = re.compile(
    "|".join(
        (
            r"\b(?P<two>(?:the )?day after tomorrow|pasado manana)\b",
            r"\b(?P<one>tomorrow|tomorow|tommorow|tmrw|tmr|(?<!hasta )(?<!la )(?<!esta )(?<!cada )manana)\b",
            r"\b(?P<gone>yesterday|last night|ayer|anoche|antier|anteayer|the other day|el otro dia)\b",
            r"\b(?P<zero>today|tonight|tonite|this (?:afternoon|evening)|hoy|esta (?:noche|tarde)"
            r"|(?:end of|by the end of) (?:the )?day)\b",
            r"\b(?P<early>this morning|esta manana)\b",
            r"\b(?P<soon>after (?:work|school|daycare|class|group|my (?:shift|class|meeting)|dinner|lunch"
            r"|nap(?:time)?|bedtime)"
            r"|when i get (?:home|off|back)|later today|on my (?:lunch|break)|al rato|saliendo del trabajo"
            r"|despues del trabajo)\b",
            r"\b(?P<dawn>(?:first thing )?in the morning|first thing tomorrow|manana temprano|por la manana)\b",
            rf"\b(?P<every>every|each|most|cada|los|on) (?:{names.FULL_WEEKDAYS})s\b|\b(?P<each>every|each|cada"
            rf"|todos los) "
            rf"(?:{names.FULL_WEEKDAYS}|{names.SHORT_WEEKDAYS})\b",
            rf"\b(?:(?:{names.FULL_WEEKDAYS}|{names.SHORT_WEEKDAYS}),? |(?:on|by|due|before|until|el|del|para el) )"
            r"(?P<nm>1[0-2]|0?[1-9])/(?P<nd>3[01]|[12]\d|0?[1-9])(?:/\d{2,4})?\b",
            rf"\b(?:(?P<last>{_LAST}) |(?P<next>{_NEXT}) |(?P<this>{_THIS}) )?(?P<full>{names.FULL_WEEKDAYS})\b"
            r"(?P<later> que viene| que entra| proximo)?(?P<before> pasado)?",
            rf"\b(?:on|by|this|next|until|til|for|before|due|come|see you) (?P<short>{names.SHORT_WEEKDAYS})\b\.?"
            rf"|\b(?P<short2>{names.SHORT_WEEKDAYS})\.? (?=at \d|\d)|\b(?P<short3>tues?|thurs?|weds?|fri)\b",
            rf"\b(?P<month>{names.MONTH})\.? (?P<mday>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)",
            rf"\b(?P<dmon>\d{{1,2}})(?:st|nd|rd|th)?(?: of| de)? (?P<month2>{names.MONTH})\b",
            r"\b(?:the|on the) (?P<ord>3[01]|[12]?\d)(?:st|nd|rd|th)\b(?! (?:time|grade|floor|one|day|week|month"
            r"|birthday|row|step))",
            r"\b(?:el|el dia|del|para el) (?P<odia>3[01]|[12]?\d)\b(?! ?(?:%|por|de cada|[:/]))",
            rf"\b(?:in|en|dentro de) (?:a (?=couple))?(?P<count>{names.NUMBER})(?: of| more)? "
            r"(?P<unit>min(?:ute)?s?|minutos?|hours?|hrs?|horas?|days?|dias?|weeks?|semanas?)\b",
            r"\b(?P<week>next week|la (?:proxima semana|semana que (?:viene|entra)))\b",
            r"\b(?P<weekend>this weekend|the weekend|el fin de semana|este fin de semana)\b",
            r"\b(?P<friday>(?:the )?end of (?:the |this )?week|later this week|fin de la semana)\b",
        )
    )
)


def days(plain: str, said: datetime) -> list[Day]:
    """The days that a folded sentence names, seen from the local time `said`."""
    return list(_days(plain, said))


def _days(plain: str, said: datetime) -> Iterator[Day]:
    for match in _PATTERN.finditer(plain):
        group = next((name for name, text in match.groupdict().items() if text and name in _RULES), None)
        if group:
            made = _RULES[group](match, said)
            if made is not None:
                yield made


def _made(match: re.Match[str], day: date, *, past: bool = False, weekday: bool = False, loose: bool = False) -> Day:
    return Day(start=match.start(), end=match.end(), day=day, past=past, weekday=weekday, loose=loose)


def _after(count: int, *, past: bool = False, loose: bool = False) -> Callable[[re.Match[str], datetime], Day]:
    return lambda match, said: _made(match, said.date() + timedelta(days=count), past=past, loose=loose)


def _early(match: re.Match[str], said: datetime) -> Day:
    return _made(match, said.date(), past=said.hour >= 10)


def _weekday(match: re.Match[str], said: datetime) -> Day:
    name = match["full"] or match["short"] or match["short2"] or match["short3"]
    today = said.date()
    ahead = (names.WEEKDAYS[name] - today.weekday()) % _WEEK
    if match["last"] or match["before"]:
        return _made(match, today + timedelta(days=ahead - _WEEK), past=True, weekday=True)
    if match["next"] and "next" in match["next"] and today.weekday() + ahead < _WEEK:
        ahead += _WEEK
    return _made(match, today + timedelta(days=ahead), weekday=True)


def _in_month(match: re.Match[str], said: datetime, month: int, day: int) -> Day | None:
    """The day of that month nearest to now, rather ahead than behind: half a year back at most."""
    for year in (said.year - 1, said.year, said.year + 1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found >= said.date() - timedelta(days=150):
            return _made(match, found, past=found < said.date())
    return None


def _ordinal(match: re.Match[str], said: datetime) -> Day | None:
    wanted = int(match["ord"] or match["odia"])
    for ahead in range(62):
        day = said.date() + timedelta(days=ahead)
        if day.day == wanted:
            return _made(match, day)
    return None


def _counted(match: re.Match[str], said: datetime) -> Day:
    count, unit = names.number(match["count"]), match["unit"][0]
    if match["unit"].startswith(("d", "w", "s")):
        return _made(match, said.date() + timedelta(days=count * (1 if unit == "d" else _WEEK)))
    span = timedelta(minutes=count) if unit == "m" else timedelta(hours=count)
    # Through UTC: a span of hours is as long on the night the clocks change.
    then = (said.astimezone(UTC) + span).astimezone(said.tzinfo).replace(second=0, microsecond=0)
    return Day(start=match.start(), end=match.end(), day=then.date(), minute=then)


def _to_weekday(wanted: int, *, skip: bool = False) -> Callable[[re.Match[str], datetime], Day]:
    def rule(match: re.Match[str], said: datetime) -> Day:
        ahead = (wanted - said.weekday()) % _WEEK or (_WEEK if skip else 0)
        return _made(match, said.date() + timedelta(days=ahead))

    return rule


_RULES: Final[dict[str, Callable[[re.Match[str], datetime], Day | None]]] = {
    "two": _after(2),
    "one": _after(1),
    "soon": _after(0, loose=True),
    "dawn": lambda match, said: _made(match, said.date() + timedelta(days=1 if said.hour >= _NOON else 0)),
    "gone": _after(-1, past=True),
    "zero": _after(0),
    "early": _early,
    "full": _weekday,
    "short": _weekday,
    "short2": _weekday,
    "short3": _weekday,
    "month": lambda match, said: _in_month(match, said, names.MONTHS[match["month"]], int(match["mday"])),
    "month2": lambda match, said: _in_month(match, said, names.MONTHS[match["month2"]], int(match["dmon"])),
    "nm": lambda match, said: _in_month(match, said, int(match["nm"]), int(match["nd"])),
    "ord": _ordinal,
    "odia": _ordinal,
    "count": _counted,
    "week": _to_weekday(0, skip=True),
    "weekend": _to_weekday(5),
    "friday": _to_weekday(4),
}
