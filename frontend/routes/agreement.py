"""Addresses of the agreement, the plan for talking, the two questions, and the agency's side of them."""

from django.urls import path

from frontend.room_pages import seated
from frontend.views import agency, agreement, survey

urlpatterns = [
    *seated("agreement/", agreement.page, "agreement"),
    *seated("agreement/plan/", agreement.plan, "agreement_plan"),
    path("rooms/<slug:room_id>/agreement/survey/", survey.survey, name="survey"),
    path("rooms/<slug:room_id>/agreement/feedback/", survey.feedback, name="feedback"),
    path("desk/agreements/", agency.stands, name="desk_agreements"),
    path("desk/agreements/template/", agency.template, name="desk_template"),
    path("desk/feedback/", agency.feedback, name="desk_feedback"),
]
