//! What a component is made of, read without compiling it: its layer, its size, its imports and exports.

use sandtable_core::description::Kind;
use sandtable_core::text;
use wasmparser::{Encoding, Parser, Payload, Validator, WasmFeatures};

use super::{Problem, Report, nesting};
use crate::engine::MAX_TABLE_ELEMENTS;
use crate::linker::{OWN_IMPORTS, PACKAGE, VERSION};
use crate::{SandboxConfig, wasi};

/// What every wasm begins with.
const MAGIC: &[u8] = b"\0asm";
/// The version of modules, and the layer and version of components.
const MODULE_VERSION: &[u8] = &[1, 0, 0, 0];
/// Core modules and components inside the component.
const MAX_PARTS: u32 = 1_000;
/// The longest body of one function. Compiling it takes memory in proportion; CPython's longest has 200 KB.
const MAX_FUNCTION_BYTES: usize = 1 << 20;
/// All that a component's outermost layer may import and export.
const MAX_NAMES: usize = 1_000;
/// Of those, how many are told, and how many bytes of each. No component that is taken comes near.
const MAX_NAMES_TOLD: usize = 200;
const MAX_NAME_BYTES_TOLD: usize = 200;

/// What a component may be built for, each by the interface that it exports then.
const MAINS: [(&str, Kind); 3] = [("table-transform", Kind::Table), ("row-transform", Kind::Rows), ("source-transform", Kind::Language)];

/// The interface of native frames, and the feature that asks for them.
const FRAMES: &str = "frames";

/// What is wrong with a component that uses native frames and whose description does not ask for them.
pub(super) fn undeclared(imports: &[String], features: &[String]) -> Option<Problem> {
    let name = imports.iter().find(|name| own(name).is_some_and(|(interface, _)| interface == FRAMES))?;
    if features.iter().any(|feature| feature == FRAMES) {
        return None;
    }
    let name = text::sanitize(name, MAX_NAME_BYTES_TOLD);
    Some(Problem::new("undeclared-feature", format!("it imports {name}, and its description does not ask for the feature {FRAMES}, which must be granted")))
}

/// Looks, and fills in what the report says of imports, exports and kind.
pub(super) fn look(wasm: &[u8], config: &SandboxConfig, report: &mut Report) -> Vec<Problem> {
    if let Some(problem) = kind_of_bytes(wasm, config) {
        return vec![problem];
    }
    let layout = match Layout::read(wasm) {
        Ok(layout) => layout,
        Err(error) => return vec![Problem::new("invalid", format!("it is no valid component: {error}"))],
    };
    let mut problems = layout.too_complex(config);
    if problems.is_empty() {
        problems.extend(features(wasm));
    }
    report.kind = layout.kind();
    problems.extend(layout.imports_problems());
    problems.extend(layout.exports_problems());
    report.imports = told(&layout.imports);
    report.exports = told(&layout.exports);
    problems
}

/// Names are an uploader's own text.
fn told(names: &[String]) -> Vec<String> {
    names.iter().take(MAX_NAMES_TOLD).map(|name| text::sanitize(name, MAX_NAME_BYTES_TOLD)).collect()
}

fn kind_of_bytes(wasm: &[u8], config: &SandboxConfig) -> Option<Problem> {
    let size = wasm.len() as u64;
    if size > config.max_component_bytes {
        return Some(Problem::new("too-large", format!("it has {size} bytes, at most {} are taken", config.max_component_bytes)));
    }
    if !wasm.starts_with(MAGIC) {
        // Compiled code is an ELF file. It is told apart only to say so: nothing of a user's is ever loaded as one.
        let what = if wasm.starts_with(b"\x7fELF") { "an ELF file, such as precompiled code" } else { "no WebAssembly" };
        return Some(Problem::new("not-wasm", format!("it is {what}; a component of the WebAssembly component model is wanted")));
    }
    if wasm[MAGIC.len()..].starts_with(MODULE_VERSION) {
        return Some(Problem::new(
            "core-module",
            "it is a core module; a component is wanted: build for wasm32-wasip2, or make a component of it (`wasm-tools component new`)",
        ));
    }
    None
}

/// Counts and names of a component.
#[derive(Default)]
struct Layout {
    imports: Vec<String>,
    exports: Vec<String>,
    parts: u32,
    functions: u64,
    longest_function: usize,
    largest_table: u64,
    deepest_type: usize,
}

