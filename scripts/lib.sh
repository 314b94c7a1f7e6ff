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
