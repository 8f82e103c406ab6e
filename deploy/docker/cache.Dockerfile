# The cache service: its own code, what both services share, the client's stubs, and the packages of its lock.
#   docker build -f deploy/docker/cache.Dockerfile -t headrace-cache:0.1.0 .
ARG BASE=python:3.11-slim

FROM ${BASE} AS build
WORKDIR /build
COPY requirements/bootstrap.lock requirements/cache.lock ./
RUN python3 -m venv uv \
    && uv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --requirement bootstrap.lock \
    && python3 -m venv --without-pip /opt/headrace \
    && uv/bin/uv pip install --python /opt/headrace/bin/python --no-cache --no-deps --only-binary :all: \
        --require-hashes --compile-bytecode --requirement cache.lock
WORKDIR /app
COPY services/__init__.py services/__init__.py
COPY services/serving services/serving
COPY services/cache services/cache
COPY clients/python/headrace headrace
RUN python3 -m compileall -q --invalidation-mode unchecked-hash .

FROM ${BASE}
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="headrace-cache" \
      org.opencontainers.image.description="Headrace's progressive cache: Redis, then PostgreSQL." \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
WORKDIR /app
COPY --from=build /opt/headrace /opt/headrace
COPY --from=build /app /app
USER 65532:65532
EXPOSE 50052 9102
ENTRYPOINT ["/opt/headrace/bin/python", "-m", "services.cache"]
