//! Compiled code on disk, authenticated, and the sealed memory it is mapped from.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::sync::{Arc, Mutex, PoisonError};

use cap_std::fs::{Dir, OpenOptions, OpenOptionsExt};
use rustix::fs::{MemfdFlags, SealFlags, fcntl_add_seals, memfd_create};
use rustix::rand::{GetRandomFlags, getrandom};
use sandtable_core::{Error, Result};
use sandtable_objects::files::{subdirectory, temporary_name, write_atomically};
use serde_json::value::RawValue;

use crate::Digest;
use crate::entry::Facts;

const MAGIC: &[u8; 8] = b"sndtbl02";
const MAC_LEN: usize = 32;
/// The most bytes of facts: names and texts in them were bounded when the component was checked.
const MAX_FACTS: u32 = 16 << 20;

/// Compiled code in sealed memory: nobody can change it any more, so the bytes that were checked are the bytes that are
/// mapped. Cloning shares it.
#[derive(Debug, Clone)]
pub struct CompiledCode {
    file: Arc<File>,
    size_bytes: u64,
    facts: Arc<Facts>,
    /// The facts' description again, as it travels to executors with every call.
    description: Arc<RawValue>,
}

impl CompiledCode {
    /// The sealed file, to be handed to an executor or mapped.
    pub fn file(&self) -> &File {
        &self.file
    }

    /// What is known of the component, as sure as the code itself.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// What the component says of itself, as JSON.
    pub fn description(&self) -> Box<RawValue> {
        self.description.as_ref().to_owned()
    }

    /// Bytes of compiled code.
    pub fn size_bytes(&self) -> u64 {
        self.size_bytes
    }
}

/// Compiled code keyed by the component's digest and the engine's compatibility hash.
///
/// Each file is magic, MAC, length of the facts, facts, code. The MAC covers all that follows it, and is keyed with a secret of this machine, which never leaves this process: an
/// executor that compiles hands over bytes, it cannot vouch for a file.
pub struct CompiledCache {
    dir: Dir,
    key: [u8; 32],
    compatibility: String,
    mapped: Mutex<Mapped>,
    capacity_bytes: u64,
}

/// Sealed memory in use, and how recently.
#[derive(Default)]
struct Mapped {
    codes: HashMap<Digest, (CompiledCode, u64)>,
    clock: u64,
}

impl CompiledCache {
    /// Opens the cache in `dir` (the data directory's `compiled/`) for an engine's compatibility hash, making the
    /// machine's secret when there is none. At most `capacity_bytes` of code stay in memory.
    ///
    /// # Errors
    /// `IO_ERROR`.
    pub fn open(dir: &Dir, compatibility: &str, capacity_bytes: u64) -> Result<Self> {
        let failed = |error: io::Error| Error::io("the cache of compiled code cannot be opened").with_inside(error);
        let key = secret(dir).map_err(failed)?;
        let dir = subdirectory(dir, compatibility).map_err(failed)?;
        Ok(Self { dir, key, compatibility: compatibility.to_owned(), mapped: Mutex::default(), capacity_bytes })
    }

    /// Whether a component's code is in memory, so that [`CompiledCache::get`] touches no disk.
    pub fn is_at_hand(&self, digest: &Digest) -> bool {
        self.mapped().codes.contains_key(digest)
    }

    /// The compiled code of a component, when it is there and its MAC is right. A file that is not ours is removed.
    pub fn get(&self, digest: &Digest) -> Option<CompiledCode> {
        if let Some(code) = self.mapped().touch(digest) {
            return Some(code);
        }
        let name = format!("{digest}.cwasm");
        let mut file = self.dir.open(&name).ok()?.into_std();
        match self.authenticate(digest, &mut file) {
            Ok(code) => Some(self.remember(digest, code)),
            Err(error) => {
                tracing::warn!(%digest, %error, "compiled code is not what this machine wrote: dropped");
                let _ = self.dir.remove_file(&name);
                None
            }
        }
    }

    /// Takes the code that an executor compiled, from the file's start, and what is known of the component.
    ///
    /// # Errors
    /// `IO_ERROR`; then the cache is as it was.
    pub fn put(&self, digest: &Digest, facts: &Facts, compiled: &mut File) -> Result<CompiledCode> {
        let failed = |error: io::Error| Error::io("compiled code cannot be stored").with_inside(error);
        compiled.rewind().map_err(failed)?;
        let facts = serde_json::to_vec(facts).map_err(Error::internal)?;
        let (code, mac) = self.seal(digest, &facts, compiled).map_err(failed)?;
        let mut sealed = code.file().try_clone().map_err(failed)?;
        sealed.rewind().map_err(failed)?;
        write_atomically(&self.dir, &format!("{digest}.cwasm"), |out| {
            out.write_all(MAGIC)?;
            out.write_all(mac.as_bytes())?;
            out.write_all(&(facts.len() as u32).to_le_bytes())?;
            out.write_all(&facts)?;
            io::copy(&mut sealed, out).map(drop)
        })
        .map_err(failed)?;
        Ok(self.remember(digest, code))
    }

