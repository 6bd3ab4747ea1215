"""Cards for school age and for teenagers."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from rooms.knowhow.base import Technique, Topic

GROWING: Final = (
    Technique(
        key="homework",
        topic=Topic.SCHOOL,
        ages=(6, 12),
        title=_("Homework in short turns"),
        when=_("Homework ends in tears or takes all evening."),
        steps=(
            _("A snack first, then a timer on ten minutes."),
            _("Sit at the same table and do something quiet of your own."),
            _("When it rings there are five free minutes, done or not. Then one more turn."),
        ),
        sentence=_("The timer is the boss, not I. Show me what is right so far."),
    ),
    Technique(
        key="noschool",
        topic=Topic.SCHOOL,
        ages=(6, 15),
        title=_("When school feels impossible"),
        when=_("A stomach ache each morning, or a flat refusal to go."),
        steps=(
            _("Believe the feeling, and ask when in the day it is hardest."),
            _("Find one person at school who will be at the door."),
            _("Agree on a small first step, such as the first hour, and keep to it together in both homes."),
        ),
        sentence=_("It is hard, and you are not alone with it. We begin with the first hour."),
    ),
    Technique(
        key="private",
        topic=Topic.SCHOOL,
        ages=(5, 14),
        title=_("When others ask why"),
        when=_("At school somebody wants to know where your child lives and why."),
        steps=(
            _("Ask the parents which words the family uses for it, and use the same ones."),
            _("Practice one sentence together, with toys or in front of the mirror."),
            _("Tell the teacher that sentence too, and no more than that."),
        ),
        sentence=_("You owe nobody your story. You can say: that is private."),
    ),
    Technique(
        key="screens",
        topic=Topic.EVERYDAY,
        ages=(4, 13),
        title=_("Screens with a plan"),
        when=_("Turning it off is a quarrel each time."),
        steps=(
            _("Agree on one rule for both homes: when, how long, and which room."),
            _("Warn at the end of a round or an episode, and not in the middle of one."),
            _("Have the next nice thing ready: food, a walk, a game with you."),
        ),
        sentence=_("When this one is over it goes to sleep, and we cook."),
    ),
    Technique(
        key="names",
        topic=Topic.FEELINGS,
        ages=(4, 12),
        title=_("A name for big feelings"),
        when=_("Your child is sad, angry and glad at once, often around visits."),
        steps=(
            _("Guess aloud, and let yourself be corrected."),
            _("Say that two feelings can live side by side."),
            _("Offer something for the body: run, draw, squeeze, cry."),
        ),
        sentence=_("I think you are glad and sad at once. Both are allowed."),
    ),
    Technique(
        key="worries",
        topic=Topic.SLEEP,
        ages=(6, 14),
        title=_("Worries that come at night"),
        when=_("Once the light is out, the questions begin."),
        steps=(
            _("Make a time for worries before bed: ten minutes, a notebook, a pen."),
            _("Sort them: for me, for the grown-ups, for tomorrow."),
            _("Answer truly what you know, and say so when you do not know."),
        ),
        sentence=_("I do not know that yet. The grown-ups are working on it, and you may sleep."),
    ),
    Technique(
        key="mornings",
        topic=Topic.EVERYDAY,
        ages=(4, 12),
        title=_("Mornings without a rush"),
        when=_("Everybody is late, and loud."),
        steps=(
            _("Lay out clothes and bag in the evening, together."),
            _("Draw the four steps of the morning and hang them at your child’s height."),
            _("Say what comes next instead of what is missing."),
        ),
        sentence=_("You have your shirt on. What does the picture say comes next?"),
    ),
    Technique(
        key="chores",
        topic=Topic.EVERYDAY,
        ages=(4, 12),
        title=_("A job of one’s own"),
        when=_("Your child wants to belong, in both homes."),
        steps=(
            _("Choose one small job that the home truly needs."),
            _("Do it side by side for a week, then let go."),
            _("Tell the other home about it, so that it can be praised there too."),
        ),
        sentence=_("The plants are yours. They stand up when you come."),
    ),
    Technique(
        key="quiet",
        topic=Topic.FEELINGS,
        ages=(12, 17),
        title=_("When a teenager goes quiet"),
        when=_("The door is closed, and every question gets one word."),
        steps=(
            _("Talk side by side: in the car, over dishes, on a walk."),
            _("Ask one question, then be quiet for longer than is comfortable."),
            _("Knock, bring food, and leave again."),
        ),
        sentence=_("No need to talk. I am in the kitchen until ten."),
    ),
    Technique(
        key="rules",
        topic=Topic.LIMITS,
        ages=(12, 17),
        title=_("Rules made together"),
        when=_("Coming home late, the phone at night, going out."),
        steps=(
            _("Ask what would be fair, and write it down before you answer."),
            _("Both homes say the same three things; the rest can be talked over."),
            _("Agree now what happens when it does not work, and when you look at it again."),
        ),
        sentence=_("I trust you with this. Call me at any hour, and I come first and ask later."),
    ),
)
