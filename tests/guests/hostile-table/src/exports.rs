//! The world `table`, and which deed is asked for.

use serde_json::Value;

use crate::abi::{self, Answer, Description, List};
use crate::deeds::{self, Tables};

const TYPE: &[u8] = include_bytes!("../../../../guest-sdk/rust/src/bindings/table.component-type");

/// The component type, for whoever makes a component of this module.
#[used]
#[unsafe(link_section = "component-type:sandtable:table")]
static COMPONENT_TYPE: [u8; TYPE.len()] = *include_bytes!("../../../../guest-sdk/rust/src/bindings/table.component-type");

#[unsafe(export_name = "sandtable:transform/metadata@1.0.0#describe")]
extern "C" fn describe() -> *const Description {
    abi::description("hostile-table")
}

#[unsafe(export_name = "sandtable:transform/table-transform@1.0.0#run")]
extern "C" fn run(inputs: *const (List, u32), count: usize, params: *const u8, params_len: usize, output: u32) -> *const Answer {
    // SAFETY: the host wrote both lists.
    let (inputs, params) = unsafe { (std::slice::from_raw_parts(inputs, count), std::slice::from_raw_parts(params, params_len)) };
    let params: Value = match serde_json::from_slice(params) {
        Ok(params) => params,
        Err(error) => return abi::error(List::text("params"), List::text(&error.to_string()), List::EMPTY),
    };
    let tables = Tables { input: inputs.first().map_or(0, |(_, handle)| *handle), output };
    match deeds::perform(&tables, &params) {
        Ok(answer) => answer,
        Err(error) => abi::error(List::text("params"), List::text(&error.to_string()), List::EMPTY),
    }
}

#[unsafe(export_name = "cabi_post_sandtable:transform/table-transform@1.0.0#run")]
extern "C" fn run_done(_: *const Answer) {
    abi::afterwards();
}
