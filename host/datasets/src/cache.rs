//! Objects that were fetched, kept for the next who wants them: bounded, the least lately used go first.

use std::collections::HashSet;
use std::fs::File;
use std::io;
use std::os::fd::AsRawFd;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use cap_std::fs::Dir;
use rustix::fs::{AtFlags, CWD, FallocateFlags, Mode, OFlags, Timespec, Timestamps, fallocate, fstatvfs, futimens, linkat, openat};
use sandtable_core::units::display_size;
use sandtable_core::{Code, Error, Result};

/// The most objects that are kept: their folder is looked through when one is added.
const MOST_KEPT: usize = 10_000;
/// What is left free on the disk.
const LEFT_FREE_BYTES: u64 = 64 << 20;

/// Files by name in a folder that is ours. Several processes may share it.
#[derive(Debug)]
pub(crate) struct ObjectCache {
    dir: Dir,
    capacity_bytes: u64,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// Names that are being fetched.
    flying: HashSet<String>,
    /// Bytes that what is being fetched will have.
    reserved: u64,
}

impl ObjectCache {
    pub(crate) fn new(dir: Dir, capacity_bytes: u64) -> Self {
        Self { dir, capacity_bytes, state: Mutex::default(), changed: Condvar::new() }
    }

    pub(crate) fn capacity_bytes(&self) -> u64 {
        self.capacity_bytes
    }

    /// The file of a name, from its beginning. When it is not there, `fill` is given an empty one; of several who want the
    /// same, one fills it and the others wait. What was filled has its name when it is whole.
    ///
    /// # Errors
    /// `RESOURCE_CAP` when it is larger than the cache, `IO_ERROR` when the disk has no room, and what `fill` says.
    pub(crate) fn get(&self, name: &str, size_bytes: u64, fill: impl FnOnce(&File) -> Result<()>) -> Result<File> {
        let flight = loop {
            let mut state = self.state();
            if let Some(file) = self.hit(name, size_bytes) {
                return Ok(file);
            }
            if state.flying.insert(name.to_owned()) {
                break Flight { cache: self, name, reserved: 0 };
            }
            drop(self.changed.wait(state).unwrap_or_else(PoisonError::into_inner));
        };
        self.fetch(flight, size_bytes, fill)
    }

    /// A file without a name, for parts of an object. It counts for nothing here.
    ///
    /// # Errors
    /// `IO_ERROR`.
    pub(crate) fn scratch(&self) -> Result<File> {
        openat(&self.dir, ".", OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC, Mode::RUSR | Mode::WUSR).map(File::from).map_err(|error| full(error.into()))
    }

    fn fetch(&self, mut flight: Flight<'_>, size_bytes: u64, fill: impl FnOnce(&File) -> Result<()>) -> Result<File> {
        self.make_room(&mut flight, size_bytes)?;
        let file = self.scratch()?;
        if size_bytes > 0 {
            // Room is taken now, so that a full disk is noticed before the transfer. Not every file system can.
            match fallocate(&file, FallocateFlags::empty(), 0, size_bytes) {
                Ok(()) | Err(rustix::io::Errno::OPNOTSUPP | rustix::io::Errno::NOSYS) => {}
                Err(error) => return Err(full(error.into())),
            }
        }
        fill(&file)?;
        let path = format!("/proc/self/fd/{}", file.as_raw_fd());
        match linkat(CWD, path.as_str(), &self.dir, flight.name, AtFlags::SYMLINK_FOLLOW) {
            // Another process had the same idea.
            Ok(()) | Err(rustix::io::Errno::EXIST) => {}
            Err(error) => return Err(full(error.into())),
        }
        // Opened anew, for reading only: executors must not write to what others read.
        self.hit(flight.name, size_bytes).ok_or_else(|| Error::io("a fetched object vanished from the cache").with("reason", "cache"))
    }

    /// What is kept under a name. It has been used just now.
    fn hit(&self, name: &str, size_bytes: u64) -> Option<File> {
        let file = self.dir.open(name).ok()?.into_std();
        if file.metadata().ok()?.len() != size_bytes {
            // Nothing of ours: it is fetched anew.
            let _ = self.dir.remove_file(name);
            return None;
        }
        // Not UTIME_NOW: the kernel's own time stands still for milliseconds, in which much is used.
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let now = Timespec { tv_sec: now.as_secs().cast_signed(), tv_nsec: now.subsec_nanos().into() };
        // An older time makes it go sooner, no more.
        let _ = futimens(&file, &Timestamps { last_access: now, last_modification: now });
        Some(file)
    }

