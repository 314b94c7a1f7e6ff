//! A folder whose files are seen whole or not at all, also by other processes.

use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::os::fd::AsRawFd;
use std::sync::Arc;

use cap_std::fs::{Dir, MetadataExt, OpenOptions};
use rustix::fs::{AtFlags, CWD, linkat};

use crate::files::{subdirectory, sync_names, temporary_name, write_atomically};
use crate::store::Kept;

/// Files by key; a `/` in a key is a folder.
#[derive(Debug, Clone)]
pub(crate) struct Folder(pub(crate) Arc<Dir>);

impl Folder {
    pub(crate) fn below(&self, name: &str) -> io::Result<Self> {
        subdirectory(&self.0, name).map(|dir| Self(Arc::new(dir)))
    }

    /// The folder that a key lies in, made when it is missing, and its name there.
    fn place<'a>(&self, key: &'a str) -> io::Result<(Arc<Dir>, &'a str)> {
        match key.rsplit_once('/') {
            None => Ok((Arc::clone(&self.0), key)),
            Some((folder, name)) => {
                self.0.create_dir_all(folder)?;
                Ok((Arc::new(self.0.open_dir(folder)?), name))
            }
        }
    }

    /// `false` when there is a file already. Of several writers at once one succeeds.
    pub(crate) fn create(&self, key: &str, bytes: &[u8]) -> io::Result<bool> {
        let (dir, name) = self.place(key)?;
        let temporary = temporary_name(name)?;
        // Written whole under a name that nobody looks for, then linked: a link does not replace what is there.
        write_atomically(&dir, &temporary, |out| out.write_all(bytes))?;
        let linked = dir.hard_link(&temporary, &dir, name);
        let _ = dir.remove_file(&temporary);
        match linked {
            Ok(()) => sync_names(&dir).map(|()| true),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(error),
        }
    }

    pub(crate) fn write(&self, key: &str, bytes: &[u8]) -> io::Result<()> {
        let (dir, name) = self.place(key)?;
        write_atomically(&dir, name, |out| out.write_all(bytes))
    }

    /// The same without waiting for the disk: for what may be lost with the machine.
    pub(crate) fn write_soon(&self, key: &str, bytes: &[u8]) -> io::Result<()> {
        let (dir, name) = self.place(key)?;
        let temporary = temporary_name(name)?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        let mut file = dir.open_with(&temporary, &options)?;
        let written = file.write_all(bytes).and_then(|()| dir.rename(&temporary, &dir, name));
        if written.is_err() {
            let _ = dir.remove_file(&temporary);
        }
        written
    }

    /// Gives a file without a name one; where the disks differ, copies it.
    pub(crate) fn keep(&self, key: &str, file: &File) -> io::Result<u64> {
        let bytes = file.metadata()?.len();
        let (dir, name) = self.place(key)?;
        let _ = dir.remove_file(name);
        // The descriptor's own path: the way to link a file that was opened without a name, for all who may not use
        // AT_EMPTY_PATH.
        let path = format!("/proc/self/fd/{}", file.as_raw_fd());
        match linkat(CWD, path.as_str(), &*dir, name, AtFlags::SYMLINK_FOLLOW) {
            Ok(()) => Ok(bytes),
            // Another disk, or one that has no links.
            Err(rustix::io::Errno::XDEV | rustix::io::Errno::PERM | rustix::io::Errno::NOTSUP) => self.copy(key, file).map(|()| bytes),
            Err(error) => Err(error.into()),
        }
    }

    /// Copies a file, from its beginning.
    pub(crate) fn copy(&self, key: &str, file: &File) -> io::Result<()> {
        let (dir, name) = self.place(key)?;
        let mut from = file.try_clone()?;
        from.rewind()?;
        write_atomically(&dir, name, |out| io::copy(&mut from, out).map(drop))
    }

    pub(crate) fn open(&self, key: &str) -> io::Result<Option<File>> {
        match self.0.open(key) {
            Ok(file) => Ok(Some(file.into_std())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub(crate) fn read(&self, key: &str, most: u64) -> io::Result<Option<Vec<u8>>> {
        let Some(file) = self.open(key)? else { return Ok(None) };
        let mut bytes = Vec::new();
        file.take(most + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > most {
            return Err(io::Error::other(format!("{key} is longer than {most} bytes")));
        }
        Ok(Some(bytes))
    }

    pub(crate) fn remove(&self, key: &str) -> io::Result<()> {
        match self.0.remove_file(key) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// All files, those of folders with the folder's name in front. What begins with a dot is on its way.
    pub(crate) fn list(&self, each: &mut dyn FnMut(Kept)) -> io::Result<()> {
        walk(&self.0, "", each)
    }
}

fn walk(dir: &Dir, front: &str, each: &mut dyn FnMut(Kept)) -> io::Result<()> {
    for entry in dir.entries()? {
        let entry = entry?;
        let Some(name) = entry.file_name().to_str().filter(|name| !name.starts_with('.')).map(str::to_owned) else { continue };
        let key = format!("{front}{name}");
        if entry.file_type()?.is_dir() {
            walk(&entry.open_dir()?, &format!("{key}/"), each)?;
            continue;
        }
        // What went away meanwhile is not there.
        let Ok(metadata) = entry.metadata() else { continue };
        let tag = format!("{}-{}.{}-{}", metadata.ino(), metadata.mtime(), metadata.mtime_nsec(), metadata.len());
        let modified = metadata.modified().map_or(std::time::SystemTime::UNIX_EPOCH, cap_std::time::SystemTime::into_std);
        each(Kept { key, tag, modified });
    }
    Ok(())
}
