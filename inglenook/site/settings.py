"""Django's settings. What a host may set comes from `environment.py`; the rest is the house's."""

import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils.csp import CSP

from inglenook.site import engines, environment, secret
from inglenook.site.problems import MendableError

try:
    ENVIRONMENT = environment.read()
    SECRET_KEY, *SECRET_KEY_FALLBACKS = secret.secret_keys(ENVIRONMENT.home)
except MendableError as problem:
    sys.stderr.write(f"inglenook: {problem}\n")
    raise SystemExit(2) from None

HOME = ENVIRONMENT.home
PACKAGE = Path(__file__).resolve().parent.parent
DEBUG = False

# Addresses
PUBLIC_URL = ENVIRONMENT.public_url
ALLOWED_HOSTS = ENVIRONMENT.hosts
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
ROOT_URLCONF = "inglenook.site.urls"
WSGI_APPLICATION = "inglenook.site.server.wsgi.application"
APPEND_SLASH = True
# Names of routes that may write though they are asked with GET; a house test holds the list.
# Each look at somebody's letter is noted.
WRITES_ON_GET: tuple[str, ...] = ("operator:mails", "operator:mail")

# Rooms
ROOMS = tuple(
    f"inglenook.{room}"
    for room in (
        "foundation",
        "accounts",
        "communities",
        "spaces",
        "conversations",
        "search",
        "live",
        "archive",
    )
    if (PACKAGE / room / "apps.py").is_file()
)
INSTALLED_APPS = [
    *ROOMS,
    "inglenook.site.backup",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_ox",
]
MIDDLEWARE = [
    "inglenook.foundation.strangers.SentAgain",
    "inglenook.site.middleware.compression.Compression",
    "inglenook.site.middleware.private.PrivateUnlessPublic",
    "inglenook.site.middleware.busy.BusyInsteadOfError",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "inglenook.foundation.readonly.ReadOnlyGet",
    "inglenook.accounts.middleware.Sessions",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "inglenook.site.middleware.nonsense.NoNulls",
    "inglenook.communities.middleware.WhoAndWhere",
    "inglenook.site.middleware.wrong_way.WrongWay",
    "inglenook.accounts.rating.RatedDoors",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "inglenook.foundation.shell.frame",
            ],
        },
    },
]

