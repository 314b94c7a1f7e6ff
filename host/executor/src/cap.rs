//! The memory cap of an executor: an allocator that counts, and ends the process when it would hand out too much.
//!
//! Native work (decoding a file, a join) is not bounded by wasm's limits. A failed allocation in Rust aborts without a
//! word; this one leaves with an exit code of its own, which the supervisor reads as `RESOURCE_CAP`.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::sync::atomic::{AtomicIsize, Ordering};

/// The allocator that is counted, for whoever tells how this is built.
pub const INNER: &str = "the system's";

/// The exit code of a process that reached its cap.
pub const EXIT_CAP: i32 = 73;

/// How far a thread's own count may run before it is added to the common one: cheap counting, a little slack.
const SLACK: isize = 256 * 1024;

static IN_USE: AtomicIsize = AtomicIsize::new(0);
static CAP: AtomicIsize = AtomicIsize::new(isize::MAX);

thread_local! {
    // Const and without a destructor: using it allocates nothing, so the allocator may.
    static PENDING: Cell<isize> = const { Cell::new(0) };
}

/// Sets the cap of this process. Before it is called nothing is refused.
pub fn set_cap_bytes(bytes: u64) {
    CAP.store(isize::try_from(bytes).unwrap_or(isize::MAX), Ordering::Relaxed);
}

/// Bytes that the allocator has handed out, give or take 256 KiB a thread.
pub fn in_use_bytes() -> u64 {
    u64::try_from(IN_USE.load(Ordering::Relaxed)).unwrap_or(0)
}

/// The system's allocator, counted. Under the pipelines of the benches mimalloc 0.1 (3.x inside) took up to twice the CPU
/// time, nearly all of the rest in the kernel, and more memory; jemalloc took the same time.
pub struct CappedAllocator;

// SAFETY: every call goes to `System` with the caller's own arguments, so its contract is kept; counting touches only
// an atomic and a const thread-local without destructor, neither of which allocates or unwinds.
unsafe impl GlobalAlloc for CappedAllocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as isize);
        // SAFETY: the caller keeps `alloc`'s contract.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as isize);
        // SAFETY: the caller keeps `alloc_zeroed`'s contract.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(-(layout.size() as isize));
        // SAFETY: the caller keeps `dealloc`'s contract, and `pointer` came from `System`.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        count(new_size as isize - layout.size() as isize);
        // SAFETY: the caller keeps `realloc`'s contract, and `pointer` came from `System`.
        unsafe { System.realloc(pointer, layout, new_size) }
    }
}

fn count(bytes: isize) {
    // A thread that is being torn down has no cell any more: its last few bytes are counted at once.
    let pending = PENDING.try_with(|cell| {
        let pending = cell.get() + bytes;
        let flush = pending.abs() > SLACK;
        cell.set(if flush { 0 } else { pending });
        if flush { pending } else { 0 }
    });
    let flushed = pending.unwrap_or(bytes);
    if flushed != 0 {
        let in_use = IN_USE.fetch_add(flushed, Ordering::Relaxed) + flushed;
        if flushed > 0 && in_use > CAP.load(Ordering::Relaxed) {
            leave();
        }
    }
}

#[cold]
fn leave() -> ! {
    // Nothing here may allocate. The supervisor makes the message.
    // SAFETY: `_exit` has no preconditions; it ends the process without running destructors.
    unsafe { libc::_exit(EXIT_CAP) }
}
