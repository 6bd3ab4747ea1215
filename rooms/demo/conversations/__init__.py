"""What the demo families have said to each other, one module a room."""

from rooms.demo.conversations.gladys import GLADYS
from rooms.demo.conversations.jaylan import JAYLAN
from rooms.demo.conversations.jon import JON
from rooms.demo.conversations.macia import MACIA

CONVERSATIONS = (MACIA, GLADYS, JON, JAYLAN)
