# How Rust becomes wasm on this machine; sourced by scripts/build-guests, and by `sandtable build`, which has it inside.
# Wants `say`, `fail` and `target_dir`.

target=wasm32-unknown-unknown

has_target() { # has_target RUSTC: whether its sysroot holds the target's standard library
    local sysroot
    sysroot=$("$1" --print sysroot 2>/dev/null) || return 1
    compgen -G "$sysroot/lib/rustlib/$target/lib/libstd-*.rlib" >/dev/null
}

debian_packages=(rustc-web rust-web-src rust-web-llvm cargo-web lld-22)

missing_packages() {
    local package
    for package in "${debian_packages[@]}"; do
        dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || echo "$package"
    done
}

# Sets `cargo` (a command) and `build_std` (its options), or fails with one line that says what is missing.
choose_toolchain() {
    cargo=(cargo)
    build_std=()
    if command -v rustc >/dev/null && command -v cargo >/dev/null; then
        if has_target rustc; then
            say "using the installed Rust toolchain"
            return
        fi
        if command -v rustup >/dev/null && ! [ -e "$target_dir/guest-build/.no-rustup-target" ]; then
            say "asking rustup for $target"
            if timeout 120 rustup target add "$target" >/dev/null 2>&1 && has_target rustc; then
                say "using the Rust toolchain, now with $target"
                return
            fi
            # Remembered, so that the next build does not wait for the network again.
            mkdir -p "$target_dir/guest-build" && : >"$target_dir/guest-build/.no-rustup-target"
            say "rustup cannot add $target here"
        fi
    fi
    command -v dpkg-query >/dev/null ||
        fail "no Rust toolchain has $target: install one with \`rustup target add $target\`"
    local missing
    missing=$(missing_packages | tr '\n' ' ')
    if [ -n "$missing" ]; then
        [ "$(id -u)" = 0 ] || fail "missing Debian packages, install as root: apt-get install $missing"
        say "installing Debian packages: $missing"
        apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing >/dev/null ||
            fail "missing Debian packages, and apt-get could not install them: $missing"
    fi
    say "using Debian's Rust toolchain; the standard library is built from source once"
    # Guests build with a stable compiler; the variable only unlocks building the standard library.
    cargo=(env RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 /usr/bin/cargo)
    build_std=(-Zbuild-std=std,panic_abort)
}
