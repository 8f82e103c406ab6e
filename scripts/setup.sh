#!/bin/sh
# Makes .venv from the lock. Safe to run again: a half-made .venv is made anew.
set -eu
cd "$(dirname "$0")/.."

fail() { printf 'setup: %s\n' "$*" >&2; exit 1; }

find_python() {
    for candidate in "${PYTHON:-}" python3.11 python3.12 python3.13 python3; do
        [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 || continue
        "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue
        printf '%s' "$candidate"
        return
    done
    fail "Python 3.11 or newer with the venv module is needed; set PYTHON=/path/to/python3.11 if it is not on PATH"
}

python=$(find_python)
rm -rf .venv
echo "setup: making .venv with $("$python" --version) (about half a minute)"
"$python" -m venv .venv || fail "could not make .venv; is the venv module installed?"
export UV_PYTHON_DOWNLOADS=never
if .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.lock; then
    install=".venv/bin/uv pip install --quiet --python .venv/bin/python"
else
    echo "setup: uv could not be installed, going on with pip"
    install=".venv/bin/python -m pip install --quiet --disable-pip-version-check"
fi
$install --no-deps --require-hashes -r requirements/dev.lock || fail "the locked packages could not be installed; is a package index reachable?"
$install --no-deps --no-build-isolation -e clients/python -e . || fail "this project could not be installed into .venv"
touch .venv/.ready
