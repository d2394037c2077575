"""A Django project as its users write them: DRF, simplejwt with its blacklist app, SQLite. The environment sets the few knobs."""

import os
from datetime import timedelta

SECRET_KEY = os.environ["SITE_SECRET_KEY"]
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "urls"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = None

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "corsheaders",
    "rest_framework",
    "rest_framework_simplejwt",
    "rest_framework_simplejwt.token_blacklist",
    "revocation",
]

MIDDLEWARE = [
    "partitioned.PartitionedCookies",
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "successor.SuccessorHeader",
]

CORS_ALLOW_ALL_ORIGINS = "SITE_ORIGINS" not in os.environ
CORS_ALLOWED_ORIGINS = os.environ.get("SITE_ORIGINS", "").split()
CORS_ALLOW_CREDENTIALS = "SITE_ORIGINS" in os.environ
CORS_EXPOSE_HEADERS = ["Date", "WWW-Authenticate"]

# Cookies that go with requests of pages elsewhere have to be secure, which loopback is.
CROSS_SITE = os.environ.get("SITE_CROSS_SITE") == "on"
TOKEN_COOKIES = {"samesite": "None" if CROSS_SITE else "Lax", "secure": CROSS_SITE}
CSRF_COOKIE_SAMESITE = TOKEN_COOKIES["samesite"]
CSRF_COOKIE_SECURE = TOKEN_COOKIES["secure"]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ["SITE_DATABASE"],
        "OPTIONS": {"timeout": 30},
    }
}

# Slow hashing protects passwords; these protect nothing and are checked at every test.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["revocation.authentication.RevocableCookieAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
}


def seconds(name, default):
    return timedelta(seconds=float(os.environ.get(name, default)))


def switch(name):
    return os.environ.get(name) == "on"


SIMPLE_JWT = {
    "AUTH_HEADER_TYPES": (os.environ.get("SITE_SCHEME", "Bearer"),),
    "ACCESS_TOKEN_LIFETIME": seconds("SITE_ACCESS_LIFETIME", 20),
    "REFRESH_TOKEN_LIFETIME": seconds("SITE_REFRESH_LIFETIME", 86_400),
    "ROTATE_REFRESH_TOKENS": switch("SITE_ROTATION"),
    "BLACKLIST_AFTER_ROTATION": switch("SITE_BLACKLIST"),
}
