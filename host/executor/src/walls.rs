//! What the kernel holds an executor to, beside the cap: the files and sockets it may open, the calls it may make, how
//! much memory and how many descriptors it may have.
//!
//! What a task needs comes as open files, so an executor opens next to nothing by itself.

use std::collections::BTreeMap;

use landlock::{ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetCreatedAttr, RulesetError, RulesetStatus, Scope, path_beneath_rules};
use rustix::process::{Resource, Rlimit, Signal, getppid, getrlimit, set_parent_process_death_signal, setrlimit};
use sandtable_core::{Error, Result};
use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, TargetArch};

/// The most files that a task is given to read: as many as one path may name.
const MAX_FILES: u64 = 10_000;
/// Descriptors that an executor needs beside: its socket, its outputs, and what libraries open of their own.
const OWN_DESCRIPTORS: u64 = 256;

/// All that may be opened for reading: what libraries ask about this process and the machine. Not `/proc`: another
/// process's environment stands there, with its secrets.
const READABLE: [&str; 6] = ["/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/sys/devices/system/cpu", "/sys/fs/cgroup", "/sys/kernel/mm"];

/// Calls that nothing here needs and that an escape would start with: sockets, programs, other processes, the kernel's
/// own furniture. They fail with EPERM.
const REFUSED_CALLS: [libc::c_long; 32] = [
    libc::SYS_socket,
    libc::SYS_connect,
    libc::SYS_bind,
    libc::SYS_listen,
    libc::SYS_accept,
    libc::SYS_accept4,
    libc::SYS_execve,
    libc::SYS_execveat,
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_pidfd_getfd,
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_pivot_root,
    libc::SYS_chroot,
    libc::SYS_unshare,
    libc::SYS_setns,
    libc::SYS_bpf,
    libc::SYS_perf_event_open,
    libc::SYS_add_key,
    libc::SYS_request_key,
    libc::SYS_keyctl,
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_kexec_load,
    libc::SYS_reboot,
    libc::SYS_swapon,
    libc::SYS_io_uring_setup,
    libc::SYS_userfaultfd,
    libc::SYS_open_by_handle_at,
];

/// Puts the walls up for this process, the child of `supervisor`, before it has a second thread, and names them. A kernel without Landlock or
/// seccomp leaves those two out; the server says so when it starts.
///
/// # Errors
/// `INTERNAL` when the kernel refuses one of the others, or one that it has.
pub(crate) fn raise(supervisor: u32, data_bytes: u64) -> Result<Vec<String>> {
    let failed = |wall: &'static str| move |error: rustix::io::Errno| refused(wall, &error);
    set_parent_process_death_signal(Some(Signal::KILL)).map_err(failed("parent-death"))?;
    // The parent may have died before the line above; then there is nobody to work for.
    if getppid().is_none_or(|parent| parent.as_raw_nonzero().get().unsigned_abs() != supervisor) {
        return Err(Error::internal("the supervisor is gone"));
    }
    let exactly = |value| Rlimit { current: Some(value), maximum: Some(value) };
    setrlimit(Resource::Data, exactly(data_bytes)).map_err(failed("data"))?;
    setrlimit(Resource::Nofile, exactly(descriptors())).map_err(failed("descriptors"))?;
    // A core dump would hold a user's tables.
    setrlimit(Resource::Core, exactly(0)).map_err(failed("core"))?;
    rustix::thread::set_no_new_privs(true).map_err(failed("no-new-privileges"))?;
    let mut up: Vec<String> = ["parent-death", "data", "descriptors", "core", "no-new-privileges"].map(str::to_owned).into();
    if files_and_ports().map_err(|error| refused("landlock", &error))? {
        up.push("landlock".to_owned());
    }
    if calls()? {
        up.push("seccomp".to_owned());
    }
    Ok(up)
}

/// Descriptors that an executor may hold: for each file that it is given one more, with which Polars reads it. No more than
/// this process could be given itself.
fn descriptors() -> u64 {
    let wanted = 2 * MAX_FILES + OWN_DESCRIPTORS;
    getrlimit(Resource::Nofile).maximum.map_or(wanted, |hard| hard.min(wanted))
}

/// The most files that a task may be given to read: its descriptors are limited, and the error should say so before the
/// kernel does. Asked in the supervisor, whose own limit executors inherit.
pub(crate) fn files_of_a_task() -> usize {
    (descriptors().saturating_sub(OWN_DESCRIPTORS) / 2) as usize
}

/// Lets this process itself have as many descriptors as an executor has: the command runs a pipeline without one, and a
/// shell allows a tenth of it.
pub fn raise_descriptors() {
    let limit = getrlimit(Resource::Nofile);
    let wanted = descriptors();
    if limit.current.is_some_and(|current| current < wanted) {
        // Where the kernel says no, the files that are too many get its error.
        let _ = setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), ..limit });
    }
}

/// Lets this process open the few files it needs, and no port. `false` where the kernel has no Landlock.
fn files_and_ports() -> Result<bool, RulesetError> {
    let newest = ABI::V6;
    let status = Ruleset::default()
        .handle_access(AccessFs::from_all(newest))?
        .handle_access(AccessNet::from_all(newest))?
        .scope(Scope::from_all(newest))?
        .create()?
        .add_rules(path_beneath_rules(READABLE, AccessFs::from_read(newest)))?
        .restrict_self()?;
    Ok(status.ruleset != RulesetStatus::NotEnforced)
}

/// Refuses the calls above. `false` where the filter does not know the processor.
fn calls() -> Result<bool> {
    let Ok(arch) = TargetArch::try_from(std::env::consts::ARCH) else { return Ok(false) };
    let rules: BTreeMap<i64, _> = REFUSED_CALLS.into_iter().map(|call| (call, Vec::new())).collect();
    let filter = SeccompFilter::new(rules, SeccompAction::Allow, SeccompAction::Errno(libc::EPERM as u32), arch);
    let program = filter.and_then(BpfProgram::try_from).map_err(|error| refused("seccomp", &error))?;
    seccompiler::apply_filter_all_threads(&program).map_err(|error| refused("seccomp", &error))?;
    Ok(true)
}

fn refused(wall: &str, why: &dyn std::fmt::Display) -> Error {
    Error::internal(format!("the kernel refused the wall {wall}: {why}"))
}
