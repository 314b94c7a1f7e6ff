//! The interface `frames` without the care of the SDK: by numbers of handles, whether they were given or not.

use sandtable_guest::prelude::*;

/// What is done with a handle.
#[derive(Clone, Copy, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Call {
    /// An operation on the frame of that number, with the other as an argument.
    Apply,
    Collect,
    Drop,
    Explain,
    /// The input of that number becomes a frame.
    FromInput,
    /// The frame of that number goes to the output of the other.
    Push,
    Schema,
}

/// Calls, and gives what the host wrote first: 0 for a result, 1 for a refusal; and the first number of a result.
#[cfg(target_arch = "wasm32")]
pub(crate) fn call(call: Call, handle: u32, other: u32) -> Result<(u32, u32)> {
    #[link(wasm_import_module = "sandtable:transform/frames@1.0.0")]
    unsafe extern "C" {
        #[link_name = "[method]frame.apply"]
        fn apply(frame: u32, name: *const u8, length: usize, arguments: *const u8, length: usize, frames: *const u32, count: usize, out: *mut u32);
        #[link_name = "[method]frame.collect"]
        fn collect(frame: u32, out: *mut u32);
        #[link_name = "[resource-drop]frame"]
        fn drop_frame(frame: u32);
        #[link_name = "[method]frame.explain"]
        fn explain(frame: u32, out: *mut u32);
        #[link_name = "[static]frame.from-input"]
        fn from_input(input: u32, out: *mut u32);
        #[link_name = "push"]
        fn push(frame: u32, output: u32, out: *mut u32);
        #[link_name = "[method]frame.schema"]
        fn schema(frame: u32, out: *mut u32);
    }
    // Results take seven words at most, and begin at a multiple of eight.
    let mut out = [0_u64; 8];
    let at = out.as_mut_ptr().cast::<u32>();
    let (name, arguments) = ("join", r#"{"args": [{"frame": 0}], "kwargs": {"how": "cross"}}"#);
    // SAFETY: what is pointed to lives until the call returns, and `out` is as large and as aligned as any result.
    unsafe {
        match call {
            Call::Apply => apply(handle, name.as_ptr(), name.len(), arguments.as_ptr(), arguments.len(), &raw const other, 1, at),
            Call::Collect => collect(handle, at),
            Call::Drop => drop_frame(handle),
            Call::Explain => explain(handle, at),
            Call::FromInput => from_input(handle, at),
            Call::Push => push(handle, other, at),
            Call::Schema => schema(handle, at),
        }
    }
    Ok(((out[0] & 0xff) as u32, (out[0] >> 32) as u32))
}

#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn call(_: Call, _: u32, _: u32) -> Result<(u32, u32)> {
    bail!("no-host", "there is no host to call")
}
