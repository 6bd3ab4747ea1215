"""Cards for what both homes share: visits, brothers and sisters, hair, language."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from rooms.knowhow.base import Technique, Topic

BOTH: Final = (
    Technique(
        key="goodbye",
        topic=Topic.VISITS,
        ages=(1, 10),
        title=_("Goodbye after a visit"),
        when=_("The end of a visit is the hardest part of the day."),
        steps=(
            _("Choose one goodbye that is always the same: a handshake, a song, a kiss in the palm."),
            _("Say truly when you meet next, in sleeps and not in dates."),
            _("The one who drives home listens, and lets the tears come."),
        ),
        sentence=_("Goodbyes are hard because we love each other. Three sleeps, and I am here."),
    ),
    Technique(
        key="before",
        topic=Topic.VISITS,
        ages=(3, 12),
        title=_("The day before a visit"),
        when=_("Your child is restless, and asks the same thing again and again."),
        steps=(
            _("Tell the plan in pictures: who, what we eat, what we play, how it ends."),
            _("Pack one thing together to show."),
            _("Write to the other parent about how the day is going."),
        ),
        sentence=_("Tomorrow you see your people. What shall we put in the bag?"),
    ),
    Technique(
        key="siblings",
        topic=Topic.TOGETHER,
        ages=(3, 12),
        title=_("Quarrels between brothers and sisters"),
        when=_("Both want it, both were first, both are crying."),
        steps=(
            _("Step in only if somebody could get hurt, and hold the thing yourself."),
            _("Let each one say one sentence, and repeat it as you heard it."),
            _("Ask the two of them for a plan, and wait for it."),
        ),
        sentence=_("Two children, one truck. You are clever. What is your plan?"),
    ),
    Technique(
        key="hair",
        topic=Topic.CARE,
        ages=(1, 14),
        title=_("Hair care as time together"),
        when=_("Combing hurts, or the hair is different from your own."),
        steps=(
            _("Ask the parent who knows this hair: how often, with what, in which order. No cut without their yes."),
            _("Work on damp hair, from the ends upward, with your hand above the knot."),
            _("Let your child choose the colors, and take your time."),
        ),
        sentence=_("This is how your mom showed me. Tell me when it pulls."),
    ),
    Technique(
        key="language",
        topic=Topic.ROOTS,
        ages=(0, 17),
        title=_("Keeping the language of home"),
        when=_("Your child hears another language most of the day."),
        steps=(
            _("Learn ten words of it: hello, hungry, sleepy, hurts, again, I love you."),
            _("Ask the parents for songs, stories or a voice that may be played at bedtime."),
            _("Answer in either language, and never ask a child to stop using one."),
        ),
        sentence=_("Say it again your way. I want to learn it."),
    ),
    Technique(
        key="treasure",
        topic=Topic.ROOTS,
        ages=(1, 14),
        title=_("Something from home"),
        when=_("A blanket, a photo or a smell means more than it seems."),
        steps=(
            _("Ask what it is called and what it is for, before you wash or tidy it."),
            _("Give it a place that is your child’s alone."),
            _("Hang up a photo of the family where it can be seen from the bed."),
        ),
        sentence=_("This is yours. It goes where you go."),
    ),
)
