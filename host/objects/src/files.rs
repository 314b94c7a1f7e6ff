//! Files written whole or not at all.

use std::io::{self, Write};

use cap_std::fs::{Dir, OpenOptions, OpenOptionsExt};
use rustix::fs::{Mode, OFlags, openat};
use rustix::rand::{GetRandomFlags, getrandom};

/// Writes a file by way of a temporary name: readers see the old file or the new one, and after a crash one of the two
/// is there.
///
/// # Errors
/// When the disk says so; then nothing has changed.
pub fn write_atomically(dir: &Dir, name: &str, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let temporary = temporary_name(name)?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true).mode(0o600);
    let mut file = dir.open_with(&temporary, &options)?;
    let written = write(&mut file).and_then(|()| file.sync_all()).and_then(|()| dir.rename(&temporary, dir, name));
    if written.is_err() {
        // The name is ours alone; if it cannot be removed either, it stays as a dot file that nothing reads.
        let _ = dir.remove_file(&temporary);
        return written;
    }
    sync_names(dir)
}

/// Makes names durable: a new one is only once its directory is.
///
/// # Errors
/// When the disk says so.
pub fn sync_names(dir: &Dir) -> io::Result<()> {
    // The handle in `dir` is a mere path, which cannot be synced.
    let readable = openat(dir, ".", OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?;
    rustix::fs::fsync(readable).map_err(io::Error::from)
}

/// A name that no other writer has, in this process or another one, now or before a crash: in a container the process
/// is number 1 every time.
pub fn temporary_name(name: &str) -> io::Result<String> {
    let mut random = [0; 8];
    getrandom(&mut random[..], GetRandomFlags::empty())?;
    Ok(format!(".{name}.{:016x}", u64::from_le_bytes(random)))
}

/// Opens a directory below `dir`, making it first when it is missing.
pub fn subdirectory(dir: &Dir, name: &str) -> io::Result<Dir> {
    match dir.create_dir(name) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => dir.open_dir(name),
    }
}
