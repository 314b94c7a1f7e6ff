//! The world `rows`, and what it does by name.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::Deserialize;
use serde_json::Value;

use crate::abi::{self, Answer, Array, Batch, Description, Field, List};
use crate::script::{self, BatchScript, FieldScript};

const TYPE: &[u8] = include_bytes!("../../../../guest-sdk/rust/src/bindings/rows.component-type");

/// The component type, for whoever makes a component of this module.
#[used]
#[unsafe(link_section = "component-type:sandtable:rows")]
static COMPONENT_TYPE: [u8; TYPE.len()] = *include_bytes!("../../../../guest-sdk/rust/src/bindings/rows.component-type");

/// What `prepare` was told.
static PARAMS: Mutex<Value> = Mutex::new(Value::Null);

/// What `prepare` gives: `result<schema, error>`, of which the first case holds one list.
#[repr(C)]
pub(crate) struct Prepared {
    tag: u32,
    fields: List,
    _room: [List; 2],
}

#[unsafe(export_name = "sandtable:transform/metadata@1.0.0#describe")]
extern "C" fn describe() -> *const Description {
    abi::description("hostile-rows")
}

#[unsafe(export_name = "sandtable:transform/row-transform@1.0.0#prepare")]
extern "C" fn prepare(fields: *const Field, count: usize, params: *const u8, params_len: usize) -> *const Answer {
    // SAFETY: the host wrote it.
    let params = unsafe { std::slice::from_raw_parts(params, params_len) };
    let params: Value = match serde_json::from_slice(params) {
        Ok(params) => params,
        Err(error) => return no("params", &error.to_string()),
    };
    match params["evil"].as_str().unwrap_or("none") {
        "spin-prepare" => abi::spin(),
        "trap-prepare" => std::arch::wasm32::unreachable(),
        "refuse" => return no("refused", "it will not"),
        _ => {}
    }
    let given = List { at: fields.cast(), len: count };
    let schema = match Option::<Vec<FieldScript>>::deserialize(&params["schema"]) {
        Ok(script) => script.map_or(given, |script| script::schema(&script)),
        Err(error) => return no("params", &error.to_string()),
    };
    *PARAMS.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = params;
    let prepared = Box::leak(Box::new(Prepared { tag: 0, fields: schema, _room: [List::EMPTY; 2] }));
    std::ptr::from_ref(prepared).cast()
}

#[unsafe(export_name = "sandtable:transform/row-transform@1.0.0#apply")]
extern "C" fn apply(rows: u32, arrays: *const Array, count: usize) -> *const Batch {
    static BATCHES: AtomicU64 = AtomicU64::new(0);
    let before = BATCHES.fetch_add(1, Ordering::Relaxed);
    let params = PARAMS.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
    let given = List { at: arrays.cast(), len: count };
    let by = params["by"].as_u64().unwrap_or(1) as u32;
    let after = params["after"].as_u64().unwrap_or(0);
    let evil = if before >= after { params["evil"].as_str().unwrap_or("none") } else { "none" };
    match evil {
        "spin-apply" => abi::spin(),
        "spin-afterwards" => abi::spin_afterwards(),
        "trap-apply" => std::arch::wasm32::unreachable(),
        "count" => abi::log(&format!("batches seen by this instance: {}", before + 1)),
        "fail" => return failed("failed", "a batch that it does not like"),
        "more-rows" => return gives(rows.wrapping_add(by), given),
        "fewer-rows" => return gives(rows.wrapping_sub(by), given),
        "no-arrays" => return gives(rows, List::EMPTY),
        "give" => {
            return match BatchScript::deserialize(&params["batch"]) {
                Ok(batch) if batch.times == 1 => gives(batch.rows, script::arrays(&batch)),
                Ok(_) => failed("params", "one batch in, one batch out"),
                Err(error) => failed("params", &error.to_string()),
            };
        }
        "not-a-case" => return Box::leak(Box::new(Batch { tag: 9, rows, arrays: given })),
        _ => {}
    }
    gives(rows, given)
}

#[unsafe(export_name = "cabi_post_sandtable:transform/row-transform@1.0.0#apply")]
extern "C" fn apply_done(_: *const Batch) {
    abi::afterwards();
}

fn no(code: &str, message: &str) -> *const Answer {
    abi::error(List::text(code), List::text(message), List::EMPTY)
}

fn gives(rows: u32, arrays: List) -> *const Batch {
    Box::leak(Box::new(Batch { tag: 0, rows, arrays }))
}

/// `result<batch, error>`, the second case: it begins four bytes in, as the first one does.
#[repr(C)]
struct Failed {
    tag: u32,
    code: List,
    message: List,
    context: List,
}

fn failed(code: &str, message: &str) -> *const Batch {
    let failed = Failed { tag: 1, code: List::text(code), message: List::text(message), context: List::EMPTY };
    std::ptr::from_ref(Box::leak(Box::new(failed))).cast()
}
