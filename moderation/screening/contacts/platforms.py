"""Names of other services, their nicknames, and the words with which people hand over a user name."""

import re
from typing import Final

from moderation.screening.contacts.spelled import cue

_NAMES: Final = (
    r"insta|instagram|insta gram|inta|instagrm|ig|i\.?n\.?s\.?t\.?a|i\.g|the gram|el insta|facebook|face book|fb|"
    r"f\.b|f b|face|feis|feisbuk|facebok|"
    r"messenger|snap|snapchat|snap chat|snapp|s\.n\.a\.p|sc|tiktok|tik tok|tick ?tock|tiktoc|tt|whats ?app|whatsap|"
    r"wassap|wasap|watsapp|telegram|tele gram|"
    r"discord|dis cord|venmo|ven mo|cash ?app|\$?cashapp|cash tag|cashtag|paypal|pay pal|zelle|skype|kik|signal|"
    r"twitter|x\.com|threads|reddit|"
    r"twitch|youtube channel|yt channel|linkedin|linked in|pinterest|wechat|we chat|line id|viber|bereal|be real|"
    r"marco polo|groupme|"
    r"xbox|xbox live|x box|psn|ps4|ps5|playstation|play station|nintendo|switch|roblox|ro blox|fortnite|minecraft|"
    r"steam|epic games|epic|"
    r"gamer ?tag|game tag|gamer|spotify|hangouts|clubhouse|vsco|tumblr|imo|houseparty|bumble|next ?door|"
    r"the bird app|bluesky|mastodon|"
    r"blue (?:one|app)|pic(?:ture)?s? app|ghost app|bird app|camera app|photo app|yellow (?:app|one)|clock app|"
    r"app azul|el azul|"
    r"la app de las fotos|app de (?:las )?fotos|"
    r"purple app|music app|green app|app verde|la (?:app )?del fantasma|fantasmita|pajarito"
)
PLATFORM: Final = rf"(?<![a-z0-9@._])(?:{_NAMES})(?![a-z0-9])(?:'s)?"

_CALLS: Final = (
    r"my @|mi @|my handle|my username|my user name|my user|my screen ?name|my gamer ?tag|my gamer ?id|"
    r"my tag|my profile(?: name)?|my page|my account|"
    r"mi usuario|mi nombre de usuario|mi perfil|mi cuenta|my @s?|my friend code|friend code|handle|username|"
    r"user name|screen name|usuario|arroba mio|"
    r"add me|follow me|find me|look me up|search me|search for me|dm me|message me|pm me|hit my dms?|slide in|"
    r"look up|look for|search for|search|find|add|follow|"
    r"agregame|agreguenme|sigueme|buscame|busquenme|encuentrame|mandame dm|mandame mensaje|me encuentras|"
    r"me encuentra|aparezco|salgo|"
    r"under the name|i go by|i'm under|im under|estoy como|me pueden buscar"
)
CALL: Final = rf"(?<![a-z])(?:{_CALLS})(?![a-z])"
PLATFORM_CUE: Final = cue(_NAMES)
CALL_CUE: Final = cue(_CALLS)

AFTER_CALL: Final = (
    r"(?:\W{0,3}\b(?:is|es|it's|its|as|como|soy|under|on there|on it|there|over there|there as|everywhere|"
    r"on everything|en todo|en todas partes|por|at|now|ahora|ahi|"
    r"alla|user|name|"
    r"en|on|the|el|la|de|app|in|by|with|con|i'm|im|me|for|my|mi|up)\b){0,4}[^\w@$]{0,4}"
)
WHOSE: Final = re.compile(
    r"\b(?:my|mi|mine|mio|our|nuestro|her|his|their|su|new|nuevo|nueva|add me|me on|me en|me up on|us on|"
    r"(?:buscame|"
    r"encuentrame|me encuentras?|agregame|sigueme|aparezco|salgo) en|follow me|find me)\b\W{1,3}(?:\w{1,10} )?$"
)
_EMOJI: Final = "👻|📸|📷|🐦|🎮"
_OWN: Final = (
    r"ghost app|bird app|blue app|blue one|camera app|photo app|clock app|yellow app|"
    r"app de (?:las )?fotos|app azul|"
    r"fantasma|dm me|dms?|gamer ?tag|xbox|psn|roblox|my @|mi @|insta|ig|instagram|snap|snapchat|tiktok|telegram|"
    r"discord|venmo|cashapp|cash app|kik|facebook|fb|twitter"
)
OWN_SIGN: Final = re.compile(rf"{_EMOJI}|\b(?:{_OWN})\b")
OWN_SIGN_CUE: Final = cue(_EMOJI, _OWN)
NOT_A_NAME: Final = re.compile(
    rf"(?:{_NAMES}|ed|ing|er|s|like|group|groups|call|calls|video|videos|account|post|posts|page|story|stories|reel|"
    rf"reels|filter|filters|chat|message|messages|"
    r"marketplace|market|live|feed|app|friend|friends|pay|payment|money|lite|kids|premium|music|dance|dances|trend|"
    r"trends|challenge|drama|"
    r"password|notifications|memories|request|requests|invite|link|picture|pictures|profile|game|games|controller|"
    r"scene|lights?|for|"
    r"hackeado|hackeada|bloqueo|mensajes|grupo|llamada|videollamada|cuentos|historias|tambien|"
    r"whatsapp|telegram|instagram|insta|facebook|snapchat|snap|tiktok|discord|venmo|zelle|paypal|messenger|twitter|"
    r"youtube|xbox|signal|"
    r"worker|caseworker|trabajadora)"
)
EVERYDAY_CALL: Final = re.compile(r"(?:look (?:up|for)|search(?: for)?|find|add|follow)\Z")
"""Verbs that ask to look for anything at all."""

EVERYDAY_NAME: Final = re.compile(
    r"(?:signal|snap|switch|steam|epic|face|threads|line|gamer|sc|tt|blue|green|yellow|purple|music)\b"
)
"""Services called by an everyday word."""
