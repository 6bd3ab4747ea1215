"""Addresses of signing in and of one's own account. Sign-in is allauth's views under our templates; what is not listed
here does not exist."""

from allauth.account import views as account
from allauth.mfa.base import views as second
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from django.urls import URLPattern, path, re_path
from django.views.generic import RedirectView

from frontend.views import devices, my_account, recovering

_SECOND = "accounts/2fa/"
_RESET = "accounts/password/reset/"

urlpatterns: list[URLPattern] = [
    path("accounts/login/", account.login, name="account_login"),
    path("accounts/logout/", account.logout, name="account_logout"),
    path("accounts/inactive/", account.account_inactive, name="account_inactive"),
    path("accounts/again/", account.reauthenticate, name="account_reauthenticate"),
    path("accounts/password/change/", account.password_change, name="account_change_password"),
    path("accounts/password/set/", account.password_set, name="account_set_password"),
    path(_RESET, account.password_reset, name="account_reset_password"),
    path(f"{_RESET}done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        rf"^{_RESET}key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(f"{_RESET}key/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("accounts/recover/", recovering.recover, name="recover"),
    path(f"{_SECOND}", second.index, name="mfa_index"),
    path(f"{_SECOND}authenticate/", second.authenticate, name="mfa_authenticate"),
    path(f"{_SECOND}again/", second.reauthenticate, name="mfa_reauthenticate"),
    path(f"{_SECOND}app/add/", app.activate_totp, name="mfa_activate_totp"),
    path(f"{_SECOND}app/remove/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path(f"{_SECOND}codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(f"{_SECOND}codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path(f"{_SECOND}passkeys/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path(f"{_SECOND}passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path(f"{_SECOND}passkeys/login/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path(f"{_SECOND}passkeys/again/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path(f"{_SECOND}passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("settings/account/", my_account.change_names, name="change_names"),
    path("settings/account/email/<str:token>/", my_account.confirm_email, name="confirm_email"),
    path("settings/devices/", devices.show, name="devices"),
    path("settings/devices/<int:pk>/end/", devices.end, name="device_end"),
    path("settings/devices/everywhere/", devices.everywhere, name="devices_everywhere"),
    path("desk/rooms/<slug:room_id>/sign-in/<slug:member_id>/", recovering.help_back_in, name="desk_recover"),
]
