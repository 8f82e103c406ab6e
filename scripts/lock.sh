#!/bin/sh
# Writes every lock. Pins stay where they are; to move them: sh scripts/lock.sh --upgrade, or --upgrade-package NAME.
set -eu
cd "$(dirname "$0")/.."

compile() {
    lock=requirements/$1.lock
    shift
    .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --no-emit-index-url --no-emit-find-links --no-emit-package headrace "$@" --output-file "$lock"
}

echo uv | compile bootstrap --no-annotate "$@" -
compile dev --all-extras "$@" pyproject.toml
for service in cache orchestrator; do
    compile "$service" --extra "$service" --constraints requirements/dev.lock pyproject.toml
done