    fn authenticate(&self, digest: &Digest, file: &mut File) -> io::Result<CompiledCode> {
        let (mut magic, mut stored, mut length) = ([0; MAGIC.len()], [0; MAC_LEN], [0; 4]);
        file.read_exact(&mut magic)?;
        file.read_exact(&mut stored)?;
        file.read_exact(&mut length)?;
        let length = u32::from_le_bytes(length);
        if &magic != MAGIC || length > MAX_FACTS {
            return Err(io::Error::other("not a file of compiled code"));
        }
        let mut facts = vec![0; length as usize];
        file.read_exact(&mut facts)?;
        let (code, mac) = self.seal(digest, &facts, file)?;
        // blake3's comparison takes constant time.
        if mac == blake3::Hash::from_bytes(stored) { Ok(code) } else { Err(io::Error::other("wrong MAC")) }
    }

    /// Copies what is left of `from` into sealed memory, computing its MAC over the very bytes that are sealed.
    fn seal(&self, digest: &Digest, facts: &[u8], from: &mut File) -> io::Result<(CompiledCode, blake3::Hash)> {
        let mut memory = File::from(memfd_create("sandtable-code", MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING)?);
        let mut mac = blake3::Hasher::new_keyed(&self.key);
        // The digest and the engine are under the MAC too: code of one component cannot be passed off as another's.
        mac.update(self.compatibility.as_bytes()).update(b"\0").update(digest.as_str().as_bytes()).update(b"\0");
        mac.update(&(facts.len() as u64).to_le_bytes()).update(facts);
        let facts: Arc<Facts> = Arc::new(serde_json::from_slice(facts)?);
        let description = Arc::from(serde_json::value::to_raw_value(&facts.description)?);
        let mut buffer = vec![0; 1 << 20];
        let mut size_bytes = 0;
        loop {
            match from.read(&mut buffer)? {
                0 => break,
                count => {
                    mac.update(&buffer[..count]);
                    memory.write_all(&buffer[..count])?;
                    size_bytes += count as u64;
                }
            }
        }
        fcntl_add_seals(&memory, SealFlags::WRITE | SealFlags::GROW | SealFlags::SHRINK | SealFlags::SEAL)?;
        Ok((CompiledCode { file: Arc::new(memory), size_bytes, facts, description }, mac.finalize()))
    }

    fn remember(&self, digest: &Digest, code: CompiledCode) -> CompiledCode {
        let mut mapped = self.mapped();
        mapped.clock += 1;
        let clock = mapped.clock;
        mapped.codes.insert(digest.clone(), (code.clone(), clock));
        while mapped.codes.len() > 1 && mapped.codes.values().map(|(code, _)| code.size_bytes).sum::<u64>() > self.capacity_bytes {
            let oldest = mapped.codes.iter().min_by_key(|(_, (_, used))| *used).map(|(digest, _)| digest.clone());
            oldest.and_then(|digest| mapped.codes.remove(&digest));
        }
        code
    }

    fn mapped(&self) -> std::sync::MutexGuard<'_, Mapped> {
        self.mapped.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Mapped {
    fn touch(&mut self, digest: &Digest) -> Option<CompiledCode> {
        self.clock += 1;
        let (code, used) = self.codes.get_mut(digest)?;
        *used = self.clock;
        Some(code.clone())
    }
}

/// The machine's secret: 32 random bytes in a file that only its owner reads.
fn secret(dir: &Dir) -> io::Result<[u8; 32]> {
    loop {
        match dir.read("secret") {
            Ok(bytes) => return bytes.try_into().map_err(|_| io::Error::other("the file `secret` does not hold 32 bytes; remove it to have it made anew")),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        let mut key = [0; 32];
        getrandom(&mut key[..], GetRandomFlags::empty())?;
        // Written under another name and linked: of two processes that start at once, both end with the same secret.
        let temporary = temporary_name("secret")?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true).mode(0o600);
        let mut file = dir.open_with(&temporary, &options)?;
        file.write_all(&key)?;
        file.sync_all()?;
        let linked = dir.hard_link(&temporary, dir, "secret");
        let _ = dir.remove_file(&temporary);
        match linked {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
    }
}
