//! The sandbox of a process: one engine, and the ways in which code gets into it.

use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Read;
use std::os::fd::AsRawFd;
use std::sync::Arc;

use sandtable_core::description::Kind;
use sandtable_core::{Error, Limits};
use wasmtime::component::Component;

use crate::check::{self, Checked};
use crate::threads::Threads;
use crate::transform::{Engine, Transform};
use crate::{SandboxConfig, engine, linker};

/// Counts changes of ours that make compiled code useless although wasmtime's own hash stays.
const COMPILED_FORMAT: u32 = 1;

/// One engine with its pools, threads and tick. Make one a process; clones are the same one.
#[derive(Clone)]
pub struct Sandbox {
    engine: Arc<Engine>,
    config: Arc<SandboxConfig>,
}

impl Sandbox {
    /// Sets up the engine: some milliseconds, and a thread for the tick.
    ///
    /// # Errors
    /// `INTERNAL` when the machine cannot hold the pools.
    pub fn new(config: SandboxConfig) -> Result<Self, Error> {
        let wasmtime = engine::new(&config)?;
        let linker = linker::new(&wasmtime).map_err(|error| Error::internal(format!("linker: {error:#}")))?;
        let threads = Threads::new(config.stack_bytes);
        let engine = Engine { wasmtime, linker, threads, max_instances: config.max_instances };
        Ok(Self { engine: Arc::new(engine), config: Arc::new(config) })
    }

    /// What compiled code must have been made with to be loaded here, in hexadecimal. Part of a cache's key.
    pub fn compatibility(&self) -> String {
        let mut hasher = DefaultHasher::new();
        self.engine.wasmtime.precompile_compatibility_hash().hash(&mut hasher);
        COMPILED_FORMAT.hash(&mut hasher);
        // Of another version of the contract it must go through the check again, which says what is wrong with it.
        linker::VERSION.hash(&mut hasher);
        format!("{:016x}", hasher.finish())
    }

    /// Looks at an upload: parse, policy, compile, instantiate, describe, each only when what came before was fine.
    /// Never panics and never fails: what is wrong stands in the report, all of it that can be found.
    ///
    /// Compiling has no limit of its own: do this where time and memory are capped.
    pub fn check(&self, wasm: &[u8], limits: &Limits) -> Checked {
        check::check(&self.engine, &self.config, wasm, limits)
    }

    /// Runs `work` on a thread with room for guests and waits for it. Transforms that it runs need no other thread.
    ///
    /// # Errors
    /// `INTERNAL` when there is no thread to be had, or when `work` panicked.
    pub fn with_guest_stack<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
        self.engine.threads.run(work)
    }

    /// Maps compiled code from a file and links it.
    ///
    /// # Errors
    /// `INTERNAL` when it is of another engine, or cannot be read; `VALIDATION_ERROR` when it does not link as `kind`.
    ///
    /// # Safety
    /// The file holds bytes that [`Sandbox::check`] gave as `compiled`, unchanged: the caller has checked their MAC, over
    /// this very file. Nobody changes it while the transform lives: it is sealed, or ours alone.
    pub unsafe fn load(&self, compiled: &File, kind: Kind) -> Result<Transform, Error> {
        // wasmtime maps files by path, so that this open file is given one.
        let path = format!("/proc/self/fd/{}", compiled.as_raw_fd());
        // SAFETY: the caller's promise is the one that is asked for.
        let component = match unsafe { Component::deserialize_file(&self.engine.wasmtime, &path) } {
            Ok(component) => component,
            Err(mapping) => {
                // Without /proc it is copied instead.
                let mut bytes = Vec::new();
                let mut file = compiled;
                std::io::Seek::rewind(&mut file)
                    .and_then(|()| file.read_to_end(&mut bytes))
                    .map_err(|error| Error::internal(format!("compiled code: {error}; {mapping:#}")))?;
                // SAFETY: as above; these are the file's bytes.
                return unsafe { self.load_bytes(&bytes, kind) };
            }
        };
        Transform::link(&self.engine, &component, kind)
    }

    /// Links compiled code that is in memory.
    ///
    /// # Errors
    /// As [`Sandbox::load`].
    ///
    /// # Safety
    /// The bytes are what [`Sandbox::check`] gave as `compiled`, unchanged.
    pub unsafe fn load_bytes(&self, compiled: &[u8], kind: Kind) -> Result<Transform, Error> {
        // SAFETY: the caller's promise is the one that is asked for.
        let component = unsafe { Component::deserialize(&self.engine.wasmtime, compiled) };
        let component = component.map_err(|error| Error::internal(format!("compiled code: {error:#}")))?;
        Transform::link(&self.engine, &component, kind)
    }
}

impl std::fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sandbox").field("config", &self.config).finish_non_exhaustive()
    }
}
