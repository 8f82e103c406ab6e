#!/bin/sh
# Lints the protos, holds them against the released contract, and proves the committed stubs current.
set -eu
cd "$(dirname "$0")/.."

fail() { printf 'protos: %s\n' "$*" >&2; exit 1; }
stubs() { (cd "$1" && find headrace -name '*_pb2.py' -o -name '*_pb2.pyi' -o -name '*_pb2_grpc.py' -o -name '*_pb2_grpc.pyi'); }

.venv/bin/buf format protos --diff --exit-code
.venv/bin/buf lint protos
.venv/bin/buf breaking protos --against protos/released.binpb
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
sh scripts/generate_stubs.sh "$fresh" || fail "the stubs could not be generated"
for stub in $(stubs "$fresh"); do
    cmp -s "$fresh/$stub" "clients/python/$stub" || fail "clients/python/$stub is stale: run 'make proto'"
done
for stub in $(stubs clients/python); do
    [ -e "$fresh/$stub" ] || fail "clients/python/$stub has no proto any more: remove it"
done
echo "protos: formatted, linted, compatible; stubs current"
