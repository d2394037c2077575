"""One-token servers send a successor of the access token along with an answer: here once a quarter of its life has passed."""

import os

from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.tokens import AccessToken, datetime_from_epoch


class SuccessorHeader:
    def __init__(self, get_response):
        self.get_response = get_response
        self.header = os.environ.get("SITE_SUCCESSOR_HEADER")

    def __call__(self, request):
        response = self.get_response(request)
        scheme, _, raw = request.headers.get("Authorization", "").partition(" ")
        if self.header and scheme == "Bearer" and response.status_code < 400:
            successor = self.succeed(raw)
            if successor:
                response[self.header] = successor
        return response

    def succeed(self, raw):
        try:
            token = AccessToken(raw)
        except TokenError:
            return None
        left = datetime_from_epoch(token["exp"]) - token.current_time
        if left > api_settings.ACCESS_TOKEN_LIFETIME * 0.75:
            return None
        successor = AccessToken()
        successor[api_settings.USER_ID_CLAIM] = token[api_settings.USER_ID_CLAIM]
        return str(successor)
