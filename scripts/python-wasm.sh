# How Python becomes wasm on this machine; sourced by scripts/build-guests-other, and by `sandtable build`, which has it
# inside. Wants `say` and `fail`.

# Newer versions may bring other WASI imports, which the host links one by one.
COMPONENTIZE_PY=0.25.1

# install_componentize_py FOLDER: sets `python_environment`, which holds componentize-py and a Python that runs the SDK;
# it is made in FOLDER when it is not there.
install_componentize_py() {
    python_environment=$1/componentize-py-$COMPONENTIZE_PY
    [ -e "$python_environment/installed" ] && return
    local python
    python=$(find_python) || fail "missing: Python 3.11 or newer, as python3"
    mkdir -p "$1"
    # Several builds may come here at once.
    exec {lock}>"$python_environment.lock"
    ! command -v flock >/dev/null || flock "$lock"
    if [ ! -e "$python_environment/installed" ]; then
        say "installing componentize-py $COMPONENTIZE_PY"
        "$python" -m venv --clear "$python_environment" >&2 || fail "python3 cannot make a virtual environment (Debian: python3-venv)"
        "$python_environment/bin/pip" install --quiet --disable-pip-version-check "componentize-py==$COMPONENTIZE_PY" >&2 ||
            fail "pip could not install componentize-py $COMPONENTIZE_PY"
        touch "$python_environment/installed"
    fi
    exec {lock}>&-
}

find_python() {
    local python
    for python in python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$python" >/dev/null && "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$python" && return
        fi
    done
    return 1
}

# python_component FOLDER WORLD OUT SDK WIT [MODULE]: makes a component of the module in FOLDER, `transform` unless named,
# whatever else is there beside it, and the SDK's package in the folder SDK. Without a WORLD it is the one that the transform
# asks for.
python_component() {
    local folder=$1 world=$2 out=$3 sdk=$4 wit=$5 module=${6:-transform} copy
    # With WASI, not --stub-wasi: stubbed, Python loses its tracebacks, traps on the clock, and repeats one random seed.
    # The environment's own Python comes first in PATH because componentize-py bundles what `python` finds installed; from
    # a copy of the sources, without tests and stubs, because it bundles all that it finds and leaves compiled files there.
    copy=$(mktemp -d)
    (cd "$folder" && own_modules | tar -cf - --null -T - | tar -xf - -C "$copy")
    (cd "$sdk" && find sandtable_guest -name '*.py' ! -path '*/testing/*' | tar -cf - -T - | tar -xf - -C "$copy")
    if [ -z "$world" ]; then
        world=$(cd "$copy" && PYTHONDONTWRITEBYTECODE=1 "$python_environment/bin/python" -m sandtable_guest.world "$module") ||
            { rm -rf "$copy"; return 1; }
    fi
    env -u VIRTUAL_ENV -u PYTHONPATH PATH="$python_environment/bin:$PATH" "$python_environment/bin/componentize-py" --quiet --wit-path "$wit" \
        --world "$world" componentize --python-path "$copy" "$module" --output "$out" >&2 || { rm -rf "$copy"; return 1; }
    rm -rf "$copy"
}

# The modules of the project in the working directory: not its tests, what is hidden, virtual environments, or the SDK.
own_modules() {
    find . -mindepth 1 \( -name '.*' -o -path ./sdk -o -path ./build -o -type d -exec test -e '{}/pyvenv.cfg' \; \) -prune -o \
        -name '*.py' ! -name 'test_*.py' ! -name conftest.py -print0
}
