"""One token and no refresh token: login and refresh with the contract of djangorestframework-jwt."""

import os

from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from rest_framework import permissions, serializers
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.tokens import AccessToken

from accounts import facts

LIMIT = float(os.environ.get("SITE_REFRESH_LIMIT", 604_800))


def token_for(user, orig_iat=None):
    token = AccessToken.for_user(user)
    token["orig_iat"] = orig_iat or token["iat"]
    return str(token)


class Open(APIView):
    permission_classes = [permissions.AllowAny]
    authentication_classes = []

    def post(self, request):
        fields = self.Fields(data=request.data)
        fields.is_valid(raise_exception=True)
        return Response(fields.validated_data)


class Login(Open):
    class Fields(serializers.Serializer):
        username = serializers.CharField()
        password = serializers.CharField()

        def validate(self, given):
            user = authenticate(**given)
            if not user:
                raise serializers.ValidationError("Unable to log in with provided credentials.")
            return {"token": token_for(user), "user": facts(user)}


class Refresh(Open):
    class Fields(serializers.Serializer):
        token = serializers.CharField()

        def validate(self, given):
            try:
                token = AccessToken(given["token"])
            except TokenError:
                raise serializers.ValidationError("Signature has expired.")
            user = User.objects.filter(id=token["user_id"]).first()
            if not user:
                raise serializers.ValidationError("User doesn't exist.")
            if not user.is_active:
                raise serializers.ValidationError("User account is disabled.")
            if "orig_iat" not in token:
                raise serializers.ValidationError("orig_iat field is required.")
            if token.current_time.timestamp() > token["orig_iat"] + LIMIT:
                raise serializers.ValidationError("Refresh has expired.")
            return {"token": token_for(user, token["orig_iat"])}
