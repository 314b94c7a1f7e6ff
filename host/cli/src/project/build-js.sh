# Builds the JavaScript project in the working directory. With `target_dir` set. The last line on stdout is where the
# component is.
set -euo pipefail
say() { echo "build: $*" >&2; }
fail() { say "$*"; exit 1; }

need() {
    command -v "$1" >/dev/null && return
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || fail "missing: $1; install Node.js 18 or newer with npm"
    say "installing nodejs and npm"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends nodejs npm; } >/dev/null ||
        fail "missing: $1, and apt-get could not install it"
}

need node
need npm
# What npm has installed says so; a manifest that is newer asks for more.
if [ ! -e node_modules/.package-lock.json ] || [ package.json -nt node_modules/.package-lock.json ]; then
    say "installing what package.json asks for"
    npm install --silent --no-audit --no-fund >&2
fi
node node_modules/sandtable-guest/bin/sandtable-guest.js build --output "$target_dir/component.wasm" >&2
echo "$target_dir/component.wasm"
