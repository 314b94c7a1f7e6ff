//! What a guest may list and not use: files and sockets. Runtimes of Python and C import them whole.

use wasmtime::component::types::ComponentItem;
use wasmtime::component::{Component, Linker, ResourceType};
use wasmtime_wasi::filesystem::Descriptor;

use super::LISTED;
use crate::Failure;
use crate::guest::Guest;

/// Stands for every socket and stream of directory entries that does not exist.
struct Refused;

/// Resources of `wasi:io` that the listed interfaces use: defined where they belong.
const BORROWED: [&str; 4] = ["pollable", "input-stream", "output-stream", "error"];

/// Defines, of the listed interfaces, exactly what this component imports: each function ends the call by name.
///
/// # Errors
/// None but a clash with what is defined already.
pub(crate) fn refuse(linker: &mut Linker<Guest>, component: &Component) -> wasmtime::Result<()> {
    let engine = linker.engine().clone();
    for (name, import) in component.component_type().imports(&engine) {
        let interface = name.split_once('@').map_or(name, |(interface, _)| interface);
        let ComponentItem::ComponentInstance(items) = import.ty else { continue };
        if !LISTED.contains(&interface) {
            continue;
        }
        let mut instance = linker.instance(name)?;
        for (item, export) in items.exports(&engine) {
            match export.ty {
                ComponentItem::ComponentFunc(_) => {
                    let capability = format!("{interface}.{item}");
                    instance.func_new(item, move |mut store, _, _, _| {
                        let failure = Failure::Refused { capability: capability.clone() };
                        Err(store.data_mut().stop(failure))
                    })?;
                }
                // The type that the list of preopened directories names, which is the library's.
                ComponentItem::Resource(_) if item == "descriptor" => {
                    instance.resource(item, ResourceType::host::<Descriptor>(), |_, _| Ok(()))?;
                }
                ComponentItem::Resource(_) if !BORROWED.contains(&item) => {
                    instance.resource(item, ResourceType::host::<Refused>(), |_, _| Ok(()))?;
                }
                _ => {}
            }
        }
    }
    Ok(())
}
