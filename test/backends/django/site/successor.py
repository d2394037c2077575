"""
One-token servers send a successor of the access token along with an answer: here once a quarter of its life has passed, or in
the last seconds of it. One that re-encodes what it was given sends another token that ends with it.
"""

import os

from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.tokens import AccessToken, datetime_from_epoch


class SuccessorHeader:
    def __init__(self, get_response):
        self.get_response = get_response
        self.header = os.environ.get("SITE_SUCCESSOR_HEADER")
        self.window = float(os.environ.get("SITE_SUCCESSOR_WINDOW", 0))
        self.reencodes = os.environ.get("SITE_SUCCESSOR_REENCODES") == "on"

    def __call__(self, request):
        response = self.get_response(request)
        scheme, _, raw = request.headers.get("Authorization", "").partition(" ")
        if self.header and scheme in api_settings.AUTH_HEADER_TYPES and response.status_code < 400:
            successor = self.succeed(raw)
            if successor:
                response[self.header] = successor
        return response

    def succeed(self, raw):
        try:
            token = AccessToken(raw)
        except TokenError:
            return None
        left = (datetime_from_epoch(token["exp"]) - token.current_time).total_seconds()
        if left > (self.window or api_settings.ACCESS_TOKEN_LIFETIME.total_seconds() * 0.75):
            return None
        if self.reencodes:
            token.set_jti()
            return str(token)
        successor = AccessToken()
        for claim in ("orig_iat", api_settings.USER_ID_CLAIM):
            if claim in token:
                successor[claim] = token[claim]
        return str(successor)
