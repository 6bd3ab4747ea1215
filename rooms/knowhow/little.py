"""Cards for the first years, up to school."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from rooms.knowhow.base import Technique, Topic

LITTLE: Final = (
    Technique(
        key="crying",
        topic=Topic.FEELINGS,
        ages=(0, 1),
        title=_("When a baby keeps crying"),
        when=_("Food, diaper and warmth are all right, and the crying goes on."),
        steps=(
            _("Hold the baby against your chest, so that your heartbeat can be felt."),
            _("Sway slowly and hum one low note, again and again."),
            _(
                "If your own strength runs out, lay the baby on the back in the crib, close the door and breathe "
                "for five minutes. Never shake a baby."
            ),
        ),
        sentence=_("I am here. You can cry, I am staying."),
    ),
    Technique(
        key="bottles",
        topic=Topic.FOOD,
        ages=(0, 1),
        title=_("Calm bottles and first spoons"),
        when=_("Feeding takes long, or a new pair of arms is still strange."),
        steps=(
            _("Ask in the other home: which bottle, how warm, held how?"),
            _("Sit in the same chair each time and look at the baby, not at a screen."),
            _("Stop when the head turns away. The baby knows when it is enough."),
        ),
        sentence=_("You tell me when. I am watching you."),
    ),
    Technique(
        key="bedtime",
        topic=Topic.SLEEP,
        ages=(1, 8),
        title=_("The same small steps to bed"),
        when=_("Evenings are long, and the day will not end."),
        steps=(
            _("Agree with the other home on four steps, such as bath, pajamas, one story, one song."),
            _("Do them in the same order each night, with the lights getting lower."),
            _("Leave while your child is sleepy but awake, and say when you will look in again."),
        ),
        sentence=_("First the song, then the light. I look in again in five minutes."),
    ),
    Technique(
        key="night",
        topic=Topic.SLEEP,
        ages=(1, 8),
        title=_("Awake in the night"),
        when=_("Your child wakes up and looks for somebody."),
        steps=(
            _("Go in soon, keep the light low and say few words."),
            _("Rest a hand where it comforts, and let it lie still."),
            _("Give back whatever smells of home: a blanket, a shirt, a soft toy."),
        ),
        sentence=_("It is night. You are safe. Your people are thinking of you."),
    ),
    Technique(
        key="floor",
        topic=Topic.SAFE,
        ages=(1, 3),
        title=_("A home at toddler height"),
        when=_("Your child walks, climbs, and puts everything into the mouth."),
        steps=(
            _("Kneel down and look at each room from that height: cords, pots, medicine, coins, windows."),
            _("Move what can hurt up high or behind a latch, and leave one low drawer that may be emptied."),
            _("Stay within an arm’s length of water, stairs and the street."),
        ),
        sentence=_("That stays with me. This drawer is all yours."),
    ),
    Technique(
        key="storm",
        topic=Topic.FEELINGS,
        ages=(1, 5),
        title=_("When everything is too much"),
        when=_("Screaming, kicking, lying on the ground."),
        steps=(
            _("See that nobody gets hurt, and sit down lower than your child."),
            _("Say one short sentence, once, and then nothing more."),
            _("Count ten breaths of your own. Comfort comes first, talking later."),
        ),
        sentence=_("You are angry. I am right here."),
    ),
    Technique(
        key="kindno",
        topic=Topic.LIMITS,
        ages=(1, 7),
        title=_("A kind no"),
        when=_("Something cannot be, and your child wants it very much."),
        steps=(
            _("Name the wish before the answer."),
            _("Give the answer in five words or fewer, in a quiet voice."),
            _("Offer two things that can be, and let your child choose."),
        ),
        sentence=_("You wish you could stay. Not today. Shall we hop or tiptoe to the door?"),
    ),
    Technique(
        key="leaving",
        topic=Topic.LIMITS,
        ages=(2, 6),
        title=_("Leaving a place that is fun"),
        when=_("It is time to go from the playground, a visit or a friend."),
        steps=(
            _("Say it early, and count in things and not in minutes: two more slides."),
            _("Let your child choose the last thing."),
            _("Turn the way out into a game, and keep walking."),
        ),
        sentence=_("Two more, you choose them. Then we leave like robots."),
    ),
    Technique(
        key="table",
        topic=Topic.FOOD,
        ages=(1, 8),
        title=_("Peace at the table"),
        when=_("Meals turn into bargaining, or hardly anything is eaten."),
        steps=(
            _("Put one thing on the table that your child surely likes, and new things beside it."),
            _("You decide what and when; your child decides how much."),
            _("Talk about the day and not about the plate."),
        ),
        sentence=_("You need not eat it. It may just sit there and say hello."),
    ),
    Technique(
        key="potty",
        topic=Topic.CARE,
        ages=(2, 4),
        title=_("Learning to use the potty"),
        when=_("Your child notices when the diaper is wet, in both homes."),
        steps=(
            _("Start in the same week in both homes, with the same words for it."),
            _("Sit down after waking up and after meals, for the length of a song."),
            _("Praise the trying. Wipe up the rest without a word."),
        ),
        sentence=_("You felt it coming! Next time we run."),
    ),
    Technique(
        key="hands",
        topic=Topic.LIMITS,
        ages=(1, 5),
        title=_("Biting and hitting"),
        when=_("The hands or the teeth were faster than the words."),
        steps=(
            _("Step between calmly, and see to the one who was hurt first."),
            _("Say what your child wanted, since there were no words for it."),
            _("Practice the words and a foot to stamp with, later, when all is quiet."),
        ),
        sentence=_("I will not let you bite. You can say: my turn next."),
    ),
    Technique(
        key="bath",
        topic=Topic.CARE,
        ages=(1, 6),
        title=_("In and out of the bath"),
        when=_("Getting into the water, or out of it, takes half the evening."),
        steps=(
            _("Ask in the other home how it goes there: water, soap, songs, towel."),
            _("Let the toys go first, each with its own little cloth."),
            _("Tell each step before you do it: now your hair, now your back."),
        ),
        sentence=_("The whale is clean. Who is next, the duck or you?"),
    ),
)