# Engines
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": ENVIRONMENT.database or engines.sqlite(HOME / "inglenook.sqlite3")}
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "inglenook.foundation.shared_counters.SharedCounters",
        "LOCATION": ENVIRONMENT.valkey_url,
    }
    if ENVIRONMENT.valkey_url
    else {
        "BACKEND": "inglenook.foundation.ephemeral.EphemeralCache",
        "LOCATION": HOME / "ephemeral.sqlite3",
    }
}
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_FINDERS = [
    "inglenook.foundation.stylesheet.HouseFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
MEDIA_ROOT = HOME / "files"
STORAGES: dict[str, dict[str, Any]] = {
    "default": ENVIRONMENT.storage
    or {"BACKEND": "inglenook.foundation.disk_store.DiskStore", "OPTIONS": {}},
    "staticfiles": {"BACKEND": "inglenook.site.server.static.CollectedOrPlain"},
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
FILE_UPLOAD_TEMP_DIR = HOME / "tmp"
_MAILER = dict(ENVIRONMENT.email or {})
MAIL_LEAVES = ENVIRONMENT.email is not None
DEFAULT_FROM_EMAIL = (
    _MAILER.pop("from", "") or f"Inglenook <noreply@{urlsplit(PUBLIC_URL).hostname}>"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAILERS = {"default": _MAILER or {"BACKEND": "inglenook.foundation.mail.FileMailbox"}}
# Seconds between two tries of a letter: the first, doubled each time, and the longest. So soon
# after the mail server is back, a letter goes.
LETTER_WAITS = (15, 300)
# Letters lie here for the operator where there is no mail server.
MAILBOX_DIR = HOME / "mail"
TASKS: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django_ox.backend.OxBackend",
        "QUEUES": [],
        "OPTIONS": {
            "LOCK_TIMEOUT": 20,
            "MAX_ATTEMPTS": 5,
            "SCHEDULE_SOURCE": "inglenook.foundation.schedule.DeclaredSchedules",
        },
    }
}

# Sign-in: sessions are our table, forms and codes are allauth's (see inglenook/accounts)
AUTH_USER_MODEL = "accounts.Person"
SESSION_ENGINE = "inglenook.accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
# In the session they would have to be written by the GET that shows them.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "front_door"
LOGOUT_REDIRECT_URL = "front_door"
# One backend alone, so that a known and an unknown address cost one password hash each.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "inglenook.accounts.passwords.Argon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "inglenook.accounts.passwords.HardToGuess"},
]
ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT.trusted_proxies
ACCOUNT_ADAPTER = "inglenook.accounts.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
# Codes, never links: mail scanners open links, and GET writes nothing. In seconds.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_TIMEOUT = 20 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
# By account; persons and networks are counted at each door (`accounts.rating`).
ACCOUNT_RATE_LIMITS = dict.fromkeys(
    ("login", "signup", "reset_password_from_key", "change_password", "manage_email"), None
) | {"request_login_code": "3/m/key", "reset_password": "5/m/key"}
# Seconds after which a grave act asks anew who sits there.
FRESH_FOR_SECONDS = 15 * 60
# Pages and flows of second steps are ours (accounts.views); rows and the stage are the library's.
MFA_ADAPTER = "inglenook.accounts.sealing.SealingAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
ACCOUNT_FORMS = {
    name: f"inglenook.accounts.forms.{form}"
    for name, form in {
        "login": "LoginForm",
        "signup": "SignupForm",
        "request_login_code": "RequestLoginCodeForm",
        "confirm_login_code": "ConfirmLoginCodeForm",
        "confirm_email_verification_code": "ConfirmEmailVerificationCodeForm",
        "reset_password": "ResetPasswordForm",
        "confirm_password_reset_code": "ConfirmPasswordResetCodeForm",
        "reset_password_from_key": "ResetPasswordKeyForm",
        "change_password": "ChangePasswordForm",
        "set_password": "SetPasswordForm",
    }.items()
}

# Safety: cookies and redirects follow the scheme of the public address.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.secure
SECURE_SSL_REDIRECT = ENVIRONMENT.secure
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if ENVIRONMENT.secure else 0
# A proxy's word on the scheme counts only where one is named.
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.trusted_proxies else None
)
SECURE_REFERRER_POLICY = "same-origin"
# A browser that knows the policy below heeds that; older ones show us in no frame at all.
X_FRAME_OPTIONS = "DENY"
SECURE_REDIRECT_EXEMPT = [r"^(?:healthz|readyz)$"]
# Other names below ours may be somebody else's, so nothing is promised for them.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "connect-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
    # Text becomes markup through htmx alone, which parses what our own pages answer; a script of
    # ours that set innerHTML would be stopped.
    "require-trusted-types-for": ["'script'"],
    "trusted-types": ["house"],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# What the bridge takes of a body, in bytes; by the name of the route where it is more.
BODY_LIMIT = DATA_UPLOAD_MAX_MEMORY_SIZE
LARGE_BODIES: dict[str, int] = {
    "archive:start": 512 * 1024 * 1024,
    # A picture of 8 MB, and the fields beside it.
    "communities:edit_profile": 9 * 1024 * 1024,
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# Languages and time
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("es", "Español")]
# The site is no room, so its catalogue has to be named.
LOCALE_PATHS = [PACKAGE / "site" / "locale"]
FORMAT_MODULE_PATH = ["inglenook.site.formats"]
USE_TZ = True
TIME_ZONE = "UTC"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "inglenook.site.server.log.LineFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "inglenook": {"level": "INFO"},
        "django": {"handlers": [], "propagate": True, "level": "WARNING"},
        # The address of every page that isn't there would drown what matters.
        "django.request": {"level": "ERROR"},
        # Machines that try names come by the thousand; each would leave two tracebacks.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
