"""The admin: where an agency's staff add people, children, homes and rooms. Every list is bounded by the agency.

Rooms and memberships are only ever added here, through the services; pausing and ending are done at the desk, with a
reason. No message can be read here.
"""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Field, ForeignKey, ManyToManyField, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from rooms.access import open_memberships
from rooms.errors import RoomError
from rooms.models import (
    PAPER_ROLES,
    STAFF_ROLES,
    AccountNote,
    Agency,
    Child,
    Family,
    Household,
    Membership,
    Person,
    Placement,
    Role,
    Room,
)
from rooms.services import accounts, memberships
from rooms.services.rooms import open_room
from rooms.text import clean_name

AGENCY_OF: dict[type[Model], str] = {
    Agency: "pk",
    Family: "agency",
    Person: "agency",
    Household: "agency",
    Child: "family__agency",
    Placement: "child__family__agency",
    Room: "family__agency",
    Membership: "room__family__agency",
}
"""Where each table says which agency a row belongs to."""


def in_agency(queryset: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """The rows of the agency of whoever asks; all of them for a superuser; none without an agency."""
    if request.user.is_superuser:
        return queryset
    agency = request.user.agency_id if isinstance(request.user, Person) else None
    return queryset.filter(**{AGENCY_OF[queryset.model]: agency}) if agency else queryset.none()


def own_rooms(request: HttpRequest) -> QuerySet[Room]:
    """The rooms whose parts whoever asks may manage; all of them for a superuser."""
    if request.user.is_superuser:
        return Room.objects.all()
    if not isinstance(request.user, Person):
        return Room.objects.none()
    parts = open_memberships(request.user).filter(role__in=STAFF_ROLES)
    return Room.objects.filter(pk__in=parts.values("room"))


class AgencyScoped(admin.ModelAdmin):  # type: ignore[type-arg]
    """Lists and choices bounded by the agency; nothing can be deleted."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return in_agency(super().get_queryset(request), request)

    def formfield_for_foreignkey(self, db_field: "ForeignKey[Any, Any]", request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_foreignkey(db_field, request, **self._bounded(db_field, request, kwargs))

    def formfield_for_manytomany(
        self, db_field: "ManyToManyField[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> Any:
        return super().formfield_for_manytomany(db_field, request, **self._bounded(db_field, request, kwargs))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def _bounded(self, db_field: "Field[Any, Any]", request: HttpRequest, kwargs: dict[str, Any]) -> dict[str, Any]:
        model = db_field.related_model
        if isinstance(model, type) and model in AGENCY_OF:
            kwargs["queryset"] = in_agency(model._default_manager.all(), request)
        return kwargs


class AddOnly(AgencyScoped):
    """Rooms and parts in them: added here and changed elsewhere; staff see those of their own rooms only."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        found = super().get_queryset(request)
        if request.user.is_superuser:
            return found
        path = "pk__in" if self.model is Room else "room__in"
        return found.filter(**{path: own_rooms(request)})

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class _UserNames(forms.ModelForm):  # type: ignore[type-arg]
    """User names as they are kept; without any is fine for whoever has an e-mail address."""

    def clean_username(self) -> str | None:
        typed: str | None = self.cleaned_data.get("username")
        try:
            return accounts.clean_username(typed) if typed else None
        except RoomError as refusal:
            raise ValidationError(refusal.message) from refusal

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not self.errors and not values.get("email") and not values.get("username"):
            raise ValidationError(_("Please give an e-mail address or a user name: people sign in with one of them."))
        return values


class PersonForm(_UserNames, UserChangeForm):  # type: ignore[type-arg]
    """A person, as staff correct one."""

    class Meta:
        model = Person
        fields = "__all__"  # noqa: DJ007 - the admin's fieldsets say which


class NewPersonForm(_UserNames, AdminUserCreationForm):  # type: ignore[misc,type-arg]  # its own check is for any name
    """A person, as staff add one."""

    class Meta:
        model = Person
        fields = ("email", "username")


@admin.register(Person)
class PersonAdmin(AgencyScoped, UserAdmin):  # type: ignore[type-arg]
    """People. Staff add and correct people of their own agency; only a superuser hands out the admin itself."""

    form = PersonForm
    add_form = NewPersonForm
    ordering = ("name",)
    list_display = ("name", "email", "username", "household", "is_active")
    list_filter = ("is_active", "language")
    search_fields = ("name", "email", "username")
    readonly_fields = ("last_login",)
    add_fieldsets = (
        (None, {"fields": ("email", "username", "name", "language", "time_zone", "agency", "household")}),
        (_("Password"), {"fields": ("password1", "password2")}),
    )
    _own: ClassVar[Any] = (
        (None, {"fields": ("email", "username", "password", "name", "language", "time_zone", "is_active")}),
        (_("For staff only"), {"fields": ("phone", "address", "agency", "household", "last_login")}),
    )
    _admin: ClassVar[Any] = ((_("Admin"), {"fields": ("is_staff", "is_superuser", "groups", "user_permissions")}),)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return self.add_fieldsets
        return self._own + self._admin if request.user.is_superuser else self._own

    def save_model(self, request: HttpRequest, obj: Person, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        for column in ("username", "email"):
            if change and column in form.changed_data and isinstance(request.user, Person):
                accounts.note(person=obj, kind=column, actor=request.user)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """As Django does it; and the person is told."""
        before = Person.objects.filter(pk=self.to_key(id)).values_list("password", flat=True).first()
        response: HttpResponse = super().user_change_password(request, id, form_url)
        person = Person.objects.filter(pk=self.to_key(id)).exclude(password=before).first() if before else None
        if person is not None and isinstance(request.user, Person):
            accounts.note(person=person, kind=AccountNote.Kind.PASSWORD, actor=request.user)
        return response

    @staticmethod
    def to_key(typed: str) -> int:
        """The key in an address; what is none is nobody's."""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else 0

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody but a superuser changes a superuser, or another member of staff."""
        guarded = isinstance(obj, Person) and (obj.is_superuser or (obj.is_staff and obj.pk != request.user.pk))
        return super().has_change_permission(request, obj) and (request.user.is_superuser or not guarded)


@admin.register(Family, Household, Child, Placement, Agency)
class PlainAdmin(AgencyScoped):
    """Families, homes, children and stays."""


class RoomForm(forms.ModelForm):  # type: ignore[type-arg]
    """A new room: children of one family."""

    class Meta:
        model = Room
        fields = ("family", "household", "children")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if any(child.family_id != values["family"].pk for child in values.get("children", []) if "family" in values):
            raise ValidationError(_("A room holds the children of one family."))
        return values


@admin.register(Room)
class RoomAdmin(AddOnly):
    """Rooms: opened here, through the service that starts their record. Who opens a room is its social worker."""

    form = RoomForm
    list_display = ("name", "family", "household", "opened_at")

    def save_model(self, request: HttpRequest, obj: Room, form: Any, change: bool) -> None:
        values = form.cleaned_data
        room = open_room(family=values["family"], children=list(values["children"]), household=values["household"])
        obj.pk = room.pk
        if isinstance(request.user, Person) and not request.user.is_superuser:
            memberships.add(actor=request.user, room=room, person=request.user, role=Role.SOCIAL_WORKER)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Nothing is left to do: the service has set the children."""


class MembershipForm(forms.ModelForm):  # type: ignore[type-arg]
    """A new part in a room."""

    sees_history = forms.BooleanField(label=_("May read what was said before"), required=False)

    class Meta:
        model = Membership
        fields = ("room", "person", "role", "shown_name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "shown_name" in self.fields:
            self.fields["shown_name"].required = False

    def clean_shown_name(self) -> str:
        name: str = self.cleaned_data["shown_name"]
        try:
            return clean_name(name) if name else ""
        except RoomError as refusal:
            raise ValidationError(refusal.message) from refusal

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors:
            try:
                name = values["shown_name"] or clean_name(values["person"].name)
                memberships.check_newcomer(values["room"], values["person"], name)
            except RoomError as refusal:
                raise ValidationError(refusal.message) from refusal
            try:
                memberships.check_role(values["room"], values["role"])
            except RoomError as refusal:
                raise ValidationError({"role": refusal.message}) from refusal
        return values


@admin.register(Membership)
class MembershipAdmin(AddOnly):
    """Parts in rooms: added here, through the service that records them."""

    form = MembershipForm
    list_display = ("shown_name", "room", "role", "state")
    list_filter = ("state", "role")

    def formfield_for_foreignkey(self, db_field: "ForeignKey[Any, Any]", request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "room" and field is not None:
            field.queryset = own_rooms(request)
        return field

    def formfield_for_choice_field(self, db_field: "Field[Any, Any]", request: HttpRequest, **kwargs: Any) -> Any:
        """Only a superuser makes somebody staff of a room: nobody lets themselves or a colleague in."""
        if db_field.name == "role" and not request.user.is_superuser:
            kwargs["choices"] = [(role.value, role.label) for role in Role if role not in STAFF_ROLES | PAPER_ROLES]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:
        values = form.cleaned_data
        if not isinstance(request.user, Person):
            raise PermissionDenied
        member = memberships.add(
            actor=request.user,
            room=values["room"],
            person=values["person"],
            role=values["role"],
            shown_name=values["shown_name"],
            sees_history=values["sees_history"],
        )
        obj.pk = member.pk
