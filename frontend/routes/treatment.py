"""The address of what is said of somebody's treatment."""

from django.urls import path

from frontend.views import treatment

urlpatterns = [path("desk/rooms/<slug:room_id>/treatment/", treatment.show, name="desk_treatment")]
