"""Addresses of what waits for staff, and of the supervisor's figures."""

from django.urls import path

from frontend.views import seal, team

urlpatterns = [
    path("desk/team/", team.show, name="team"),
    path("desk/team/outcomes/", team.outcomes, name="team_outcomes"),
    path("desk/team/outcomes.csv", team.outcomes_csv, name="team_outcomes_csv"),
    path("desk/team/seal/", seal.seal, name="team_seal"),
    path("desk/team/<slug:worker>/hand-over/", team.hand_over, name="hand_over"),
]
