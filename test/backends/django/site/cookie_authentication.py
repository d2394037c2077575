"""The access token in a cookie. A file of its own, for settings name it before there are views."""

from rest_framework.authentication import SessionAuthentication
from rest_framework_simplejwt.authentication import JWTAuthentication

ACCESS = "access"


def enforce_csrf(request):
    """REST framework exempts its views; the cookie makes this one worth forging. 403 "CSRF Failed: …"."""
    SessionAuthentication().enforce_csrf(request._request)  # the inner one: the body stays unread


class CookieAuthentication(JWTAuthentication):
    """The access token from the header, or else from its cookie, which alone proves nothing: with CSRF."""

    def authenticate(self, request):
        if self.get_header(request) is not None or ACCESS not in request.COOKIES:
            return super().authenticate(request)
        token = self.get_validated_token(request.COOKIES[ACCESS])
        enforce_csrf(request)
        return self.get_user(token), token
