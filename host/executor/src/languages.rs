//! Languages: components of world `language` in a folder that the server was given. Each is checked and compiled like an
//! upload, once; its compiled code comes from the cache afterwards.

use std::collections::HashMap;
use std::fs::File;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cap_std::fs::Dir;
use sandtable_catalog::{CompiledCode, Digest};
use sandtable_core::description::Kind;
use sandtable_core::{Code, Error, Result, text};

use crate::transforms::Transforms;

/// The end of a language's file name; what stands before it is the language's name.
const EXTENSION: &str = ".wasm";
/// The longest name.
const MAX_NAME_BYTES: usize = 64;

/// The folder, and what is known of the files in it. A file that changes is another language only after a restart.
pub(crate) struct Languages {
    /// Absent when none was given.
    folder: Option<Dir>,
    known: Mutex<HashMap<String, Digest>>,
    /// Turns at making each of them ready: reading one twice at once would take twice as long.
    turns: Mutex<HashMap<String, Arc<Mutex<()>>>>,
}

impl Languages {
    pub(crate) fn new(folder: Option<Dir>) -> Self {
        Self { folder, known: Mutex::default(), turns: Mutex::default() }
    }

    /// The names of those that are there, in order.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = self.folder.as_ref().and_then(|folder| folder.entries().ok()).into_iter().flatten();
        let name = |name: String| name.strip_suffix(EXTENSION).filter(|name| is_name(name)).map(str::to_owned);
        let mut names: Vec<String> = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).filter_map(name).collect();
        names.sort();
        names
    }

    /// The digest of a language, when it was read before.
    pub(crate) fn digest(&self, name: &str) -> Option<Digest> {
        lock(&self.known).get(name).cloned()
    }

    /// Opens a language's file and reads which bytes it holds. Blocks.
    fn open(&self, name: &str) -> Result<(Digest, File)> {
        let unreadable = |error: std::io::Error| Error::io(format!("the language {name} cannot be read")).with_inside(error);
        let folder = self.folder.as_ref().ok_or_else(none_here)?;
        let mut file = folder.open(format!("{name}{EXTENSION}")).map_err(unreadable)?.into_std();
        if let Some(digest) = self.digest(name) {
            return Ok((digest, file));
        }
        let digest = Digest::of_reader(&mut file).map_err(unreadable)?;
        Ok((lock(&self.known).entry(name.to_owned()).or_insert(digest).clone(), file))
    }

    fn unknown(&self, name: &str) -> Error {
        let names = self.names();
        if names.is_empty() {
            return none_here();
        }
        Error::invalid("language", format!("no language {}; there are {}", text::quote(name), text::list(names.iter().map(String::as_str), 20)))
    }

    /// Of a language whose file is there.
    fn turn(&self, name: &str) -> Arc<Mutex<()>> {
        Arc::clone(lock(&self.turns).entry(name.to_owned()).or_default())
    }

    /// Whether there is a file of that name.
    fn has(&self, name: &str) -> bool {
        is_name(name) && self.folder.as_ref().is_some_and(|folder| folder.is_file(format!("{name}{EXTENSION}")))
    }
}

impl Transforms {
    /// The names of the languages that are there.
    pub fn languages(&self) -> Vec<String> {
        self.shelf().languages.names()
    }

    /// Makes the compiled code of every language ready: compiled now, when it was not before. Blocks, the first time for as
    /// long as compiling takes. What is wrong with one is logged.
    pub fn ready_languages(&self) {
        for name in self.languages() {
            match self.language(&name) {
                Ok((digest, _)) => tracing::info!(language = %name, %digest, "a language is ready"),
                Err(error) => tracing::warn!(language = %name, %error, inside = ?error.inside, "a language cannot be used"),
            }
        }
    }

    /// Whether [`Transforms::language`] touches no disk.
    pub(crate) fn is_language_at_hand(&self, name: &str) -> bool {
        self.shelf().languages.digest(name).is_some_and(|digest| self.shelf().compiled.is_at_hand(&digest))
    }

    /// The compiled code of a language and its digest. Blocks when it is not at hand.
    ///
    /// # Errors
    /// `UNAVAILABLE` when there are none, or this one cannot be used; `VALIDATION_ERROR` naming those that there are.
    pub(crate) fn language(&self, name: &str) -> Result<(Digest, CompiledCode)> {
        let shelf = self.shelf();
        if let Some(digest) = shelf.languages.digest(name)
            && let Some(code) = shelf.compiled.get(&digest)
        {
            return fit(name, &code).map(|()| (digest, code));
        }
        if !shelf.languages.has(name) {
            return Err(shelf.languages.unknown(name));
        }
        let turn = shelf.languages.turn(name);
        let _held = lock(&turn);
        let (digest, file) = shelf.languages.open(name)?;
        let code = self.compiled_or(&digest, || Ok(file)).map_err(|error| unusable(name, error))?;
        fit(name, &code).map(|()| (digest, code))
    }
}

/// Whether a file holds the language that it is named after.
fn fit(name: &str, code: &CompiledCode) -> Result<()> {
    let description = &code.facts().description;
    if description.kind == Kind::Language && description.name == name {
        return Ok(());
    }
    let found = match description.kind {
        Kind::Language => format!("its component is a language that calls itself {}", text::quote(&description.name)),
        Kind::Table | Kind::Rows => "its component is a transform, and no language".to_owned(),
    };
    Err(unusable(name, Error::new(Code::ValidationError, found)))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A language that is none is a fault of the server's owner, not of the caller.
fn unusable(name: &str, error: Error) -> Error {
    if error.code != Code::ValidationError {
        return error;
    }
    Error::new(Code::Unavailable, format!("the language {name} cannot be used: {}", error.message)).with("reason", "language")
}

fn none_here() -> Error {
    let message = "there are no languages here, so source code cannot run: the server is to be started with --languages FOLDER";
    Error::new(Code::Unavailable, message).with("reason", "no_languages")
}

/// Names are file names: nothing that leaves the folder.
fn is_name(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    name.len() <= MAX_NAME_BYTES && name.starts_with(|c: char| c.is_ascii_lowercase()) && name.bytes().all(allowed)
}
