//! Generates what the Rust SDK knows of `wit/`: one file of bindings that serves all worlds, and each world's
//! component type, which a guest carries as a custom section until it becomes a component.
//!
//! The SDK is one crate for all worlds, so the bindings come from a world of its own that holds everything. The two
//! calls that carry columns out of a guest (`output.push` and what `apply` returns) are left out: generated code would
//! copy every buffer into a fresh `Vec`, so the SDK lowers those by hand.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use wit_bindgen_core::{Files, WorldGenerator as _};
use wit_bindgen_rust::Opts;
use wit_component::{StringEncoding, metadata};
use wit_parser::{PackageId, Resolve};

/// The worlds that a guest can be built for, by their names in `wit/worlds.wit`.
pub const WORLDS: [&str; 4] = ["language", "rows", "table", "table-frames"];

/// All worlds in one, known to this generator only.
const UNION: &str = "
    package sandtable:sdk;
    world guest {
        import sandtable:transform/host@VERSION;
        import sandtable:transform/tables@VERSION;
        import sandtable:transform/frames@VERSION;
        export sandtable:transform/metadata@VERSION;
        export sandtable:transform/table-transform@VERSION;
        export sandtable:transform/row-transform@VERSION;
    }
";

/// A file of the SDK, by its path below `guest-sdk/rust/src/`, and what it must hold.
pub struct Generated {
    /// The path, relative to the SDK's `src` folder.
    pub path: String,
    /// The whole contents.
    pub contents: Vec<u8>,
}

/// Everything that the SDK takes from the WIT package in the folder `wit`.
///
/// Fails when the package does not parse or lacks a world.
pub fn generate(wit: &Path) -> Result<Vec<Generated>> {
    let mut resolve = Resolve::default();
    let (package, _) = resolve.push_dir(wit).with_context(|| format!("read the WIT package in {}", wit.display()))?;
    let mut files = Vec::new();
    for world in WORLDS {
        files.push(Generated { path: format!("bindings/{world}.component-type"), contents: component_type(&resolve, package, world)? });
    }
    files.push(Generated { path: "bindings/generated.rs".to_owned(), contents: bindings(resolve, package)? });
    Ok(files)
}

fn component_type(resolve: &Resolve, package: PackageId, world: &str) -> Result<Vec<u8>> {
    let world = resolve.select_world(&[package], Some(world))?;
    metadata::encode(resolve, world, StringEncoding::UTF8, None)
}

fn bindings(mut resolve: Resolve, package: PackageId) -> Result<Vec<u8>> {
    let version = resolve.packages[package].name.version.clone().context("the WIT package has no version")?;
    let union = resolve.push_str("guest.wit", &UNION.replace("VERSION", &version.to_string()))?;
    let world = resolve.select_world(&[union], Some("guest"))?;
    let opts = Opts {
        format: true,
        generate_all: true,
        disable_custom_section_link_helpers: true,
        runtime_path: Some("crate::bindings::runtime".to_owned()),
        skip: vec!["apply".to_owned(), "[method]output.push".to_owned()],
        ..Opts::default()
    };
    let mut files = Files::default();
    opts.build().generate(&mut resolve, world, &mut files)?;
    let mut files = files.iter();
    let (_, source) = files.next().context("the generator wrote no file")?;
    ensure!(files.next().is_none(), "the generator wrote more than one file");
    without_export_macro(std::str::from_utf8(source)?).map(String::into_bytes)
}

/// Drops the export macro of the union world and its component type, which no guest may carry: `register!` exports one
/// of the real worlds. They are the tail of the generated file.
fn without_export_macro(source: &str) -> Result<String> {
    let tail = source.find("macro_rules! __export_guest_impl").context("the generated file has no export macro")?;
    let kept = &source[..tail];
    let end = kept.rfind("\n}\n").context("nothing stands before the export macro")? + "\n}\n".len();
    Ok(kept[..end].to_owned())
}
