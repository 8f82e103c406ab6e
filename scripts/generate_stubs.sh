#!/bin/sh
# Generates the Python stubs into the client package, or into the folder given.
set -eu
cd "$(dirname "$0")/.."
out=${1:-clients/python}
PATH="$PWD/.venv/bin:$PATH"
mkdir -p "$out"
find protos -name '*.proto' -print0 | sort -z | xargs -0 .venv/bin/python -m grpc_tools.protoc \
    -Iprotos --python_out="$out" --grpc_python_out="$out" --mypy_out=quiet:"$out" --mypy_grpc_out=quiet:"$out"
