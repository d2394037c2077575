"""What projects write around simplejwt: logout, a social login and a sign-up in the shape of dj-rest-auth."""

import re

from django.contrib.auth.models import User
from rest_framework import permissions, serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken
from rest_framework_simplejwt.tokens import RefreshToken


def facts(user):
    return {"id": user.id, "username": user.username, "name": user.get_full_name() or user.username}


def welcome(user, code):
    refresh = RefreshToken.for_user(user)
    return Response({"access": str(refresh.access_token), "refresh": str(refresh), "user": facts(user)}, status=code)


class Logout(APIView):
    def post(self, request):
        class Fields(serializers.Serializer):
            refresh = serializers.CharField()

        fields = Fields(data=request.data)
        fields.is_valid(raise_exception=True)
        try:
            RefreshToken(fields.validated_data["refresh"]).blacklist()
        except TokenError as error:
            return Response({"detail": str(error), "code": "token_not_valid"}, status=status.HTTP_400_BAD_REQUEST)
        return Response(status=status.HTTP_205_RESET_CONTENT)


class LogoutEverywhere(APIView):
    """Ends every login of the user: all that is outstanding is blacklisted."""

    def post(self, request):
        for token in OutstandingToken.objects.filter(user=request.user):
            BlacklistedToken.objects.get_or_create(token=token)
        return Response(status=status.HTTP_204_NO_CONTENT)


class Google(APIView):
    """Google's token for a user is `google-<username>`."""

    permission_classes = [permissions.AllowAny]
    authentication_classes = []

    def post(self, request):
        class Fields(serializers.Serializer):
            access_token = serializers.CharField()

        fields = Fields(data=request.data)
        fields.is_valid(raise_exception=True)
        match = re.match(r"^google-(.+)$", fields.validated_data["access_token"])
        user = match and User.objects.filter(username=match.group(1), is_active=True).first()
        if not user:
            raise serializers.ValidationError({"non_field_errors": ["Incorrect value"]})
        return welcome(user, status.HTTP_200_OK)


class SignUp(APIView):
    permission_classes = [permissions.AllowAny]
    authentication_classes = []

    def post(self, request):
        class Fields(serializers.ModelSerializer):
            class Meta:
                model = User
                fields = ["username", "password"]

        fields = Fields(data=request.data)
        fields.is_valid(raise_exception=True)
        return welcome(User.objects.create_user(**fields.validated_data), status.HTTP_201_CREATED)


class Me(APIView):
    def get(self, request):
        return Response(facts(request.user))
