from rest_framework_simplejwt.exceptions import InvalidToken

from cookie_authentication import CookieAuthentication

from .models import RevokedAccess


class RevocableCookieAuthentication(CookieAuthentication):
    """simplejwt's own, from header or cookie, and then a list of access tokens that an operator has revoked."""

    def get_validated_token(self, raw_token):
        token = super().get_validated_token(raw_token)
        if RevokedAccess.objects.filter(jti=token["jti"]).exists():
            raise InvalidToken(
                {
                    "detail": "Given token not valid for any token type",
                    "messages": [{"token_class": "AccessToken", "token_type": "access", "message": "Token is revoked"}],
                }
            )
        return token
