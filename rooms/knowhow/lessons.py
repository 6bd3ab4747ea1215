"""Short lessons on what makes families strong, the same for both sides, and how to speak well of each other."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from rooms.knowhow.base import Card, Lesson

LESSONS: Final = (
    Lesson(
        key="strength",
        title=_("Strength on hard days"),
        text=_(
            "Raising a child is hard for everybody at times, and harder with an office and a court in the "
            "room. Strength is not never falling. It is noticing early that you are tired, sad or angry, and "
            "doing one thing about it before it reaches your child. Whoever asks for a break shows a child "
            "how that is done."
        ),
        try_this=_(
            "This week: find out what your first sign is (a tight jaw, a loud voice), and one thing that "
            "helps within a minute."
        ),
    ),
    Lesson(
        key="people",
        title=_("People who stand by you"),
        text=_(
            "Nobody raises a child alone, and nobody should. A neighbor, an aunt, a friend from work, a "
            "group, a place of worship: people who listen, laugh with you and pick up the phone make hard "
            "weeks shorter. The two homes in this room can be such people for each other."
        ),
        try_this=_("This week: tell one person something true about how you are."),
    ),
    Lesson(
        key="growing",
        title=_("How children grow"),
        text=_(
            "Much that looks like defiance is age. A toddler cannot wait, a child of five mixes up wish and "
            "lie, a teenager sleeps late because the body says so. Children who were moved often seem younger "
            "for a while: it is their way of catching up on comfort. When you know what the age can do, you "
            "ask for that, and both of you succeed more often."
        ),
        try_this=_("This week: pick one thing that wears you out, and ask each other what is usual at this age."),
    ),
    Lesson(
        key="help",
        title=_("Help when it is needed"),
        text=_(
            "Rent, food, a ride, a doctor: when these are missing, patience runs out for anyone. Asking early "
            "for something practical is good parenting, and it is never held against you in this room. You "
            "choose whom you ask."
        ),
        try_this=_(
            "This week: write down the one thing that would make next month easier, and look whether somebody "
            "on the list of places can help."
        ),
    ),
    Lesson(
        key="feelings",
        title=_("Children who can say what they feel"),
        text=_(
            "Children learn to handle feelings from somebody who stays calm beside them. First comfort, then "
            "a name for the feeling, then an idea what to do: in this order. It works the same in both homes, "
            "and it takes a hundred times before it sticks."
        ),
        try_this=_("This week: name one feeling aloud each day, and let one of them be your own."),
    ),
)

SPEAK_WELL: Final = Card(
    key="speakwell",
    title=_("Speak well of each other"),
    text=_(
        "A child hears every word about the people it loves, also through a door. When the grown-ups "
        "speak kindly of each other, a child may love them all. Sentences that others use:"
    ),
    sentences=(
        _("Your mom loves you, and I like hearing about her."),
        _("Your dad taught you that? He taught you well."),
        _("You may love both homes. Nobody has to choose."),
        _("I do not know why. Let us ask your mom together."),
        _("They take good care of you when I cannot. I am glad about that."),
        _("We grown-ups talk about that when you are asleep. It is not your job."),
    ),
)

KINSHIP: Final = (
    Card(
        key="family",
        title=_("You are family, and that helps"),
        text=_(
            "You have known each other for a long time, and nobody here asks you to act like strangers. Your "
            "child did not have to learn a new smell, a new kitchen, a new grandmother. Say so: what you "
            "already share is the best start there is."
        ),
    ),
    Card(
        key="lines",
        title=_("Lines that protect love"),
        text=_(
            "Dropping by, lending money, handing over the child for an hour: in a family all of this is "
            "usual, and now some of it has to be agreed with your social worker. Say the line early and "
            "kindly, and let the plan be the reason, not you."
        ),
    ),
    Card(
        key="between",
        title=_("In the middle"),
        text=_(
            "You may be mother and grandmother, brother and uncle, at the same table. You can love the parent "
            "and keep the child safe: these belong together. What hurts between the grown-ups has its place "
            "with your worker or a mentor, and not at the child’s bed."
        ),
    ),
    Card(
        key="mentor",
        title=_("Somebody who has done this"),
        text=_(
            "Other families have raised a child of their own family for a while. You can ask for one of them "
            "as your mentor: somebody for you, whom everybody in the room can see by name and role."
        ),
    ),
)

"""A start for those who care for a child of their own family (S59)."""
