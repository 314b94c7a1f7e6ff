//! The processor that this build needs: Polars is compiled for x86-64-v3 (`scripts/rustc`), and on an older one it would
//! end in a signal that explains nothing. This crate is compiled for all of them.

use sandtable_core::{Code, Error};

/// Whether the processor has what the code is compiled for.
///
/// # Errors
/// What it lacks.
pub(crate) fn check() -> Result<(), Error> {
    // Whoever builds for another takes care of it.
    let named = option_env!("SANDTABLE_CPU").is_some_and(|cpu| !cpu.is_empty());
    if named { Ok(()) } else { enough(&lacks()) }
}

fn enough(lacks: &[&str]) -> Result<(), Error> {
    if lacks.is_empty() {
        return Ok(());
    }
    let message = format!(
        "this build is for processors of x86-64-v3 (2013 and later), and this one lacks {}; SANDTABLE_CPU=x86-64 make run builds for it",
        lacks.join(", ")
    );
    Err(Error::new(Code::Unavailable, message))
}

#[cfg(target_arch = "x86_64")]
fn lacks() -> Vec<&'static str> {
    macro_rules! missing {
        ($($feature:tt),*) => {
            [$(($feature, is_x86_feature_detected!($feature))),*].into_iter().filter(|(_, has)| !has).map(|(feature, _)| feature).collect()
        };
    }
    missing!("sse3", "ssse3", "sse4.1", "sse4.2", "popcnt", "avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "lzcnt", "movbe")
}

/// Others are compiled for what all of their processors have.
#[cfg(not(target_arch = "x86_64"))]
fn lacks() -> Vec<&'static str> {
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_processor_is_told_what_it_lacks() {
        let error = enough(&["avx2", "fma"]).expect_err("it is old");
        assert!(error.message.contains("this one lacks avx2, fma; SANDTABLE_CPU=x86-64"), "{}", error.message);
    }

    #[test]
    fn the_processor_that_builds_has_what_it_builds_for() {
        check().expect("it compiled and ran Polars");
    }
}
