#!/bin/sh
# Lints the protos, holds them against the released contract, and proves the committed stubs current.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/buf format protos --diff --exit-code
.venv/bin/buf lint protos
.venv/bin/buf breaking protos --against protos/released.binpb
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
sh scripts/generate_stubs.sh "$fresh" 2>/dev/null
for stub in $(cd "$fresh" && find . -type f); do
    cmp -s "$fresh/$stub" "clients/python/$stub" || { echo "stale: clients/python/$stub; run 'make proto'" >&2; exit 1; }
done
echo "protos: formatted, linted, compatible; stubs current"
