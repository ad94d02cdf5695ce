# One image for web, worker and beat; docker-compose.yml says which of them a container is.
FROM python:3.13-slim

RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 10001 overens

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 STATIC_ROOT=/srv/static XDG_CACHE_HOME=/tmp/cache
WORKDIR /srv/overens

COPY requirements/base.txt requirements/base.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/base.txt

COPY . .
# These settings are for the two commands below only and are not in the image: each installation gives its own.
RUN SECRET_KEY=only-while-the-image-is-built-not-a-secret \
    IDENTITY_KEYS=b25seS13aGlsZS10aGUtaW1hZ2UtaXMtYnVpbHQtMDA= \
    DATABASE_URL=postgres://none/none REDIS_URL=redis://none \
    sh -c 'pybabel compile --directory locale --domain django && python manage.py collectstatic --no-input'

USER overens
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--no-control-socket", "--worker-tmp-dir", "/dev/shm", "--access-logfile", "-"]