impl Layout {
    fn read(wasm: &[u8]) -> wasmparser::Result<Self> {
        let mut layout = Self::default();
        // How many modules and components are open around what is read. Names count in the outermost only.
        let mut depth = 0_u32;
        for payload in Parser::new(0).parse_all(wasm) {
            match payload? {
                Payload::Version { encoding: Encoding::Module | Encoding::Component, .. } => depth += 1,
                Payload::End(_) => depth -= 1,
                Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => layout.parts += 1,
                Payload::FunctionSection(section) => layout.functions += u64::from(section.count()),
                Payload::CodeSectionEntry(body) => layout.longest_function = layout.longest_function.max(body.range().len()),
                Payload::TableSection(section) => {
                    for table in section {
                        layout.largest_table = layout.largest_table.max(table?.ty.initial);
                    }
                }
                Payload::ComponentTypeSection(section) => {
                    let range = section.range();
                    // Not through the section's own reader, which calls itself for each level.
                    layout.deepest_type = layout.deepest_type.max(nesting::depth(&wasm[range.clone()], range.start)?);
                }
                Payload::ComponentImportSection(section) if depth == 1 => {
                    for import in section.into_iter().take((MAX_NAMES + 1).saturating_sub(layout.imports.len())) {
                        layout.imports.push(import?.name.name.to_owned());
                    }
                }
                Payload::ComponentExportSection(section) if depth == 1 => {
                    for export in section.into_iter().take((MAX_NAMES + 1).saturating_sub(layout.exports.len())) {
                        layout.exports.push(export?.name.name.to_owned());
                    }
                }
                _ => {}
            }
        }
        Ok(layout)
    }

    fn too_complex(&self, config: &SandboxConfig) -> Vec<Problem> {
        let checks = [
            ("modules and components", u64::from(self.parts), u64::from(MAX_PARTS)),
            ("functions", self.functions, u64::from(config.max_functions)),
            ("bytes in one function", self.longest_function as u64, MAX_FUNCTION_BYTES as u64),
            ("imports", self.imports.len() as u64, MAX_NAMES as u64),
            ("exports", self.exports.len() as u64, MAX_NAMES as u64),
            ("levels of types in types", self.deepest_type as u64, nesting::MAX_DEPTH as u64),
        ];
        let over = checks.into_iter().filter(|(_, found, most)| found > most);
        let mut problems: Vec<_> =
            over.map(|(what, found, most)| Problem::new("too-complex", format!("it has {found} {what}, at most {most} are taken"))).collect();
        // The pool would refuse it too, in its own words.
        let (found, most) = (self.largest_table, MAX_TABLE_ELEMENTS as u64);
        if found > most {
            problems.push(Problem::new("too-large", format!("it needs {found} elements in a table, at most {most} are given")));
        }
        problems
    }

    /// Which world it exports for, when that is clear.
    fn kind(&self) -> Option<Kind> {
        match self.mains()[..] {
            [(_, kind)] => Some(kind),
            _ => None,
        }
    }

    fn mains(&self) -> Vec<(&'static str, Kind)> {
        MAINS.into_iter().filter(|(interface, _)| self.exports_own(interface)).collect()
    }

    fn exports_own(&self, interface: &str) -> bool {
        self.exports.iter().any(|name| own(name).is_some_and(|(found, version)| found == interface && fits(version)))
    }

