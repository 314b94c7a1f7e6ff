//! The world `language`.

use crate::abi::{self, Answer, Description, List};
use crate::program::{Fault, Program};
use crate::tables::Tables;

const TYPE: &[u8] = include_bytes!("../../../../guest-sdk/rust/src/bindings/language.component-type");

/// The component type, for whoever makes a component of this module.
#[used]
#[unsafe(link_section = "component-type:sandtable:language")]
static COMPONENT_TYPE: [u8; TYPE.len()] = *include_bytes!("../../../../guest-sdk/rust/src/bindings/language.component-type");

/// `result<description, error>`.
#[repr(C)]
struct Described {
    tag: u32,
    lists: Description,
}

#[unsafe(export_name = "sandtable:transform/metadata@1.0.0#describe")]
extern "C" fn describe_language() -> *const Description {
    let features = List::of(vec![List::text("frames")]);
    let lists = [List::text("script"), List::text("0.1.0"), List::text("lists of commands"), List::EMPTY, List::EMPTY, List::EMPTY, features, List::EMPTY];
    Box::leak(Box::new(lists))
}

#[unsafe(export_name = "sandtable:transform/source-transform@1.0.0#describe")]
extern "C" fn describe(
    source: *const u8,
    source_len: usize,
    library: *const [List; 2],
    modules: usize,
    options: *const [List; 2],
    set: usize,
) -> *const Described {
    // SAFETY: the host wrote all of them.
    let program = unsafe { Program::read((source, source_len), (library, modules), (options, set)) };
    let described = match program.and_then(|program| program.describe()) {
        Ok(lists) => Described { tag: 0, lists },
        Err(fault) => {
            let [code, message, context] = told(fault);
            let mut lists = [List::EMPTY; 8];
            lists[..3].copy_from_slice(&[code, message, context]);
            Described { tag: 1, lists }
        }
    };
    Box::leak(Box::new(described))
}

#[unsafe(export_name = "sandtable:transform/source-transform@1.0.0#run")]
#[expect(clippy::too_many_arguments, reason = "the canonical ABI spreads records and lists out")]
extern "C" fn run(
    source: *const u8,
    source_len: usize,
    library: *const [List; 2],
    modules: usize,
    options: *const [List; 2],
    set: usize,
    inputs: *const (List, u32),
    count: usize,
    params: *const u8,
    params_len: usize,
    output: u32,
) -> *const Answer {
    // SAFETY: the host wrote all of them.
    let (program, inputs, params) = unsafe {
        let program = Program::read((source, source_len), (library, modules), (options, set));
        (program, abi_slice(inputs, count), String::from_utf8_lossy(abi_slice(params, params_len)))
    };
    // SAFETY: likewise.
    let inputs = inputs.iter().map(|(name, handle)| (unsafe { crate::program::text(name.at, name.len) }, *handle)).collect();
    match program.and_then(|program| program.run(&mut Tables { inputs, output }, &params)) {
        Ok(()) => abi::fine(),
        Err(fault) => {
            let [code, message, context] = told(fault);
            abi::error(code, message, context)
        }
    }
}

fn told(fault: Fault) -> [List; 3] {
    let Fault { code, message, context } = fault;
    [List::text(&code), List::text(&message), List::of(context.iter().map(|line| List::text(line)).collect())]
}

/// # Safety
/// `at` and `len` are a list of the host's.
pub(crate) unsafe fn abi_slice<'a, T>(at: *const T, len: usize) -> &'a [T] {
    // SAFETY: as the caller promises; an empty list may point anywhere.
    if len == 0 { &[] } else { unsafe { std::slice::from_raw_parts(at, len) } }
}
