//! What generated bindings expect of their runtime, and the allocator hook that the host calls.

#[cfg(target_arch = "wasm32")]
use std::alloc::realloc;
use std::alloc::{Layout, alloc, dealloc, handle_alloc_error};
use std::ptr::{self, NonNull};

/// Runs static constructors, once. Without a call to `__wasm_call_ctors` the linker would run them on each export.
#[cfg(target_arch = "wasm32")]
pub(crate) fn run_ctors_once() {
    use std::sync::Once;

    unsafe extern "C" {
        fn __wasm_call_ctors();
    }
    static RUN: Once = Once::new();
    // SAFETY: the linker makes this function for every module, and it is called once, before any guest code.
    RUN.call_once(|| unsafe { __wasm_call_ctors() });
}

/// The canonical ABI's allocator. The host calls it for everything that it passes to the guest, and the SDK frees what
/// it got as a `Vec` or `String` of the same size and alignment.
///
/// # Safety
/// `old` must come from this function with the same `align` and a size of `old_size`, or `old_size` must be 0; `align`
/// must be a power of two.
#[cfg(target_arch = "wasm32")]
pub(crate) unsafe fn cabi_realloc(old: *mut u8, old_size: usize, align: usize, new_size: usize) -> *mut u8 {
    if old_size == 0 && new_size == 0 {
        return ptr::without_provenance_mut(align);
    }
    // No formatting here: a host call would be refused while the host is still passing arguments.
    let Ok(layout) = Layout::from_size_align(if old_size == 0 { new_size } else { old_size }, align) else { std::arch::wasm32::unreachable() };
    let new = if old_size == 0 {
        // SAFETY: `new_size` is not 0, since both are not.
        unsafe { alloc(layout) }
    } else {
        // SAFETY: `old` has this layout as the caller promises; the ABI never shrinks to nothing.
        unsafe { realloc(old, layout, new_size) }
    };
    if new.is_null() { std::arch::wasm32::unreachable() } else { new }
}

/// A block of memory for lowered arguments, freed on drop.
pub(crate) struct Cleanup {
    ptr: NonNull<u8>,
    layout: Layout,
}

impl Cleanup {
    pub(crate) fn new(layout: Layout) -> (*mut u8, Option<Self>) {
        if layout.size() == 0 {
            return (ptr::null_mut(), None);
        }
        // SAFETY: the size is not 0.
        let Some(ptr) = NonNull::new(unsafe { alloc(layout) }) else { handle_alloc_error(layout) };
        (ptr.as_ptr(), Some(Self { ptr, layout }))
    }

    /// Leaves the block to whoever holds the pointer.
    pub(crate) fn forget(self) {
        std::mem::forget(self);
    }
}

impl Drop for Cleanup {
    fn drop(&mut self) {
        // SAFETY: allocated in `new` with this layout, and not freed since: `forget` skips this.
        unsafe { dealloc(self.ptr.as_ptr(), self.layout) }
    }
}
