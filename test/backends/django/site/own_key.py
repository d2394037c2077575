"""The key that simplejwt signs by, read from a file: replaced there, every process has the next one."""

import os
import secrets

from rest_framework_simplejwt.backends import TokenBackend

PATH = os.environ["SITE_SIGNING_KEY"]


def replace():
    with open(PATH + ".next", "w") as file:
        file.write(secrets.token_hex(32))
    os.replace(PATH + ".next", PATH)


def read(_):
    with open(PATH) as file:
        return file.read()


def install():
    TokenBackend.signing_key = property(read, lambda *_: None)
