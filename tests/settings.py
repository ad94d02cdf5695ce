"""The real settings with what tests need otherwise: quick passwords, files from source, undefined variables shown."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests-only-for-tests-only-for-tests")
os.environ.setdefault("IDENTITY_KEYS", "dGVzdC10ZXN0LXRlc3QtdGVzdC10ZXN0LXRlc3QtMDA=")
os.environ["HTTPS"] = "false"
os.environ["DEMONSTRATION"] = "false"
os.environ["STATIC_FROM_SOURCE"] = "true"

from config.settings import *  # noqa: F403  # the environment above must stand first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "UNDEFINED %s"  # noqa: F405  # from the star above
