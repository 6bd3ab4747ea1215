# One image for web, worker and release: the command says which (see Procfile and compose.yaml).

FROM python:3.11-slim-bookworm AS build
WORKDIR /srv/coparenting
COPY requirements/ requirements/
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --quiet --require-hashes -r requirements/tools.txt \
    && VIRTUAL_ENV=/opt/venv /opt/venv/bin/uv pip install --quiet --require-hashes -r requirements/base.txt \
    && /opt/venv/bin/pip uninstall --quiet --yes uv
COPY . .
# The key made for this step stays in this stage: only the collected files are copied on.
RUN /opt/venv/bin/pybabel --quiet compile --domain django --directory frontend/locale \
    && DEMO=1 /opt/venv/bin/python manage.py collectstatic --no-input --verbosity 0 \
    && mv var/static /opt/static && rm -rf var && mkdir var && mv /opt/static var/static

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home coparenting && install --directory --owner coparenting /srv/photos
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOST=0.0.0.0 PORT=8000
WORKDIR /srv/coparenting
COPY --from=build /opt/venv /opt/venv
COPY --from=build /srv/coparenting .
USER coparenting
EXPOSE 8000
# The server says goodbye to every browser before it goes; give it longer than DRAIN_SECONDS.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["python", "-m", "chatserver.serve"]
