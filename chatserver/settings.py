"""All settings, read from the environment. `.env.example` lists every variable; unsafe values stop the start.

Two ways to run the same code: the demo (`make run` sets DEMO=1: SQLite, in-process channel layer, plain http on this
machine) and production (everything else), which does not start without a secret key, an https address and a database.
"""

from pathlib import Path
from typing import Any

import dj_email_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environs import Env

from chatserver import stores
from chatserver.accounts import *  # noqa: F403 - a part of the settings
from chatserver.accounts import RATE_LIMITS
from chatserver.environment import (
    demo_secret_key,
    host_of,
    metrics_token,
    origin,
    production_secret_key,
    secret,
    socket_origin,
)
from chatserver.logs import log_configuration

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()
env.read_env(str(BASE_DIR / ".env"), recurse=False)

# ---- How it runs ---------------------------------------------------------------------------------------------

# Demo families, passwords on the screen, plain http. Never with real people.
DEMO = env.bool("DEMO", False)
# Django's error pages with source and values. Only ever in the demo.
DEBUG = DEMO and env.bool("DEBUG", False)
# Where the demo keeps its database and key, and where `collectstatic` puts the files that the server sends.
VAR_DIR = Path(env.str("VAR_DIR", str(BASE_DIR / "var")))
# Where the server listens. Behind a proxy on the same machine 127.0.0.1 is right; in a container 0.0.0.0.
HOST = env.str("HOST", "127.0.0.1")
PORT = env.int("PORT", 8000)
# How long a stopping server waits for its work to end, in seconds. Keep it below the stop time-out of what stops it.
DRAIN_SECONDS = env.float("DRAIN_SECONDS", 10.0)
# Write ready-made socket frames straight to the connection: about half the cost of a delivery, and it bounds what waits
# for a browser that does not read. It reaches past Daphne's interface (chatserver/direct.py); 0 goes through it.
DIRECT_WRITES = env.bool("DIRECT_WRITES", True)
# How many proxies stand in front. The server speaks plain http, so with an https address there is at least one,
# and it must set X-Forwarded-Proto and X-Forwarded-For itself, as those in deploy/ do.
PROXY_COUNT = env.int("PROXY_COUNT", 0 if DEMO else 1)
# What /version answers, beside the version of the software. A deployment can put its commit here.
BUILD = env.str("BUILD", "")
# How many web processes there are. Only said where Redis is left out on purpose: then there must be no more than one.
WEB_PROCESSES = env.int("WEB_PROCESSES", 0)
# Where "Leave fast" leads: a page that anybody might have open, and that tells nothing of this one.
QUICK_EXIT_URL = env.str("QUICK_EXIT_URL", "https://www.weather.gov/")
# Whoever sends this as a bearer token may read /metrics. Without it the address is like any that does not exist.
# Also as METRICS_TOKEN_FILE.
METRICS_TOKEN = metrics_token(secret("METRICS_TOKEN"))

# Signs sessions and reset links: at least 50 random characters. Also as SECRET_KEY_FILE.
_key = secret("SECRET_KEY")
SECRET_KEY = (_key or demo_secret_key(VAR_DIR)) if DEMO else production_secret_key(_key)

# Signs exports, and public keys that signed before (docs/record.md). Also as …_FILE. The demo makes a key of its own.
EXPORT_KEY, EXPORT_OLD_KEYS = secret("EXPORT_KEY") or "", secret("EXPORT_OLD_KEYS") or ""

# Web push: by this key pair push services know this server; `manage.py push_keys` makes one. The demo makes its own.
VAPID_PRIVATE_KEY = secret("VAPID_PRIVATE_KEY") or ""  # also as VAPID_PRIVATE_KEY_FILE
# Where they can reach whoever runs it: mailto: or https:.
VAPID_SUBJECT = env.str("VAPID_SUBJECT", "mailto:demo@example.org" if DEMO else "")
# Hosts of further push services, beside those of the makers of browsers.
PUSH_HOSTS: list[str] = env.list("PUSH_HOSTS", [])
# What hands over text messages: a callable that takes a number and a text (rooms/reach/sms.py).
SMS_BACKEND = env.str("SMS_BACKEND", "rooms.reach.sms.console" if DEMO else "")

# An OpenAI-compatible endpoint that may add to drafts of summaries. Empty: no words of families leave this server.
SUMMARY_MODEL_URL, SUMMARY_MODEL_NAME = env.str("SUMMARY_MODEL_URL", ""), env.str("SUMMARY_MODEL_NAME", "")
SUMMARY_MODEL_KEY = secret("SUMMARY_MODEL_KEY") or ""  # also as SUMMARY_MODEL_KEY_FILE

# ---- The one address, and all that follows from it -----------------------------------------------------------

# The address that people type. Sub-paths are not supported.
SITE_URL = env.str("SITE_URL", f"http://localhost:{PORT}" if DEMO else "")
if not SITE_URL:
    raise ImproperlyConfigured(
        "SITE_URL is not set. Give the address people will open, like https://family.example.org."
    )
SITE_URL = origin(SITE_URL, https_only=not DEMO)
ORIGINS = [SITE_URL]
if DEMO:
    ORIGINS += [o for o in (f"http://localhost:{PORT}", f"http://127.0.0.1:{PORT}") if o != SITE_URL]
HTTPS = SITE_URL.startswith("https://")

