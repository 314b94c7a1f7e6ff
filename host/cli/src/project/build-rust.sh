# Builds the Rust project in the working directory for wasm. After scripts/rust-wasm.sh, with `target_dir` set. The last
# line on stdout is where the core module is.
set -euo pipefail
say() { echo "build: $*" >&2; }
fail() { say "$*"; exit 1; }

choose_toolchain
# SIMD and bulk memory are what makes column loops fast. Paths are remapped and the seed of compile-time hash keys is
# fixed, so that the same sources and compiler give the same bytes on every machine.
separator=$'\x1f'
rustflags="-Ctarget-feature=+simd128,+bulk-memory"
rustflags+="${separator}--remap-path-prefix=$PWD=project"
rustflags+="${separator}--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=cargo"
env -u RUSTFLAGS CARGO_ENCODED_RUSTFLAGS="$rustflags" CONST_RANDOM_SEED=sandtable \
    "${cargo[@]}" build --release --target "$target" --target-dir "$target_dir" "${build_std[@]}" >&2
echo "$target_dir/$target/release"
