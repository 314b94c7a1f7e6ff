//! What the kernel holds an executor to, beside the cap: data size, descriptors, core dumps, its parent's death.

use rustix::process::{Resource, Rlimit, Signal, getppid, set_parent_process_death_signal, setrlimit};
use sandtable_core::{Error, Result};

/// Descriptors that an executor may hold: its socket, a task's files, and what Polars opens of its own.
const MAX_DESCRIPTORS: u64 = 256;

/// Puts the walls up for this process and names them.
///
/// # Errors
/// `INTERNAL` when the kernel refuses one: an executor without walls must not start.
pub(crate) fn raise(data_bytes: u64) -> Result<Vec<String>> {
    let failed = |wall: &'static str| move |error: rustix::io::Errno| Error::internal(format!("the kernel refused the wall {wall}: {error}"));
    set_parent_process_death_signal(Some(Signal::KILL)).map_err(failed("parent-death"))?;
    // The parent may have died before the line above; then there is nobody to work for.
    if getppid().is_none_or(|parent| parent.is_init()) {
        return Err(Error::internal("the supervisor is gone"));
    }
    let exactly = |value| Rlimit { current: Some(value), maximum: Some(value) };
    setrlimit(Resource::Data, exactly(data_bytes)).map_err(failed("data"))?;
    setrlimit(Resource::Nofile, exactly(MAX_DESCRIPTORS)).map_err(failed("descriptors"))?;
    // A core dump would hold a user's tables.
    setrlimit(Resource::Core, exactly(0)).map_err(failed("core"))?;
    rustix::thread::set_no_new_privs(true).map_err(failed("no-new-privileges"))?;
    Ok(["parent-death", "data", "descriptors", "core", "no-new-privileges"].map(str::to_owned).into())
}
