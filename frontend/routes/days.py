"""The days of a child."""

from frontend.room_pages import seated
from frontend.views import days

urlpatterns = [
    *seated("days/", days.days, "days"),
    *seated("days/week/", days.week, "days_week"),
    *seated("days/sick/", days.sick_child, "days_sick"),
    *seated("days/words/", days.words, "days_words"),
    *seated("days/act/", days.act, "days_act"),
]
