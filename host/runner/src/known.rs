//! What programs take that were looked at lately.

use std::sync::{Mutex, PoisonError};

use sandtable_core::Result;
use sha2::{Digest, Sha256};

use crate::engine::Takes;

/// Programs that are remembered.
const MOST: usize = 1000;

/// Which tables programs take, by their digests, the one that was used last at the end.
#[derive(Default)]
pub(crate) struct Known(Mutex<Vec<([u8; 32], Takes)>>);

impl Known {
    /// What is known of a program, or what `look` finds out. What fails is not remembered.
    pub(crate) fn get_or(&self, language: &str, source: &str, library: &[(String, String)], look: impl FnOnce() -> Result<Takes>) -> Result<Takes> {
        let digest = digest(language, source, library);
        let known = {
            let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let found = all.iter().position(|(other, _)| *other == digest).map(|at| all.remove(at));
            all.extend(found.clone());
            found
        };
        if let Some((_, takes)) = known {
            return Ok(takes);
        }
        let takes = look()?;
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|(other, _)| *other != digest);
        if all.len() >= MOST {
            all.remove(0);
        }
        all.push((digest, takes.clone()));
        Ok(takes)
    }
}

fn digest(language: &str, source: &str, library: &[(String, String)]) -> [u8; 32] {
    let mut hash = Sha256::new();
    let parts = [language, source].into_iter().chain(library.iter().flat_map(|(name, source)| [name.as_str(), source.as_str()]));
    for part in parts {
        // With its length, so that no two programs are the same text.
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use sandtable_core::Error;

    use super::*;

    #[test]
    fn a_program_is_looked_at_once_and_a_failure_again() {
        let known = Known::default();
        let takes = Takes { inputs: vec!["orders".to_owned()] };
        assert!(known.get_or("python", "x", &[], || Err(Error::internal("not now"))).is_err());
        assert_eq!(known.get_or("python", "x", &[], || Ok(takes.clone())).unwrap(), takes);
        assert_eq!(known.get_or("python", "x", &[], || panic!("it is known")).unwrap(), takes);
        let other = Takes { inputs: Vec::new() };
        for (language, source, library) in [("javascript", "x", vec![]), ("python", "y", vec![]), ("python", "x", vec![("a".to_owned(), "b".to_owned())])] {
            assert_eq!(known.get_or(language, source, &library, || Ok(other.clone())).unwrap(), other);
        }
        for number in 0..MOST + 10 {
            known.get_or("python", &number.to_string(), &[], || Ok(takes.clone())).unwrap();
        }
        assert_eq!(known.0.lock().unwrap().len(), MOST);
    }
}
