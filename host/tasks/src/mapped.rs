//! Transforms that stay mapped, and what is known of programs that ran: an executor sees the hot ones again and again.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sandtable_core::{Description, Error, Program, Result};
use sandtable_sandbox::Transform;

use crate::message::{ProgramFacts, ProgramTask};
use crate::params::ParamsCheck;

/// How many are kept. Mapping one anew takes milliseconds.
const KEPT: usize = 64;

/// A transform, ready to run.
#[derive(Clone)]
pub(crate) struct Mapped {
    /// Names the component, or the program and the language that runs it.
    key: String,
    pub(crate) transform: Transform,
    pub(crate) description: Arc<Description>,
    pub(crate) params: Arc<ParamsCheck>,
    /// What the transform is to run, when it is a language.
    pub(crate) program: Option<Arc<Program>>,
}

impl Mapped {
    pub(crate) fn new(key: &str, transform: Transform, description: Description) -> Result<Self> {
        let params = Arc::new(ParamsCheck::new(&description)?);
        Ok(Self { key: key.to_owned(), transform, description: Arc::new(description), params, program: None })
    }

    /// What a program may do of which nothing is known: what its language may, with frames when it is granted them.
    fn unknown(language: &Self, frames: bool) -> Self {
        let mut description = Description::clone(&language.description);
        description.features.retain(|feature| frames || feature != Description::FRAMES);
        Self { description: Arc::new(description), params: Arc::new(ParamsCheck::any()), ..language.clone() }
    }
}

/// The most recently used of them, in order.
#[derive(Default)]
pub(crate) struct Recent(Mutex<Vec<Arc<Mapped>>>);

impl Recent {
    /// The one of that key; made by `make` when it is not there.
    pub(crate) fn get(&self, key: &str, make: impl FnOnce() -> Result<Mapped>) -> Result<Arc<Mapped>> {
        let mut kept = self.lock();
        if let Some(index) = kept.iter().position(|mapped| mapped.key == key) {
            let found = kept.remove(index);
            kept.push(Arc::clone(&found));
            return Ok(found);
        }
        let fresh = Arc::new(make()?);
        if kept.len() >= KEPT {
            kept.remove(0);
        }
        kept.push(Arc::clone(&fresh));
        Ok(fresh)
    }

    /// A language with the program that it is to run. What is known of the program is kept, the program is not.
    pub(crate) fn with_program(&self, language: &Arc<Mapped>, task: ProgramTask) -> Result<Arc<Mapped>> {
        let ProgramTask { digest, program, known } = task;
        let mapped = match known {
            ProgramFacts::Nothing { frames } => Mapped::unknown(language, frames),
            ProgramFacts::Described(description) => {
                let key = format!("{digest} {}", language.key);
                let make = || {
                    let description: Description = serde_json::from_str(description.get()).map_err(Error::internal)?;
                    Mapped::new(&key, language.transform.clone(), description)
                };
                Mapped::clone(&*self.get(&key, make)?)
            }
        };
        Ok(Arc::new(Mapped { program: Some(Arc::new(program)), ..mapped }))
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Arc<Mapped>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