    /// Removes what was not used for longest, until so many bytes more fit.
    fn make_room(&self, flight: &mut Flight<'_>, size_bytes: u64) -> Result<()> {
        if size_bytes > self.capacity_bytes {
            let message = format!("an object has {}, and the cache of objects holds {}", display_size(size_bytes), display_size(self.capacity_bytes));
            return Err(Error::new(Code::ResourceCap, message).with("limit", "s3_cache").with("allowed", self.capacity_bytes));
        }
        let mut state = self.state();
        // Everything but what is on its way can go, and what is on its way ends.
        while state.reserved + size_bytes > self.capacity_bytes {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        let mut kept = self.kept().map_err(full)?;
        let mut total: u64 = kept.iter().map(|kept| kept.size_bytes).sum();
        kept.sort_by_key(|kept| std::cmp::Reverse(kept.used));
        let free = || fstatvfs(&self.dir).map(|disk| disk.f_bavail.saturating_mul(disk.f_frsize)).map_err(|error| full(error.into()));
        if free()?.saturating_add(total) < size_bytes.saturating_add(LEFT_FREE_BYTES) {
            return Err(no_room(size_bytes, free()?));
        }
        while total + state.reserved + size_bytes > self.capacity_bytes || kept.len() >= MOST_KEPT || free()? < size_bytes + LEFT_FREE_BYTES {
            let Some(oldest) = kept.pop() else { break };
            match self.dir.remove_file(&oldest.name) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(full(error)),
                _ => total = total.saturating_sub(oldest.size_bytes),
            }
        }
        if free()? < size_bytes + LEFT_FREE_BYTES {
            return Err(no_room(size_bytes, free()?));
        }
        state.reserved += size_bytes;
        flight.reserved = size_bytes;
        Ok(())
    }

    fn kept(&self) -> io::Result<Vec<Kept>> {
        let mut kept = Vec::new();
        for entry in self.dir.entries()? {
            let entry = entry?;
            // What went away meanwhile takes no room.
            if let (Ok(name), Ok(metadata)) = (entry.file_name().into_string(), entry.metadata()) {
                let used = metadata.modified().map_or(SystemTime::UNIX_EPOCH, cap_std::time::SystemTime::into_std);
                kept.push(Kept { name, size_bytes: metadata.len(), used });
            }
        }
        Ok(kept)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Kept {
    name: String,
    size_bytes: u64,
    used: SystemTime,
}

/// A name that is being fetched. Dropped, it is not any more, and its room is taken or free.
struct Flight<'a> {
    cache: &'a ObjectCache,
    name: &'a str,
    reserved: u64,
}

impl Drop for Flight<'_> {
    fn drop(&mut self) {
        let mut state = self.cache.state();
        state.flying.remove(self.name);
        state.reserved -= self.reserved;
        self.cache.changed.notify_all();
    }
}

fn no_room(size_bytes: u64, free: u64) -> Error {
    let message = format!("an object has {}, and the disk of the data directory {} left", display_size(size_bytes), display_size(free));
    Error::io(message).with("reason", "disk_full")
}

fn full(error: io::Error) -> Error {
    Error::io(format!("an object cannot be kept in the data directory: {}", error.kind())).with_inside(error)
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::sync::atomic::{AtomicUsize, Ordering};

    use cap_std::ambient_authority;

    use super::*;

    fn cache(capacity_bytes: u64) -> (tempfile::TempDir, ObjectCache) {
        let top = tempfile::tempdir().unwrap();
        let cache = ObjectCache::new(Dir::open_ambient_dir(top.path(), ambient_authority()).unwrap(), capacity_bytes);
        (top, cache)
    }

    fn write(bytes: &'static [u8]) -> impl FnOnce(&File) -> Result<()> {
        move |mut file| file.write_all(bytes).map_err(full)
    }

    fn names(top: &tempfile::TempDir) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(top.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn what_is_kept_is_not_fetched_again_and_the_oldest_goes_first() {
        let (top, cache) = cache(10);
        let mut text = String::new();
        cache.get("a", 4, write(b"aaaa")).unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "aaaa");
        cache.get("b", 4, write(b"bbbb")).unwrap();
        cache.get("a", 4, |_| unreachable!("it is kept")).unwrap();
        cache.get("c", 4, write(b"cccc")).unwrap();
        assert_eq!(names(&top), ["a", "c"]);
        cache.get("d", 10, write(b"dddddddddd")).unwrap();
        assert_eq!(names(&top), ["d"]);
        let error = cache.get("e", 11, |_| unreachable!("it is too large")).unwrap_err();
        assert_eq!((error.code, &error.details["limit"]), (Code::ResourceCap, &serde_json::json!("s3_cache")));
    }

    #[test]
    fn what_could_not_be_filled_leaves_nothing() {
        let (top, cache) = cache(10);
        assert!(cache.get("a", 10, |_| Err(Error::io("away"))).is_err());
        assert!(names(&top).is_empty());
        cache.get("a", 10, write(b"aaaaaaaaaa")).unwrap();
    }

    #[test]
    fn a_file_stays_open_when_it_goes() {
        let (_top, cache) = cache(4);
        let mut kept = cache.get("a", 4, write(b"aaaa")).unwrap();
        cache.get("b", 4, write(b"bbbb")).unwrap();
        let mut text = String::new();
        kept.read_to_string(&mut text).unwrap();
        assert_eq!(text, "aaaa");
    }

    #[test]
    fn of_many_who_want_the_same_one_fetches_it() {
        let (_top, cache) = cache(100);
        let fetched = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..16 {
                scope.spawn(|| {
                    cache
                        .get("a", 1, |mut file| {
                            fetched.fetch_add(1, Ordering::Relaxed);
                            std::thread::yield_now();
                            file.write_all(b"a").map_err(full)
                        })
                        .unwrap()
                });
            }
        });
        assert_eq!(fetched.into_inner(), 1);
    }

    #[test]
    fn a_disk_without_room_is_said() {
        let (_top, cache) = cache(u64::MAX);
        let error = cache.get("a", 1 << 60, |_| unreachable!("there is no room")).unwrap_err();
        assert_eq!((error.code, &error.details["reason"]), (Code::IoError, &serde_json::json!("disk_full")));
    }
}
