"""All addresses: the pages are the frontend's; staff's admin sits behind the same sign-in as everything else."""

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, reverse


def admin_login(request: HttpRequest) -> HttpResponse:
    """Send to the one sign-in page. Who is signed in already and still comes here is not staff: nothing is here."""
    if request.user.is_authenticated:
        raise Http404
    return redirect_to_login(request.GET.get("next") or reverse("admin:index"), reverse("account_login"))


urlpatterns = [
    path("admin/login/", admin_login),
    path("admin/", admin.site.urls),
    path("", include("frontend.urls")),
]
