//! The exports of a guest. `register!` names them; what they do is here.

#[cfg(target_arch = "wasm32")]
pub mod exports;

/// Makes a type the transform of this guest. Once in a crate whose type is `cdylib`.
///
/// `register!(rows MyType)` for a [`RowTransform`](crate::RowTransform), `register!(table MyType)` for a
/// [`TableTransform`](crate::TableTransform). Outside of wasm it only checks the type.
#[macro_export]
macro_rules! register {
    (rows $transform:ty) => {
        const _: fn() = || {
            fn check<T: $crate::RowTransform>() {}
            check::<$transform>();
        };
        $crate::__register_common!(RowsGuest, $transform, ROWS_TYPE, "rows");

        #[cfg(target_arch = "wasm32")]
        const _: () = {
            use $crate::__private::exports;

            impl exports::RowsRegistration for SandtableRegistration {
                fn with_state<R>(act: impl FnOnce(&mut ::std::option::Option<exports::Prepared<$transform>>) -> R) -> R {
                    ::std::thread_local! {
                        static STATE: ::std::cell::RefCell<::std::option::Option<exports::Prepared<$transform>>> =
                            const { ::std::cell::RefCell::new(::std::option::Option::None) };
                    }
                    STATE.with_borrow_mut(act)
                }
            }

            #[unsafe(export_name = "sandtable:transform/row-transform@1.0.0#prepare")]
            unsafe extern "C" fn prepare(fields: *mut u8, field_count: usize, params: *mut u8, params_len: usize) -> *mut u8 {
                // SAFETY: the arguments are passed on as the host gave them.
                unsafe { exports::prepare::<SandtableRegistration>(fields, field_count, params, params_len) }
            }

            #[unsafe(export_name = "cabi_post_sandtable:transform/row-transform@1.0.0#prepare")]
            unsafe extern "C" fn prepare_done(answer: *mut u8) {
                // SAFETY: the host gives back what `prepare` returned.
                unsafe { exports::prepare_done::<SandtableRegistration>(answer) }
            }

            #[unsafe(export_name = "sandtable:transform/row-transform@1.0.0#apply")]
            unsafe extern "C" fn apply(rows: u32, arrays: *mut exports::RawArray, count: usize) -> *mut exports::Applied {
                // SAFETY: the arguments are passed on as the host gave them.
                unsafe { exports::apply::<SandtableRegistration>(rows, arrays, count) }
            }

            #[unsafe(export_name = "cabi_post_sandtable:transform/row-transform@1.0.0#apply")]
            unsafe extern "C" fn apply_done(answer: *mut exports::Applied) {
                // SAFETY: the host gives back what `apply` returned.
                unsafe { exports::free_applied(answer) }
            }
        };
    };
    (table $transform:ty) => {
        const _: fn() = || {
            fn check<T: $crate::TableTransform>() {}
            check::<$transform>();
        };
        $crate::__register_common!(TableGuest, $transform, TABLE_TYPE, "table-frames");

        #[cfg(target_arch = "wasm32")]
        const _: () = {
            use $crate::__private::exports;

            #[unsafe(export_name = "sandtable:transform/table-transform@1.0.0#run")]
            unsafe extern "C" fn run(inputs: *mut u8, input_count: usize, params: *mut u8, params_len: usize, output: i32) -> *mut u8 {
                // SAFETY: the arguments are passed on as the host gave them.
                unsafe { exports::run::<SandtableRegistration>(inputs, input_count, params, params_len, output) }
            }

            #[unsafe(export_name = "cabi_post_sandtable:transform/table-transform@1.0.0#run")]
            unsafe extern "C" fn run_done(answer: *mut u8) {
                // SAFETY: the host gives back what `run` returned.
                unsafe { exports::run_done::<SandtableRegistration>(answer) }
            }
        };
    };
}

/// What both kinds of guests export.
#[doc(hidden)]
#[macro_export]
macro_rules! __register_common {
    ($guest:ident, $transform:ty, $bytes:ident, $world:literal) => {
        #[cfg(target_arch = "wasm32")]
        struct SandtableRegistration;

        #[cfg(target_arch = "wasm32")]
        const _: () = {
            use $crate::__private::exports;

            impl exports::Registration for SandtableRegistration {
                type Transform = $transform;
                const PACKAGE: $crate::__private::Package = $crate::__private::Package {
                    name: ::std::env!("CARGO_PKG_NAME"),
                    version: ::std::env!("CARGO_PKG_VERSION"),
                    summary: ::std::env!("CARGO_PKG_DESCRIPTION"),
                };
            }

            /// The component type, for whoever makes a component of this module.
            #[used]
            #[unsafe(link_section = concat!("component-type:sandtable:", $world))]
            static COMPONENT_TYPE: [u8; exports::$bytes.len()] = *exports::$bytes;

            #[unsafe(export_name = "cabi_realloc")]
            unsafe extern "C" fn cabi_realloc(old: *mut u8, old_size: usize, align: usize, size: usize) -> *mut u8 {
                // SAFETY: the arguments are passed on as the host gave them.
                unsafe { exports::cabi_realloc(old, old_size, align, size) }
            }

            #[unsafe(export_name = "sandtable:transform/metadata@1.0.0#describe")]
            unsafe extern "C" fn describe() -> *mut u8 {
                // SAFETY: called by the host, as an export.
                unsafe { exports::describe::<exports::$guest<SandtableRegistration>>() }
            }

            #[unsafe(export_name = "cabi_post_sandtable:transform/metadata@1.0.0#describe")]
            unsafe extern "C" fn describe_done(answer: *mut u8) {
                // SAFETY: the host gives back what `describe` returned.
                unsafe { exports::describe_done::<exports::$guest<SandtableRegistration>>(answer) }
            }
        };
    };
}
