//! Behind each exported function: lift the arguments, call the transform, lower the answer.

use std::marker::PhantomData;
use std::panic;
use std::sync::Once;

use crate::bindings::{self, exports, types};
use crate::describe::Package;
use crate::host::{Sink, Source, log};
use crate::table::{Inputs, Output};
use crate::{Error, Level, RowTransform, TableTransform, params, raw, rows};

pub use crate::raw::{Applied, RawArray, free_applied};
pub use crate::rows::Prepared;

/// The component type of a row transform.
pub const ROWS_TYPE: &[u8; include_bytes!("../bindings/rows.component-type").len()] = include_bytes!("../bindings/rows.component-type");
/// The component type of a whole-table transform. What it does not use of native frames is not in its component.
pub const TABLE_TYPE: &[u8; include_bytes!("../bindings/table-frames.component-type").len()] = include_bytes!("../bindings/table-frames.component-type");

/// What `register!` knows of the author's crate.
pub trait Registration: 'static {
    /// The author's type.
    type Transform;
    /// What Cargo says.
    const PACKAGE: Package;
}

/// A registered row transform.
pub trait RowsRegistration: Registration<Transform: RowTransform> {
    /// Lends the prepared transform of this instance.
    fn with_state<R>(act: impl FnOnce(&mut Option<Prepared<Self::Transform>>) -> R) -> R;
}

/// The exports of a row transform.
pub struct RowsGuest<R>(PhantomData<R>);

/// The exports of a whole-table transform.
pub struct TableGuest<R>(PhantomData<R>);

impl<R: Registration<Transform: RowTransform>> exports::metadata::Guest for RowsGuest<R> {
    fn describe() -> types::Description {
        report_panics();
        rows::describe::<R::Transform>().into_wire(&R::PACKAGE)
    }
}

impl<R: RowsRegistration> exports::row_transform::Guest for RowsGuest<R> {
    fn prepare(input: Vec<types::Field>, params: String) -> Result<Vec<types::Field>, types::Error> {
        report_panics();
        let (prepared, output) = Prepared::new(input, &params).map_err(Error::into_wire)?;
        R::with_state(|state| *state = Some(prepared));
        Ok(output)
    }
}

impl<R: Registration<Transform: TableTransform>> exports::metadata::Guest for TableGuest<R> {
    fn describe() -> types::Description {
        report_panics();
        R::Transform::describe().into_wire(&R::PACKAGE)
    }
}

impl<R: Registration<Transform: TableTransform>> exports::table_transform::Guest for TableGuest<R> {
    fn run(inputs: Vec<(String, bindings::Input)>, params: String, output: bindings::Output) -> Result<(), types::Error> {
        report_panics();
        let run = || {
            let inputs = Inputs::new(inputs.into_iter().map(|(name, input)| (name, Source(input))))?;
            R::Transform::run(inputs, params::read(&params)?, Output::new(Sink(output)))
        };
        run().map_err(Error::into_wire)
    }
}

/// # Safety
/// For the export of that name only.
pub unsafe fn describe<G: exports::metadata::Guest>() -> *mut u8 {
    // SAFETY: called by the host, as the caller promises.
    unsafe { exports::metadata::_export_describe_cabi::<G>() }
}

/// # Safety
/// `answer` must come from [`describe`], and not be used again.
pub unsafe fn describe_done<G: exports::metadata::Guest>(answer: *mut u8) {
    // SAFETY: as the caller promises.
    unsafe { exports::metadata::__post_return_describe::<G>(answer) }
}

/// # Safety
/// The arguments must be the host's.
pub unsafe fn prepare<R: RowsRegistration>(fields: *mut u8, field_count: usize, params: *mut u8, params_len: usize) -> *mut u8 {
    // SAFETY: as the caller promises.
    unsafe { exports::row_transform::_export_prepare_cabi::<RowsGuest<R>>(fields, field_count, params, params_len) }
}

/// # Safety
/// `answer` must come from [`prepare`], and not be used again.
pub unsafe fn prepare_done<R: RowsRegistration>(answer: *mut u8) {
    // SAFETY: as the caller promises.
    unsafe { exports::row_transform::__post_return_prepare::<RowsGuest<R>>(answer) }
}

/// # Safety
/// The arguments must be the host's.
pub unsafe fn apply<R: RowsRegistration>(rows: u32, arrays: *mut RawArray, count: usize) -> *mut Applied {
    bindings::runtime::run_ctors_once();
    // SAFETY: as the caller promises.
    let batch = unsafe { raw::lift_batch(rows, arrays, count) };
    let answer = R::with_state(|state| match state {
        Some(prepared) => prepared.apply(batch),
        None => Err(Error::new("not-prepared", "`apply` was called before `prepare`")),
    });
    raw::applied(answer)
}

/// # Safety
/// The arguments must be the host's.
pub unsafe fn run<R: Registration<Transform: TableTransform>>(inputs: *mut u8, input_count: usize, params: *mut u8, params_len: usize, output: i32) -> *mut u8 {
    // SAFETY: as the caller promises.
    unsafe { exports::table_transform::_export_run_cabi::<TableGuest<R>>(inputs, input_count, params, params_len, output) }
}

/// # Safety
/// `answer` must come from [`run`], and not be used again.
pub unsafe fn run_done<R: Registration<Transform: TableTransform>>(answer: *mut u8) {
    // SAFETY: as the caller promises.
    unsafe { exports::table_transform::__post_return_run::<TableGuest<R>>(answer) }
}

/// # Safety
/// For the export of that name only.
pub unsafe fn cabi_realloc(old: *mut u8, old_size: usize, align: usize, size: usize) -> *mut u8 {
    // SAFETY: the host follows the canonical ABI, which is what the callee asks for.
    unsafe { bindings::runtime::cabi_realloc(old, old_size, align, size) }
}

/// A panic ends in a trap, which says nothing: tell the message first.
fn report_panics() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| panic::set_hook(Box::new(|info| log(Level::Error, &info.to_string()))));
}
