from django.urls import path, re_path
from rest_framework_simplejwt.views import (
    TokenBlacklistView,
    TokenObtainPairView,
    TokenRefreshView,
    TokenVerifyView,
)

import accounts
import cookie_sessions
import one_token
import operator_desk
import resources

BOTH = {"access_in_cookie": True, "path": "/api/cookie-session/"}

urlpatterns = [
    path("api/token/", TokenObtainPairView.as_view()),
    path("api/token/refresh/", TokenRefreshView.as_view()),
    path("api/token/verify/", TokenVerifyView.as_view()),
    path("api/token/blacklist/", TokenBlacklistView.as_view()),
    path("api/session/csrf/", cookie_sessions.Csrf.as_view()),
    path("api/session/login/", cookie_sessions.Login.as_view()),
    path("api/session/refresh/", cookie_sessions.Refresh.as_view()),
    path("api/session/logout/", cookie_sessions.Logout.as_view()),
    path("api/cookie-session/login/", cookie_sessions.Login.as_view(**BOTH)),
    path("api/cookie-session/refresh/", cookie_sessions.Refresh.as_view(**BOTH)),
    path("api/cookie-session/logout/", cookie_sessions.Logout.as_view(**BOTH)),
    path("api-token-auth/", one_token.Login.as_view()),
    path("api-token-refresh/", one_token.Refresh.as_view()),
    path("api/logout/", accounts.Logout.as_view()),
    path("api/logout-everywhere/", accounts.LogoutEverywhere.as_view()),
    path("api/social/google/", accounts.Google.as_view()),
    path("api/signup/", accounts.SignUp.as_view()),
    path("api/me/", accounts.Me.as_view()),
    path("api/forbidden/", resources.Forbidden.as_view()),
    path("api/public/", resources.Public.as_view()),
    path("api/refuses-with-400/", resources.RefusesWith400.as_view()),
    path("api/refuses-with-403/", resources.RefusesWith403.as_view()),
    re_path(r"^api/always-401/", resources.Always401.as_view()),
    re_path(r"^api/.*/$", resources.Echo.as_view()),
    path("operator/<str:deed>/", operator_desk.serve),
]
