//! `wasi:random`: the library's generators, or fixed sequences; no more bytes at once than any seed needs.

use std::convert::Infallible;

use rand_core::TryRng;
use wasmtime_wasi::WasiCtxBuilder;
use wasmtime_wasi::p2::bindings::random::{insecure, insecure_seed, random};
use wasmtime_wasi::random::WasiRandomView;

use crate::Failure;
use crate::guest::Guest;

/// The most bytes at once: enough for any seed.
pub(super) const MAX_BYTES: u64 = 64 << 10;
/// Where the fixed sequence begins. Arbitrary.
const FIXED_SEED: u64 = 0x5EED_0F5A_4D7A_B1E5;

/// Has the same numbers come every time.
pub(super) fn fix(builder: &mut WasiCtxBuilder) {
    let seed = u128::from(FIXED_SEED) << 64 | u128::from(!FIXED_SEED);
    builder.secure_random(SplitMix(FIXED_SEED)).insecure_random(SplitMix(!FIXED_SEED)).insecure_random_seed(seed);
}

/// `SplitMix64`: what comes of a fixed seed may be anything, as long as it stays.
struct SplitMix(u64);

impl TryRng for SplitMix {
    type Error = Infallible;

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        Ok(z ^ (z >> 31))
    }

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.try_next_u64().map(|number| number as u32)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.try_next_u64()?.to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}

impl Guest {
    /// Begins a call for bytes. The library has the same bound, but not our words for it.
    fn enter_for(&mut self, bytes: u64) -> wasmtime::Result<()> {
        self.enter()?;
        if bytes > MAX_BYTES {
            return Err(self.stop(Failure::limit("random_bytes", MAX_BYTES, 0, bytes)));
        }
        Ok(())
    }
}

impl random::Host for Guest {
    fn get_random_bytes(&mut self, count: u64) -> wasmtime::Result<Vec<u8>> {
        self.enter_for(count)?;
        self.random().get_random_bytes(count)
    }

    fn get_random_u64(&mut self) -> wasmtime::Result<u64> {
        self.enter()?;
        self.random().get_random_u64()
    }
}

impl insecure::Host for Guest {
    fn get_insecure_random_bytes(&mut self, count: u64) -> wasmtime::Result<Vec<u8>> {
        self.enter_for(count)?;
        self.random().get_insecure_random_bytes(count)
    }

    fn get_insecure_random_u64(&mut self) -> wasmtime::Result<u64> {
        self.enter()?;
        self.random().get_insecure_random_u64()
    }
}

impl insecure_seed::Host for Guest {
    fn insecure_seed(&mut self) -> wasmtime::Result<(u64, u64)> {
        self.enter()?;
        self.random().insecure_seed()
    }
}
