"""For any WSGI server: `gunicorn wsgi:app`. It publishes nothing and starts nothing else."""

import os

from ivr.app import logs
from ivr.app.parts import make_parts
from ivr.app.web import create_app
from ivr.settings import Settings

settings = Settings.from_env(os.environ)
logs.set_up(settings, "web")
app = create_app(make_parts(settings))
