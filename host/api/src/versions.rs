//! Which versions of what it is made of the server was built with.

/// What the build was locked to.
const LOCK: &str = include_str!("../../../Cargo.lock");

/// The version of a package.
pub(crate) fn version_of(package: &str) -> Option<&'static str> {
    let (_, after) = LOCK.split_once(&format!("\nname = \"{package}\"\nversion = \""))?;
    after.split('"').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_server_is_made_of_has_a_version() {
        for package in ["polars", "wasmtime", "arrow"] {
            assert!(version_of(package).is_some_and(|version| version.split('.').count() == 3), "{package}");
        }
        assert_eq!(version_of("sandtable-api"), Some(env!("CARGO_PKG_VERSION")));
    }
}
