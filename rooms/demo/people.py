"""The demo's cast: who they are, what the agency keeps on them, and who belongs to which child's room.

Everything is made up. Each private field has a value of its own, so that a test can look for it where it must not be.
"""

from dataclasses import dataclass
from datetime import date

from rooms.models import Role

AGENCY = "Riverbend Family Services"
TIME_ZONE = "America/Los_Angeles"


@dataclass(frozen=True, slots=True)
class Adult:
    """A person who signs in. The key is the first name in lower case; a supervisor has a title for a name."""

    key: str
    name: str
    role: Role
    language: str
    phone: str
    address: str
    household: str = ""

    @property
    def first_name(self) -> str:
        return self.name.split()[0]

    @property
    def shown_name(self) -> str:
        """What the others in a room call them."""
        return self.name if self.role == Role.SUPERVISOR else self.first_name

    @property
    def email(self) -> str:
        return f"{self.key}@demo.example"

    @property
    def password(self) -> str:
        """Easy to remember and to type on a phone, and printed for everybody: there is nothing to protect here."""
        return f"{self.key}-bedtime-1"


@dataclass(frozen=True, slots=True)
class Home:
    """A foster home."""

    name: str
    address: str
    phone: str


@dataclass(frozen=True, slots=True)
class Case:
    """A family whose children are in care; staff only."""

    name: str
    case_number: str
    staff_note: str


@dataclass(frozen=True, slots=True)
class Kid:
    """A child and the room of the same key; `members` are the adults who raise the child together, and their staff."""

    key: str
    first_name: str
    last_name: str
    age: int
    birthday: tuple[int, int]  # month and day
    case: str
    household: str
    school: str
    doctor: str
    staff_note: str
    members: tuple[str, ...]

    def born(self, today: date) -> date:
        """The birth date that makes the child `age` years old today, whenever today is."""
        passed = self.birthday <= (today.month, today.day)
        return date(today.year - self.age - (not passed), *self.birthday)


ADULTS = (
    Adult("ana", "Ana Gutierrez", Role.BIRTH_PARENT, "en", "(213) 555-0111", "12 Larkspur Court, Unit 4"),
    Adult("francisco", "Francisco DuBuque", Role.BIRTH_PARENT, "en", "(213) 555-0122", "780 Tannery Row"),
    Adult("joshua", "Joshua Reyes", Role.BIRTH_PARENT, "es", "(213) 555-0133", "12 Larkspur Court, Unit 5"),
    Adult("samara", "Samara Hudson", Role.BIRTH_PARENT, "en", "(213) 555-0144", "9 Quarry Steps, Room 31"),
    Adult("francis", "Francis Hudson", Role.BIRTH_PARENT, "en", "(213) 555-0155", "9 Quarry Steps, Room 32"),
    Adult("brianna", "Brianna Winter", Role.FOSTER_PARENT, "en", "(213) 555-0166", "41 Millrace Lane", "Winter"),
    Adult("wendy", "Wendy Chadwick", Role.FOSTER_PARENT, "en", "(213) 555-0177", "6 Cooper Hill", "Chadwick"),
    Adult("tianna", "Tianna Reilly", Role.SOCIAL_WORKER, "en", "(213) 555-0188", "2 Riverbend Plaza"),
    Adult("supervisor", "Supervisor", Role.SUPERVISOR, "en", "(213) 555-0190", "2 Riverbend Plaza, top floor"),
)

HOMES = (
    Home("Winter", "41 Millrace Lane, upper house", "(213) 555-0169"),
    Home("Chadwick", "6 Cooper Hill, garden side", "(213) 555-0179"),
)

CASES = (
    Case("Gutierrez", "RB-DEMO-1041", "Ana and Joshua go to their weekly group; Francisco meets his counselor."),
    Case("Hudson", "RB-DEMO-1067", "Samara and Francis are on the list for a family apartment; papers are complete."),
)

KIDS = (
    Kid(
        key="macia",
        first_name="Macia",
        last_name="DuBuque-Gutierrez",
        age=8,
        birthday=(3, 14),
        case="Gutierrez",
        household="Winter",
        school="Heron Street Elementary",
        doctor="Dr. Okonjo-Bell",
        staff_note="School has the new pick-up list; only the foster home may pick up.",
        members=("ana", "francisco", "brianna", "tianna", "supervisor"),
    ),
    Kid(
        key="gladys",
        first_name="Gladys",
        last_name="DuBuque",
        age=4,
        birthday=(7, 2),
        case="Gutierrez",
        household="Chadwick",
        school="Acorn Yard Preschool",
        doctor="Dr. Lindqvist",
        staff_note="Preschool art show cleared with the director for all four chairs.",
        members=("ana", "francisco", "wendy", "tianna", "supervisor"),
    ),
    Kid(
        key="jon",
        first_name="Jon",
        last_name="Reyes",
        age=2,
        birthday=(10, 9),
        case="Gutierrez",
        household="Chadwick",
        school="at home with the foster parent",
        doctor="Dr. Villaverde",
        staff_note="Amoxicillin allergy confirmed in the hospital file.",
        members=("ana", "joshua", "wendy", "tianna", "supervisor"),
    ),
    Kid(
        key="jaylan",
        first_name="Jaylan",
        last_name="Hudson",
        age=6,
        birthday=(5, 27),
        case="Hudson",
        household="Winter",
        school="Copper Bridge School",
        doctor="Dr. Amsel",
        staff_note="Tree-nut plan signed by the school nurse.",
        members=("samara", "francis", "brianna", "tianna", "supervisor"),
    ),
)
