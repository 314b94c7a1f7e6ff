# Builds the Python project in the working directory. After scripts/python-wasm.sh, with `target_dir` set. The last line on
# stdout is where the component is.
set -euo pipefail
say() { echo "build: $*" >&2; }
fail() { say "$*"; exit 1; }

[ -e transform.py ] || fail "there is no transform.py here, which holds the transform"
install_componentize_py "${XDG_CACHE_HOME:-$HOME/.cache}/sandtable"
python_component . "" "$target_dir/component.wasm" sdk/python/src sdk/wit || fail "no component came of transform.py"
echo "$target_dir/component.wasm"
