"""Resources behind the bearer. `Echo` tells what reached it; the others have a will of their own."""

import hashlib

from rest_framework import permissions, serializers, status
from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework_simplejwt.exceptions import AuthenticationFailed, InvalidToken


class Echo(APIView):
    def answer(self, request):
        told = {
            "path": request.path,
            "method": request.method,
            "user": request.user.username,
            "jti": request.auth["jti"],
        }
        body = request._request.body
        if body:
            told["body"] = {
                "sha256": hashlib.sha256(body).hexdigest(),
                "length": len(body),
                "contentType": request.META.get("CONTENT_TYPE"),
            }
        return Response(told)

    get = post = put = patch = delete = answer


class Forbidden(Echo):
    def answer(self, request):
        raise PermissionDenied()

    get = post = put = patch = delete = answer


class Public(APIView):
    permission_classes = [permissions.AllowAny]
    authentication_classes = []

    def answer(self, request):
        return Response({"path": request.path, "method": request.method, "authorization": "HTTP_AUTHORIZATION" in request.META})

    get = post = put = patch = delete = answer


class Always401(Echo):
    """Refuses every access token, good ones too."""

    def answer(self, request):
        raise InvalidToken()

    get = post = put = patch = delete = answer


class RefusesWith(Echo):
    """Some views tell of a bad token by a status of their own, with simplejwt's code in the body."""

    refusal = status.HTTP_401_UNAUTHORIZED

    def handle_exception(self, error):
        if not isinstance(error, AuthenticationFailed):
            return super().handle_exception(error)
        return Response({"detail": "Invalid token", "code": "token_not_valid"}, status=self.refusal)


class RefusesWith400(RefusesWith):
    """Has an honest 400 besides: what is posted needs a title."""

    refusal = status.HTTP_400_BAD_REQUEST

    def post(self, request):
        class Fields(serializers.Serializer):
            title = serializers.CharField()

        request._request.body  # Read it first: it is gone once its fields have been read.
        Fields(data=request.data).is_valid(raise_exception=True)
        return self.answer(request)


class RefusesWith403(RefusesWith):
    """Has an honest 403 besides: nobody may delete it."""

    refusal = status.HTTP_403_FORBIDDEN

    def delete(self, request):
        raise PermissionDenied()
