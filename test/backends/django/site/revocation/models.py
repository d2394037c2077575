from django.db import models


class RevokedAccess(models.Model):
    """An access token that is refused before its time; simplejwt has no such thing of its own."""

    jti = models.CharField(max_length=64, unique=True)
