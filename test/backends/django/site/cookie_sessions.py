"""Login, refresh and logout over simplejwt, with the tokens in cookies."""

from django.conf import settings
from django.middleware.csrf import get_token, rotate_token
from rest_framework.exceptions import NotAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework_simplejwt.authentication import JWTAuthentication
from rest_framework_simplejwt.exceptions import InvalidToken, TokenError
from rest_framework_simplejwt.serializers import TokenObtainPairSerializer, TokenRefreshSerializer
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.tokens import AccessToken, RefreshToken

from cookie_authentication import ACCESS, enforce_csrf

REFRESH, HINT = "refresh", "signed_in"


class CookieView(APIView):
    permission_classes = []
    authentication_classes = []
    path = "/api/session/"  # where the refresh cookie goes: here and nowhere else
    access_in_cookie = False

    def get_authenticate_header(self, request):
        return "Cookie"  # or a 401 would be a 403

    def keep(self, response, name, value, path="/", httponly=True):
        age = int(api_settings.REFRESH_TOKEN_LIFETIME.total_seconds())
        response.set_cookie(name, value, max_age=age, path=path, httponly=httponly, **settings.TOKEN_COOKIES)

    def grant(self, tokens, user):
        response = Response({"user": {"id": user.id, "username": user.username}})
        if self.access_in_cookie:
            self.keep(response, ACCESS, tokens["access"])
            response.data["expires_in"] = api_settings.ACCESS_TOKEN_LIFETIME.total_seconds()
        else:
            response.data["access"] = tokens["access"]
        if "refresh" in tokens:
            self.keep(response, REFRESH, tokens["refresh"], self.path)
        self.keep(response, HINT, "1", httponly=False)
        return response

    def end(self, request):
        try:
            RefreshToken(request.COOKIES.get(REFRESH, "")).blacklist()
        except TokenError:
            pass


class Csrf(CookieView):
    def get(self, request):
        return Response({"csrfToken": get_token(request._request)})


class Login(CookieView):
    def post(self, request):
        enforce_csrf(request)
        serializer = TokenObtainPairSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        self.end(request)  # whoever was logged in here: nobody holds that cookie any more
        rotate_token(request._request)
        return self.grant(serializer.validated_data, serializer.user)


class Refresh(CookieView):
    def post(self, request):
        if REFRESH not in request.COOKIES:
            raise NotAuthenticated()
        enforce_csrf(request)
        serializer = TokenRefreshSerializer(data={"refresh": request.COOKIES[REFRESH]})
        try:
            serializer.is_valid(raise_exception=True)
            token = AccessToken(serializer.validated_data["access"])
            user = JWTAuthentication().get_user(token)
        except TokenError as error:
            raise InvalidToken(str(error))  # the cookie stays: another tab may just have replaced it
        return self.grant(serializer.validated_data, user)


class Logout(CookieView):
    def post(self, request):
        enforce_csrf(request)
        self.end(request)
        response = Response(status=204)
        samesite = settings.TOKEN_COOKIES["samesite"]
        response.delete_cookie(REFRESH, path=self.path, samesite=samesite)
        response.delete_cookie(ACCESS, samesite=samesite)
        response.delete_cookie(HINT, samesite=samesite)
        return response