ALLOWED_HOSTS = sorted({host_of(o) for o in ORIGINS})
CSRF_TRUSTED_ORIGINS = ORIGINS
# The WebSocket handshake compares the whole origin: scheme, host and port.
WEBSOCKET_ORIGINS = ORIGINS

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
# With the __Host- prefix a browser refuses the cookie unless it is secure, host-only and for the whole site.
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
LANGUAGE_COOKIE_NAME = "__Host-language" if HTTPS else "language"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_ENGINE = "chatserver.sessions"
SESSION_COOKIE_AGE = 30 * 24 * 3600
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^version$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXY_COUNT else None
# Browsers remember to use https for this long. Lower it while you try out a new address.
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", 365 * 24 * 3600) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        # 'self' does not cover wss: in older Safari.
        "connect-src": ["'self'", *(socket_origin(o) for o in ORIGINS)],
        "base-uri": ["'none'"],
        # "Leave fast" is a form that ends on a page elsewhere.
        "form-action": ["'self'", QUICK_EXIT_URL],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
    }
}

# ---- The parts -----------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "chatserver",
    "frontend",
    "moderation",
    "rooms",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]
MIDDLEWARE = [
    "chatserver.metrics.MetricsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "chatserver.headers.HeadersMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "frontend.middleware.PersonMiddleware",
    "frontend.gate.GateMiddleware",
]
ROOT_URLCONF = "chatserver.urls"
ASGI_APPLICATION = "chatserver.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Words, of any form; photos are measured one by one (rooms.media.photos), and the proxy bounds the whole request.
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 8

# ---- Where things are kept -----------------------------------------------------------------------------------

# sqlite:///… or postgres://user:password@host/name. Also as DATABASE_URL_FILE.
_database_url = secret("DATABASE_URL") or (f"sqlite:///{VAR_DIR / 'coparenting.sqlite3'}" if DEMO else "")
if not _database_url:
    raise ImproperlyConfigured("DATABASE_URL is not set. Give a PostgreSQL or SQLite address for the record.")
# Connections that one process may hold open. The server's own limit is shared by all processes.
DATABASE_POOL_SIZE = env.int("DATABASE_POOL_SIZE", 8)
DATABASES = {"default": stores.database(_database_url, var_dir=VAR_DIR, pool_size=DATABASE_POOL_SIZE)}

# redis://host:6379/0. Needed as soon as there are two server processes. Also as REDIS_URL_FILE.
REDIS_URL = secret("REDIS_URL") or ""
CHANNEL_LAYERS = {"default": stores.channel_layer(REDIS_URL)}
CACHES = {"default": stores.cache(REDIS_URL)}

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
# Our files are for our pages.
WHITENOISE_ALLOW_ALL_ORIGINS = False
# Where photos are kept: a folder that no address leads to, or a bucket at any S3-compatible service. Only pages read
# it, for whoever may see the message.
MEDIA_ROOT = Path(env.str("MEDIA_DIR", str(VAR_DIR / "media")))
MEDIA_URL = ""
STORAGES = {
    "default": stores.photos(
        MEDIA_ROOT,
        bucket=env.str("MEDIA_S3_BUCKET", ""),
        endpoint=env.str("MEDIA_S3_ENDPOINT", ""),
        region=env.str("MEDIA_S3_REGION", ""),
        key=secret("MEDIA_S3_KEY"),
        secret=secret("MEDIA_S3_SECRET"),
    ),
    "staticfiles": {"BACKEND": "chatserver.storage.StaticStorage"},
}

# Who is asked about a message before it is kept (rooms.screen). Only the demo may leave it empty: nothing is screened.
_screen = "moderation.screening.hook.screen"
MESSAGE_SCREEN = env.str("MESSAGE_SCREEN", _screen) if DEMO else _screen

# Who knows the words of a private note and whom it is for (rooms.hub).
WHISPERS = "moderation.queries.whispers.spoken"
# Fills the desk of the demo, once its families are there.
DEMO_DESK = "moderation.demo.load"

# ---- People and sign-in --------------------------------------------------------------------------------------

# Staff sign in with a second factor, the admin included; until they have one they get no further than its page.
STAFF_MFA = env.bool("STAFF_MFA", not DEMO)
# Whoever is about to export, change somebody's part or their own sign-in is asked again who they are.
STEP_UP = env.bool("STEP_UP", not DEMO)
# Passkeys over plain http, for the demo on this machine.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

ALLAUTH_TRUSTED_PROXY_COUNT = PROXY_COUNT
# Demo visitors all come from one address, and so do the browsers of a trial; guessing one password stays slow.
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = {**RATE_LIMITS, "login": "600/m/ip" if DEMO else "30/m/ip"}

# smtp://user:password@host:587/?tls=True; without it no password-reset mail leaves. Also as EMAIL_URL_FILE.
_email_url = secret("EMAIL_URL") or ("console://" if DEMO else "dummy://")
_email = dj_email_url.parse(_email_url)
EMAIL_BACKEND = _email["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = _email["EMAIL_HOST"], _email["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _email["EMAIL_HOST_USER"], _email["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _email["EMAIL_USE_TLS"], _email["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = 10
# Whom mail comes from. Use an address of the agency.
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", f"Coparenting <no-reply@{host_of(SITE_URL)}>")

# ---- Language and time ---------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "frontend" / "locale"]
USE_I18N = True
USE_TZ = True
# The record keeps UTC; each person reads in their own zone.
TIME_ZONE = "UTC"

# ---- Log -----------------------------------------------------------------------------------------------------

# json or plain. JSON lines leave out what an exception said, since that can hold a family's words.
LOG_FORMAT = env.str("LOG_FORMAT", "plain" if DEMO else "json", validate=lambda v: v in ("json", "plain"))
# DEBUG, INFO, WARNING or ERROR.
LOG_LEVEL = env.str("LOG_LEVEL", "INFO", validate=lambda v: v in ("DEBUG", "INFO", "WARNING", "ERROR"))
LOGGING = log_configuration(LOG_FORMAT, LOG_LEVEL)
