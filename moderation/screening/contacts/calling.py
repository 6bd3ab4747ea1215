"""What stands around phone numbers: joins their parts, asks to call, or says that it is another number."""

import re
from typing import Final

from moderation.screening.contacts.spelled import cue, spellings
from moderation.screening.either import either

TIGHT: Final = re.compile(r"(?:[^\w$%°€£]|_){0,6}|\s{1,8}")
JOINT: Final = (
    r"then|and|it|y|e|luego|dash|hyphen|guion|guiones|punto|dot|point|period|space|espacio|plus|mas|next|after|"
    r"followed|by|"
    r"that|despues|al|final|finally|slash|comma|coma|pause|pausa|diagonal|seguido|de|un|el|los|la|the|lastly|last|"
    r"again|"
    r"ending|ends|end|with|in|begin|comes|add|first|middle|my|mi|three|four|numbers?|digits?|goes|before|it's|its|"
    r"is|ask|"
    r"wink|"
    r"second|third|part|parte|segundo|segunda|tercera|ultima|ultimo|primera|ask|for|to|area|code|siguientes|sigue|"
    r"empieza|"
    r"wait|finish|finishes|finishing|start|starts|rest|resto|entonces|termina|terminan|en|con|es|ultimos|primeros|times"
)
JOINED: Final = re.compile(rf"[^\w$%:]{{0,4}}(?:(?:{either(spellings(JOINT))})[^\w$%:]{{1,4}}){{1,5}}")
ASIDE: Final = re.compile(r"[^\w$%:]{0,3}\([a-z' ]{2,30}\)[^\w$%:]{0,3}(?:(?:and|then|y|luego)[^\w]{1,3}){0,3}")
ASKS: Final = re.compile(
    r"\b(?:phone|cell|cel|celular|cell ?phone|telephone|tel|telefono|telefonos|fono|movil|mobile|landline|fax|sms|"
    r"call|calls|"
    r"called|calling|text|texting|txt|dial|ring|reach|number|numbers|numero|num|no|nums|digits|digitos|whats ?app|"
    r"wassap|"
    r"wasap|whats|wa|llama\w{0,4}|llame\w{0,4}|marca\w{0,3}|marque\w{0,3}|lada|area code|facetime|voicemail|hit me up|"
    r"hmu|save this|write (?:this|it) down|apunt\w{1,3}|anota\w{0,3}|here it is|este es el mio|mensajea\w{0,2}|"
    r"mandame|manda|zelle|imessage|viber|signal|contact|line|linea|se ofrece|call/text|hotline|burner)\b|[☎📞📱🤙📲✆]|"
    r"\b(?:my|mi|her|his|our) ?#"
)
OTHER: Final = re.compile(
    r"\b(?:order|orden|pedido|case|caso|refill|prescription|rx|receta|ticket|boleto|folio|claim|account|acct|cuenta|"
    r"card|"
    r"tarjeta|serial|serie|invoice|factura|confirmation|confirmacion|tracking|rastreo|guia|policy|poliza|badge|permit|"
    r"license|licencia|expediente|docket|lot|lote|isbn|upc|sku|model|modelo|vin|plate|placas|medicaid|medicare|"
    r"member id|"
    r"insurance|ssn|social security|seguro|reference|ref|referencia|id|barcode|code|codigo|pin|password|contrasena|zip|"
    r"postal|score|bus|flight|vuelo|room|salon|page|pages|paginas?|count\w{0,3}|conto|cuenta|song|cancion|meeting|zoom|"
    r"reunion|webex|coordinates|coordenadas|gps|lottery|combination|locker|po box|box)\b"
)
UNIT: Final = re.compile(
    r"[\s-]{0,2}(?:%|ml|mg|mcg|oz|lbs?|pounds|libras|kg|inches|pulgadas|minutes|minutos|mins?|hours|horas|days|dias|"
    r"weeks|"
    r"percent|por ciento|pages|points|puntos|dollars|dolares|pesos|bucks|steps|pasos|miles|millas|degrees|grados|"
    r"people|"
    r"kids|calories|times|veces|years|anos|months|meses|am|pm)\b"
)
BACKWARDS: Final = re.compile(r"backward|reverse|flip|mirror|al reves|de atras|atras para adelante|right to left")
QUIET: Final = re.compile(
    r"(?<![\d/.-])(?:\d{1,2}([/-])\d{1,2}\1(?:\d{4}|\d{2})|(?:19|20)\d\d-\d{1,2}-\d{1,2})(?![/-]?\d)|"
    r"(?<![\d/.-])(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])(?![\d/.-])|\b\d{1,2}:\d\d(?::\d\d)?\b|"
    r"[$€£]\s?\d{1,9}(?:[.,]\d{1,3}){0,4}|(?<![\d.])\d{1,3}\.\d{1,2}(?![.\d]\d?)|\b\d{1,9}%|"
    r"(?<![\d,])\d{1,3}(?:,\d{3}){1,4}(?![,\d-]| \d)"
)
QUIET_SIGN: Final = re.compile(r"[$€£]|\d[-/:.,%]")
"""What everything QUIET holds."""
_COUNTED: Final = (
    "(?:first|next|last|middle|final|other|primeros|ultimos|siguientes|proximos|otros) (?:three|four|seven|3|4|7|"
    "tres|cuatro|siete)"
)
COUNTED: Final = re.compile(rf"\b{_COUNTED}\b")
"""How many digits come next, which is not itself one of them."""
COUNTED_CUE: Final = cue(_COUNTED)
