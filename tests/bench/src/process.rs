//! Other processes, as the kernel sees them.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};

/// The most memory that a process has held, in bytes.
pub(crate) fn peak_bytes(pid: u32) -> Result<u64> {
    status(pid, "VmHWM")?.split(' ').next().and_then(|kib| kib.parse::<u64>().ok()).map(|kib| kib << 10).with_context(|| format!("no VmHWM of process {pid}"))
}

/// Its children and how much memory each has held at most.
pub(crate) fn children(pid: u32) -> Result<BTreeMap<u32, u64>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir("/proc")? {
        let Some(child) = entry?.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        // A process may end while it is looked at.
        if status(child, "PPid").is_ok_and(|parent| parent == pid.to_string())
            && let Ok(bytes) = peak_bytes(child)
        {
            found.insert(child, bytes);
        }
    }
    Ok(found)
}

/// The memory that it has now, in bytes: pages of its own, and all that are mapped.
pub(crate) fn resident(pid: u32) -> Result<(u64, u64)> {
    let kib = |key: &str| -> Result<u64> {
        status(pid, key)?.split(' ').next().and_then(|kib| kib.parse().ok()).with_context(|| format!("no {key} of process {pid}"))
    };
    Ok((kib("RssAnon")? << 10, kib("VmRSS")? << 10))
}

fn status(pid: u32, key: &str) -> Result<String> {
    let text = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let value = text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'));
    Ok(value.with_context(|| format!("no {key} of process {pid}"))?.trim().to_owned())
}

/// What a process holds at this moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Held {
    /// What no other process has.
    pub(crate) own_bytes: u64,
    /// That, and of what several have its part.
    pub(crate) share_bytes: u64,
}

/// What a process holds now.
pub(crate) fn held(pid: u32) -> Result<Held> {
    let text = fs::read_to_string(format!("/proc/{pid}/smaps_rollup"))?;
    let of = |key: &str| -> u64 {
        let value = text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'));
        value.and_then(|value| value.trim().split(' ').next()?.parse::<u64>().ok()).unwrap_or_default() << 10
    };
    Ok(Held { own_bytes: of("Private_Clean") + of("Private_Dirty"), share_bytes: of("Pss") })
}
