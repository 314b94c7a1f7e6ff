//! `wasi:random`: the system's, or a fixed sequence.

use wasmtime::StoreContextMut;
use wasmtime::component::{Linker, LinkerInstance};

use super::versioned;
use crate::Failure;
use crate::guest::Guest;

/// The most bytes at once: enough for any seed.
const MAX_BYTES: u64 = 64 << 10;
/// Where the fixed sequence begins. Arbitrary.
const FIXED_SEED: u64 = 0x5EED_0F5A_4D7A_B1E5;

/// Where random numbers come from.
pub(super) enum Random {
    System,
    /// `SplitMix64`.
    Fixed(u64),
}

impl Random {
    pub(super) fn new(deterministic: bool) -> Self {
        if deterministic { Self::Fixed(FIXED_SEED) } else { Self::System }
    }

    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), Failure> {
        match self {
            Self::System => getrandom::fill(bytes).map_err(|error| Failure::Host(sandtable_core::Error::internal(format!("random numbers: {error}")))),
            Self::Fixed(state) => {
                for chunk in bytes.chunks_mut(8) {
                    chunk.copy_from_slice(&split_mix(state).to_le_bytes()[..chunk.len()]);
                }
                Ok(())
            }
        }
    }
}

fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let z = (*state ^ (*state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

pub(super) fn link(linker: &mut Linker<Guest>) -> wasmtime::Result<()> {
    both(&mut linker.instance(&versioned("wasi:random/random"))?, "")?;
    both(&mut linker.instance(&versioned("wasi:random/insecure"))?, "insecure-")?;
    linker.instance(&versioned("wasi:random/insecure-seed"))?.func_wrap("insecure-seed", |mut store: StoreContextMut<'_, Guest>, ()| {
        let (high, low) = (number(&mut store)?, number(&mut store)?);
        Ok(((high, low),))
    })
}

/// The same two functions stand in both interfaces.
fn both(instance: &mut LinkerInstance<'_, Guest>, word: &str) -> wasmtime::Result<()> {
    instance.func_wrap(&format!("get-{word}random-bytes"), |mut store: StoreContextMut<'_, Guest>, (count,): (u64,)| {
        let guest = store.data_mut();
        guest.enter()?;
        if count > MAX_BYTES {
            return Err(guest.stop(Failure::limit("random_bytes", MAX_BYTES, 0, count)));
        }
        let mut bytes = vec![0; count as usize];
        guest.wasi.random.fill(&mut bytes).map_err(|failure| guest.stop(failure))?;
        Ok((bytes,))
    })?;
    instance.func_wrap(&format!("get-{word}random-u64"), |mut store: StoreContextMut<'_, Guest>, ()| Ok((number(&mut store)?,)))
}

fn number(store: &mut StoreContextMut<'_, Guest>) -> wasmtime::Result<u64> {
    let guest = store.data_mut();
    guest.enter()?;
    let mut bytes = [0; 8];
    guest.wasi.random.fill(&mut bytes).map_err(|failure| guest.stop(failure))?;
    Ok(u64::from_le_bytes(bytes))
}
