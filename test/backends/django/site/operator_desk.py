"""What an operator does by hand, for tests. It is reachable only over the server's own socket."""

import json

from django.contrib.auth.models import User
from django.http import JsonResponse
from django.views.decorators.csrf import csrf_exempt
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.token_blacklist.models import OutstandingToken
from rest_framework_simplejwt.tokens import RefreshToken, UntypedToken

import own_key
from revocation.models import RevokedAccess


def begin(order):
    """Nobody but the given users, and no token of anybody."""
    OutstandingToken.objects.all().delete()
    RevokedAccess.objects.all().delete()
    User.objects.all().delete()
    for user in order["users"]:
        first, _, last = user["name"].partition(" ")
        User.objects.create_user(
            id=user["id"], username=user["username"], password=user["password"], first_name=first, last_name=last
        )
    return {}


def revoke_access(order):
    RevokedAccess.objects.bulk_create([RevokedAccess(jti=jti) for jti in order["jtis"]], ignore_conflicts=True)
    return {}


def blacklist(order):
    for token in order["tokens"]:
        try:
            RefreshToken(token).blacklist()
        except TokenError:
            pass
    return {}


def set_active(order):
    User.objects.filter(id=order["userId"]).update(is_active=order["active"])
    return {}


def delete_user(order):
    User.objects.get(id=order["userId"]).delete()
    return {}


def replace_signing_key(order):
    own_key.replace()
    return {}


def alive(order):
    """Which of those tokens would still be taken."""

    def is_alive(token):
        try:
            claims = UntypedToken(token)
            if claims[api_settings.TOKEN_TYPE_CLAIM] == "refresh":
                RefreshToken(token)
                return True
            return not RevokedAccess.objects.filter(jti=claims["jti"]).exists()
        except TokenError:
            return False

    return {"alive": [is_alive(token) for token in order["tokens"]]}


DEEDS = {
    "begin": begin,
    "revoke-access": revoke_access,
    "blacklist": blacklist,
    "set-active": set_active,
    "delete-user": delete_user,
    "replace-signing-key": replace_signing_key,
    "alive": alive,
}


@csrf_exempt
def serve(request, deed):
    return JsonResponse(DEEDS[deed](json.loads(request.body)))
