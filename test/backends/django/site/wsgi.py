import os

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

if "SITE_TIME" in os.environ:
    import own_time

    own_time.install(os.environ["SITE_TIME"])
