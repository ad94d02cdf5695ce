import gc

from config.celery import app as celery_app

__all__ = ["celery_app"]

# The collector of cycles looks through what is new after so many objects. Python's 700 makes it run through the rows of
# a large month again and again: half of the counting's time.
gc.set_threshold(10_000)
