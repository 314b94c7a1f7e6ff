# Shared by the scripts; sourced, not run.

say() { echo "${0##*/}: $*" >&2; }
give_up() {
    say "$*"
    exit 1
}

# need COMMAND DEBIAN-PACKAGE…: makes sure that a command is there, installing packages where that is possible.
need() {
    local command=$1
    shift
    command -v "$command" >/dev/null && return
    command -v apt-get >/dev/null || give_up "missing: $command"
    [ "$(id -u)" = 0 ] || give_up "missing: $command; install it as root with: apt-get install $*"
    say "installing $*"
    apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null ||
        give_up "missing: $command, and apt-get could not install $*"
    command -v "$command" >/dev/null || give_up "missing: $command, although $* is installed"
}

target_dir=${CARGO_TARGET_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/sandtable/target}
data_cache=${XDG_CACHE_HOME:-$HOME/.cache}/sandtable/data

# start_server [FLAG…]: starts the built server on a free port, with a data directory of its own; gives `server_url`, and
# `stop_server` to end it. What it logs is in $server_folder/log.
start_server() {
    local bin=${SANDTABLE_BIN:-$target_dir/release/sandtable}
    [ -x "$bin" ] || give_up "missing: $bin; make build makes it"
    server_folder=$(mktemp -d)
    : >"$server_folder/out" # Looked into before the server may have made it.
    RUST_LOG=${RUST_LOG:-warn} "$bin" serve --listen 127.0.0.1:0 --data-dir "$server_folder/data" "$@" >"$server_folder/out" 2>"$server_folder/log" &
    server_pid=$!
    trap stop_server EXIT
    for _ in $(seq 600); do
        server_url=$(sed -n 's/^listening on //p' "$server_folder/out" | head -n1)
        [ -z "$server_url" ] || return 0
        kill -0 "$server_pid" 2>/dev/null || give_up "the server did not start: $(cat "$server_folder/log")"
        sleep 0.1
    done
    give_up "the server did not start in 60 s"
}

stop_server() {
    kill "$server_pid" 2>/dev/null && wait "$server_pid" 2>/dev/null || true
    rm -rf "$server_folder"
}
