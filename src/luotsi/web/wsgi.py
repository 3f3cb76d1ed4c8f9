"""The web application for any WSGI server; `luotsi serve` runs it on granian."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luotsi.web.settings")
application = get_wsgi_application()
