//! Components written by hand: a whole-table transform whose every part a test can replace.

use sandtable_sandbox::Transform;

use crate::support::accepted;

/// Pieces of a component in the text format, each with a harmless default.
#[derive(Default)]
pub(crate) struct Handmade {
    /// What is imported of `tables`, beside its resources `$in` and `$out`.
    pub(crate) tables: &'static str,
    /// Imports of the component, beside `tables`.
    pub(crate) imports: &'static str,
    /// Core functions out of those imports: `(core func $name (canon lower …))`.
    pub(crate) lowered: &'static str,
    /// What the core module is instantiated with.
    pub(crate) with: &'static str,
    /// Imports of the core module.
    pub(crate) core_imports: &'static str,
    /// Memory, tables, globals, functions of the core module; a memory of one page when empty.
    pub(crate) items: &'static str,
    /// The beginning of `describe`.
    pub(crate) describe: &'static str,
    /// The beginning of the allocator.
    pub(crate) realloc: &'static str,
    /// The beginning of `run`: parameters 0 to 4 are the inputs' and parameters' pointers and lengths, and the output.
    pub(crate) run: &'static str,
}

impl Handmade {
    /// The component.
    pub(crate) fn wasm(&self) -> Vec<u8> {
        let Self { tables, imports, lowered, with, core_imports, items, describe, realloc, run } = self;
        let items = if items.contains("(memory") { (*items).to_owned() } else { format!("(memory $memory (export \"memory\") 2) {items}") };
        // A description is sixteen words at 1024: the pointers and lengths of eight strings and lists.
        let text = format!(
            r#"(component
                (import "sandtable:transform/tables@1.0.0" (instance $tables
                    (export "input" (type $in (sub resource))) (export "output" (type $out (sub resource)))
                    {tables}))
                (alias export $tables "input" (type $input))
                (alias export $tables "output" (type $output))
                {imports}
                (core module $libc (memory (export "memory") 2))
                (core instance $libc (instantiate $libc))
                (core module $libc-alloc (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 49152)))
                (core instance $libc-alloc (instantiate $libc-alloc))
                {lowered}
                (core module $guest
                    {core_imports}
                    {items}
                    (global $next (mut i32) (i32.const 4096))
                    (func $realloc (export "realloc") (param i32 i32 i32 i32) (result i32)
                        {realloc}
                        (global.set $next (i32.and (i32.add (global.get $next) (i32.const 15)) (i32.const -16)))
                        (global.get $next)
                        (global.set $next (i32.add (global.get $next) (local.get 3))))
                    (func $describe (export "describe") (result i32) {describe} (i32.const 1024))
                    (func $run (export "run") (param i32 i32 i32 i32 i32) (result i32) {run} (i32.const 2048))
                    (data (i32.const 1024) "\00\02\00\00\04\00\00\00\04\02\00\00\05\00\00\00")
                    (data (i32.const 512) "evil1.0.0"))
                (core instance $core (instantiate $guest {with}))
                (type $column' (record (field "name" string) (field "type" string) (field "required" bool) (field "description" string)))
                (export $column "column-spec" (type $column'))
                (type $in' (record (field "name" string) (field "description" string) (field "columns" (list $column))))
                (export $in "input-spec" (type $in'))
                (type $d' (record (field "name" string) (field "version" string) (field "summary" string) (field "inputs" (list $in))
                    (field "params" string) (field "output" (list $column)) (field "features" (list string)) (field "extra" (list (tuple string string)))))
                (export $d "description" (type $d'))
                (type $e' (record (field "code" string) (field "message" string) (field "context" (list string))))
                (export $e "error" (type $e'))
                (func $describe (result $d) (canon lift (core func $core "describe") (memory (core memory $core "memory")) (realloc (core func $core "realloc"))))
                (func $run (param "inputs" (list (tuple string (own $input)))) (param "params" string) (param "output" (own $output))
                    (result (result (error $e)))
                    (canon lift (core func $core "run") (memory (core memory $core "memory")) (realloc (core func $core "realloc"))))
                (instance $metadata (export "describe" (func $describe)))
                (instance $transform (export "run" (func $run)))
                (export "sandtable:transform/metadata@1.0.0" (instance $metadata))
                (export "sandtable:transform/table-transform@1.0.0" (instance $transform)))"#
        );
        wat::parse_str(&text).unwrap_or_else(|error| panic!("{error}"))
    }

    /// Checked and ready.
    pub(crate) fn transform(&self) -> Transform {
        accepted(&self.wasm()).1
    }
}