    fn imports_problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for name in &self.imports {
            if let Some((interface, version)) = own(name) {
                if OWN_IMPORTS.contains(&interface) && !fits(version) {
                    problems.push(wrong_version(name));
                } else if !OWN_IMPORTS.contains(&interface) {
                    problems.push(refused(name, &format!("of {PACKAGE} there are {}", text::list(OWN_IMPORTS, 10))));
                } else if interface == "tables" && self.kind() == Some(Kind::Rows) {
                    problems.push(refused(name, "a row-by-row transform sees no tables"));
                } else if interface == FRAMES && self.kind() == Some(Kind::Rows) {
                    problems.push(refused(name, "a row-by-row transform has no native frames"));
                }
                continue;
            }
            let (interface, version) = name.split_once('@').unwrap_or((name, ""));
            let known = wasi::LINKED.contains(&interface) || wasi::LISTED.contains(&interface);
            if !known {
                let groups = "cli, clocks, filesystem, io, random, sockets";
                problems.push(refused(name, &format!("allowed are {PACKAGE}… and wasi:… 0.2 ({groups})")));
            } else if !version.starts_with("0.2.") {
                problems.push(Problem::new("wrong-version", format!("it imports {name}; of wasi:, version 0.2 is there")));
            }
        }
        problems
    }

    fn exports_problems(&self) -> Vec<Problem> {
        let mut problems: Vec<_> =
            self.exports.iter().filter(|name| own(name).is_some_and(|(_, version)| !fits(version))).map(|name| wrong_version(name)).collect();
        if !problems.is_empty() {
            return problems;
        }
        if !self.exports_own("metadata") {
            problems.push(Problem::new("missing-export", format!("it does not export {PACKAGE}metadata@{VERSION}, which every transform does")));
        }
        match &self.mains()[..] {
            [_] => {}
            [] => problems
                .push(Problem::new("missing-export", format!("it exports neither {PACKAGE}table-transform@{VERSION} nor {PACKAGE}row-transform@{VERSION}"))),
            several => {
                let names: Vec<&str> = several.iter().map(|(interface, _)| *interface).collect();
                problems.push(Problem::new("missing-export", format!("it exports both {}; a transform is one of them", names.join(" and "))));
            }
        }
        problems
    }
}

/// Interface and version of a name of our package.
fn own(name: &str) -> Option<(&str, &str)> {
    let rest = name.strip_prefix(PACKAGE)?;
    Some(rest.split_once('@').unwrap_or((rest, "")))
}

/// Versions that link: those of our major version, whatever the patch, that are not ahead of us.
fn fits(version: &str) -> bool {
    match (release(version), release(VERSION)) {
        (Some((major, minor)), Some((our_major, our_minor))) => major == our_major && minor <= our_minor,
        _ => false,
    }
}

/// Major and minor number, unless it is a pre-release or no version at all.
fn release(version: &str) -> Option<(u64, u64)> {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok()).flatten();
    let mut parts = version.split('.').map(digits);
    match (parts.next()??, parts.next()??, parts.next()??, parts.next()) {
        (major, minor, _, None) => Some((major, minor)),
        _ => None,
    }
}

fn wrong_version(name: &str) -> Problem {
    let draft = own(name).is_some_and(|(_, version)| version.starts_with("0.1."));
    let advice = if draft { ": 0.1 was a draft of the contract, build it again with an SDK of this release" } else { "" };
    Problem::new("wrong-version", format!("it was built for {name}; this host speaks {VERSION}{advice}"))
}

fn refused(name: &str, why: &str) -> Problem {
    Problem::new("refused-import", format!("it imports {}, which is not granted: {why}", text::sanitize(name, 200)))
}

/// What the engine takes. Kept beside the engine's settings by a test.
pub(super) fn allowed() -> WasmFeatures {
    WasmFeatures::MUTABLE_GLOBAL
        | WasmFeatures::SATURATING_FLOAT_TO_INT
        | WasmFeatures::SIGN_EXTENSION
        | WasmFeatures::REFERENCE_TYPES
        | WasmFeatures::CALL_INDIRECT_OVERLONG
        | WasmFeatures::MULTI_VALUE
        | WasmFeatures::BULK_MEMORY
        | WasmFeatures::BULK_MEMORY_OPT
        | WasmFeatures::SIMD
        | WasmFeatures::FLOATS
        | WasmFeatures::TAIL_CALL
        | WasmFeatures::EXTENDED_CONST
        | WasmFeatures::GC_TYPES
        | WasmFeatures::COMPONENT_MODEL
}

/// Whether it is valid, and with what we take: if only more features make it valid, then it is those that are refused.
fn features(wasm: &[u8]) -> Option<Problem> {
    let error = Validator::new_with_features(allowed()).validate_all(wasm).err()?;
    if Validator::new_with_features(WasmFeatures::all()).validate_all(wasm).is_err() {
        return Some(Problem::new("invalid", format!("it is no valid component: {error}")));
    }
    let off = "threads, memory64, several memories, garbage collection, exceptions, relaxed SIMD, stack switching and asynchronous components are off";
    Some(Problem::new("refused-feature", format!("{error}; {off}")))
}
