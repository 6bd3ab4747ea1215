"""The words that addresses are made of, in the United States and in Spanish, as pieces of patterns."""

import re
from typing import Final

from moderation.screening.contacts.numbers import ONES
from moderation.screening.contacts.spelled import cue
from moderation.screening.contacts.tables import table
from moderation.screening.either import either
from moderation.screening.normal import Normal

_TWENTIES: Final = "veinti"
_UP_TO_TWENTY: Final = (
    *ONES,
    "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|"
    "sixty|seventy|eighty|ninety|hundred|thousand|diez|once|doce|trece|catorce|quince|dieciseis|diecisiete|dieciocho|"
    "diecinueve|veinte",
)
_FROM_THIRTY: Final = (
    "treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien|ciento|doscientos|trescientos|cuatrocientos|"
    "quinientos|seiscientos|setecientos|ochocientos|novecientos|mil"
)
_NUMBER_WORDS: Final = rf"{either('|'.join((*_UP_TO_TWENTY, _FROM_THIRTY)).split('|'))}|{_TWENTIES}[a-z]{{3,6}}"
_FIGURE: Final = rf"(?:\d{{1,6}}|\d[\dlo]{{2,4}}(?= )|(?:{_NUMBER_WORDS})(?![a-z]))"
NUMBER: Final = (
    rf"(?<![a-z0-9.$:/])(?:{_FIGURE}(?:(?: y |[ -]){_FIGURE}){{0,6}}(?: ?1/2)?[a-z]?|[a-z]\d{{2,5}})(?![a-z0-9%:]|\.\d)"
)
"""A house number: 905, 90-12, 12B, ninety twelve, nueve cero cinco."""

_DIGIT: Final = re.compile(r"\d")
_SAID: Final = cue(*_UP_TO_TWENTY, _FROM_THIRTY)


def may_have_number(normal: Normal) -> bool:
    """Whether `normal` may hold a NUMBER. Without one it has no address but a door or a corner."""
    text = normal.text
    return bool(_DIGIT.search(text)) or _TWENTIES in text or _SAID.may_be_in(normal)


SURE_SUFFIX: Final = (
    r"street|str|avenue|aven|ave|av|road|boulevard|blvd|lane|terrace|terr|parkway|pkwy|highway|hwy|plaza|alley|"
    r"cove|trail|expressway|expy|turnpike|tpke|freeway|fwy|crescent|cres|county rd|county road|state route|"
    r"route|broadway|junction|calle|avenida"
)
OPEN_SUFFIX: Final = (
    r"st|rd|ln|ct|court|dr|drive|way|wy|place|pl|circle|cir|run|pass|park|row|walk|path|point|pt|square|sq|loop|"
    r"crossing|"
    r"xing|ter|trl|tr|cv|hill|hills|ridge|view|bend|landing|manor|mews|glen|grove|heights|hts|pike|spur|creek"
)
"""Endings that are everyday words or abbreviations of something else too."""

SUFFIX: Final = rf"(?:(?P<sure>{SURE_SUFFIX})|(?P<open>{OPEN_SUFFIX}))(?![a-z0-9'])\.?"
DIRECTION: Final = (
    r"(?:north|south|east|west|northeast|northwest|southeast|southwest|norte|sur|este|oeste|ne|nw|se|sw|n|s|e|w)"
)

UNIT_WORD: Final = (
    r"apt|apartment|apartments|unit|suite|ste|door|depto|dpto|departamento|apto|apartamento|interior|int|building|bldg|"
    r"edificio|edif|torre|tower|piso|floor|flr|fl|trailer|space|spc|lot|lote|puerta|casa|buzzer|rm|room|manzana|mz"
)
UNIT: Final = (
    rf"(?:(?:(?:{UNIT_WORD})(?![a-z])(?:\.|:)? ?(?:#|number|numero|num|no\.?|is|"
    rf"es)? ?(?:{_FIGURE}(?:[ -]{_FIGURE}){{0,3}}(?:[ -]?[a-z])?|[a-z](?:-?\d{{1,3}})?)(?![a-z0-9])"
    rf"|# ?[a-z0-9]{{1,5}}|\d{{1,2}}(?:st|nd|rd|th) (?:floor|flr|fl)))"
)
WAY_ES: Final = (
    r"calle|cll|avenida|avda|av|ave|blvd|boulevard|bulevar|calzada|calz|camino|carretera|carr|privada|priv|cerrada|"
    r"callejon|andador|circuito|prolongacion|prol|paseo|colonia|col|fraccionamiento|fracc|vereda|pasaje|rua"
)
STATE: Final = (
    r"AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|"
    r"OK|OR|"
    r"PA|PR|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY"
)
STATE_NAME: Final = (
    r"alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii|idaho|illinois|"
    r"indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri|"
    r"montana|"
    r"nebraska|nevada|new hampshire|new jersey|new mexico|new york|north carolina|north dakota|ohio|oklahoma|oregon|"
    r"pennsylvania|rhode island|south carolina|south dakota|tennessee|texas|utah|vermont|virginia|washington|"
    r"wisconsin|wyoming"
)

MEASURES: Final = table("measures")
NOT_STREETS: Final = table("not_streets")
AFTER_NAMES: Final = table("after_streets")
STREET_WORDS: Final = table("street_words")
