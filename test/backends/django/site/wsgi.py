import os

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

import own_key  # noqa: E402: it needs Django's settings

own_key.install()

if "SITE_TIME" in os.environ:
    import own_time

    own_time.install(os.environ["SITE_TIME"])
