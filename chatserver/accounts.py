"""Settings of accounts and sign-in that no environment changes; `chatserver.settings` takes them all over."""

AUTH_USER_MODEL = "rooms.Person"
AUTHENTICATION_BACKENDS = ["frontend.backend.PeopleBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "frontend.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
# Nobody signs up here: staff add people, and an agency knows the address it was given.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
# No mail to an address without an account: it would have to say so.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# Our own letters tell of changes (frontend.letters).
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_FORMS = {
    "login": "frontend.sign_in_forms.SignInForm",
    "reset_password": "frontend.sign_in_forms.ForgottenForm",
}
# For how long whoever has just shown who they are is not asked again, in seconds.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
MFA_ADAPTER = "frontend.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "frontend.sign_in_forms.CodeForm",
    "reauthenticate": "frontend.sign_in_forms.CodeAgainForm",
    "login_webauthn": "frontend.sign_in_forms.PasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Coparenting"
# An agency knows the addresses of its people.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Letters leave after the answer, so that nobody learns from its time who has an account.
LETTERS_WAIT = False
# How often something of allauth's may be tried, for an address, a name that was typed, or a person. Ours are counted
# by `frontend.throttle`.
RATE_LIMITS = {
    "login_failed": "10/m/ip,5/5m/key",
    # Each of these is a letter in the mailbox of somebody who may not have asked for it.
    "reset_password": "20/m/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
# Length and known-bad lists, no rules about signs: NIST SP 800-63B.
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
