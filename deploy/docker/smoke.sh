#!/bin/sh
# Builds both images and starts each as Kubernetes would: as nobody, on a read-only root. Leaves nothing behind.
#   sh deploy/docker/smoke.sh [SERVICE...]
# Needs root and Debian's buildah, crun and debootstrap. No image registry is asked: the base is Debian's own Python,
# with this machine's certificate authorities.
set -eu
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
root=$work/root
export BUILDAH_ISOLATION=chroot

tidy() {
    [ -z "${server:-}" ] || kill "$server" 2>/dev/null || true
    ! mountpoint -q "$root" || umount "$root"
    image_tool umount --all >/dev/null 2>&1 || true
    rm -rf "$work"
}
trap tidy EXIT
trap 'exit 1' INT TERM

image_tool() { buildah --storage-driver vfs --root "$work/storage" --runroot "$work/run" "$@"; }

fail() {
    cat "$work/log" >&2
    echo "smoke: $*" >&2
    exit 1
}

build_base() {
    debootstrap --variant=minbase --include=python3-minimal,python3-venv,ca-certificates bookworm "$work/debian" \
        >"$work/log" 2>&1 || fail "debootstrap failed"
    rm -rf "$work"/debian/var/cache/apt "$work"/debian/var/lib/apt/lists
    mkdir "$work/base"
    tar -C "$work/debian" -cf "$work/base/debian.tar" .
    rm -rf "$work/debian"
    cp /etc/ssl/certs/ca-certificates.crt "$work/base/"
    cat >"$work/base/Dockerfile" <<'BASE'
FROM scratch
ADD debian.tar /
COPY ca-certificates.crt /etc/ssl/certs/
ENV PIP_CERT=/etc/ssl/certs/ca-certificates.crt SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
BASE
    image_tool bud --tag base "$work/base" >"$work/log" 2>&1 || fail "the base image was not built"
}

build() {
    dockerfile=deploy/docker/$1.Dockerfile
    image_tool bud --pull-never --build-arg BASE=localhost/base --tag "headrace-$1" \
        --ignorefile "$dockerfile.dockerignore" --file "$dockerfile" . >"$work/log" 2>&1 || fail "headrace-$1 was not built"
}

# On ports that the system picks, with stores and peers that are not there: a server starts without them.
start() {
    prefix=HEADRACE_$(echo "$1" | tr '[:lower:]' '[:upper:]')
    container=$(image_tool from --pull-never "localhost/headrace-$1")
    mkdir -p "$root"
    mount --bind -o ro "$(image_tool mount "$container")" "$root"
    mount -o remount,bind,ro "$root"
    env -i PATH="$PATH" "${prefix}_BIND=127.0.0.1:0" "${prefix}_METRICS_BIND=127.0.0.1:0" "${prefix}_DRAIN_GRACE=1" \
        "${prefix}_REDIS_URL=redis://127.0.0.1:1/0" "${prefix}_DATABASE_URL=postgresql://nobody@127.0.0.1:1/none" \
        "${prefix}_CACHE_TARGET=127.0.0.1:1" "${prefix}_GA4_TARGET=127.0.0.1:1" \
        chroot --userspec=65532:65532 "$root" /usr/bin/env --chdir=/app \
        /opt/headrace/bin/python -m "services.$1" >"$work/log" 2>&1 &
    server=$!
    patience=60
    until grep -q '"serving"' "$work/log"; do
        patience=$((patience - 1))
        [ "$patience" -gt 0 ] && kill -0 "$server" 2>/dev/null || fail "headrace-$1 did not start"
        sleep 0.5
    done
    kill -TERM "$server"
    wait "$server" || fail "headrace-$1 did not stop as asked"
    server=
    umount "$root"
    image_tool umount "$container" >/dev/null
    echo "headrace-$1: $(image_tool images --format '{{.Size}}' "localhost/headrace-$1"), starts and stops"
}

build_base
[ $# -gt 0 ] || set -- cache orchestrator
for service; do
    build "$service"
    start "$service"
done
echo "of which the base: $(image_tool images --format '{{.Size}}' localhost/base)"
