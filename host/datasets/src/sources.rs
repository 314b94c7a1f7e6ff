//! Data sources and data sets: from what a caller writes to the files that are meant.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use sandtable_core::{Code, Error, Result, text};

use crate::list::has_extension;
use crate::remote::is_remote;
use crate::remote_walk::{Kind, is_pattern};
use crate::{BaseDir, Readable};

/// Data sources by their ids, below the base directory or in buckets.
#[derive(Debug, Clone)]
pub struct Sources {
    files: Arc<Readable>,
    declared: BTreeMap<String, Declared>,
    extensions: Vec<String>,
}

/// A data source that the configuration names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Declared {
    /// Its folder, below the base directory, or `s3://BUCKET/PREFIX`.
    pub root: String,
    /// Its data sets by name.
    pub datasets: BTreeMap<String, DeclaredSet>,
}

/// A data set that the configuration names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredSet {
    /// Its files, below the source's folder.
    pub glob: String,
    /// Their format, when their extension does not tell.
    pub format: Option<String>,
}

/// Files that are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// What [`Readable::expand`] takes: an absolute path, a URI, or a pattern.
    pub path: String,
    /// Whether it is a pattern.
    pub glob: bool,
    /// The name of the files' format.
    pub format: Option<String>,
}

impl Sources {
    /// Sources of files that may be read, and that have these extensions, each with its dot.
    pub fn new(files: Arc<Readable>, declared: BTreeMap<String, Declared>, extensions: Vec<String>) -> Self {
        Self { files, declared, extensions: extensions.into_iter().map(|extension| extension.to_ascii_lowercase()).collect() }
    }

    /// What may be read.
    pub fn files(&self) -> &Arc<Readable> {
        &self.files
    }

    fn base(&self) -> Result<&BaseDir> {
        self.files.base()
    }

    /// The extensions that files may have, each with its dot.
    pub fn extensions(&self) -> &[String] {
        &self.extensions
    }

    /// The folder of a source, as an absolute path or a URI: the one that is declared, BASE/ID when that is there, else the
    /// base.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` when the id is no name.
    pub fn root(&self, id: Option<&str>) -> Result<String> {
        let declared = id.and_then(|id| self.declared.get(id));
        if let (Some(id), Some(declared)) = (id, declared) {
            let at = |error: Error| error.at(format!("data source {}", text::quote(id)));
            if is_remote(&declared.root) {
                self.files.remotes(&declared.root).and_then(|remotes| remotes.place(&declared.root)).map_err(at)?;
                return Ok(declared.root.trim_end_matches('/').to_owned());
            }
            return Ok(self.absolute(&self.base().and_then(|base| base.place(&declared.root)).map_err(at)?));
        }
        let base = self.base()?;
        let Some(id) = id.filter(|id| !id.is_empty()) else { return Ok(base.path().display().to_string()) };
        if id.contains(['/', '\\', '\0']) || id == "." || id == ".." {
            return Err(Error::invalid("datasource_id", format!("{} is not the id of a data source: it is no name", text::quote(id))));
        }
        Ok(if base.is_folder(Path::new(id)) { self.absolute(Path::new(id)) } else { base.path().display().to_string() })
    }

    /// The absolute path or URI that `given` means: below the source's folder when it is there, else below the base.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` for a path that is not allowed.
    pub fn place(&self, id: Option<&str>, given: &str) -> Result<String> {
        if let Some(uri) = self.remote(id, given)? {
            self.files.remotes(&uri)?.place(&uri)?;
            return Ok(uri);
        }
        let (root, base) = (self.root(id)?, self.files.local(given)?);
        if !given.starts_with('/') && !given.contains("://") && !given.is_empty() {
            let place = base.place(&format!("{root}/{given}")).map_err(|error| error.with("given", given))?;
            if base.is_folder(&place) || base.dir().exists(&place) {
                return Ok(self.absolute(&place));
            }
        }
        Ok(self.absolute(&base.place(given)?))
    }

    /// The URI that `given` means, when it means one: it is one, or the source's folder is in a bucket.
    fn remote(&self, id: Option<&str>, given: &str) -> Result<Option<String>> {
        if is_remote(given) {
            return Ok(Some(given.to_owned()));
        }
        if given.contains("://") || given.starts_with('/') || !id.and_then(|id| self.declared.get(id)).is_some_and(|declared| is_remote(&declared.root)) {
            return Ok(None);
        }
        let root = self.root(id)?;
        let given = given.trim_start_matches("./");
        Ok(Some(if given.is_empty() || given == "." { root } else { format!("{root}/{given}") }))
    }

    /// The files that `given` means: a file, a folder, a pattern or the name of a data set.
    ///
    /// # Errors
    /// `VALIDATION_ERROR` when nothing is meant, or several things are (`candidates` names them), or the files are of a
    /// kind that is not allowed or of several; `IO_ERROR` when a store is away.
    pub fn locate(&self, id: Option<&str>, given: &str) -> Result<Located> {
        if let Some(set) = id.and_then(|id| self.declared.get(id)).and_then(|declared| declared.datasets.get(given)) {
            return Ok(Located { path: format!("{}/{}", self.root(id)?, set.glob), glob: true, format: set.format.clone() });
        }
        if let Some(uri) = self.remote(id, given)? {
            return self.locate_remote(given, &uri);
        }
        let (root, dir) = (self.root(id)?, self.files.local(given)?);
        let mut readings = BTreeSet::new();
        let base = dir.path().display().to_string();
        let absolute = given.starts_with('/') || given.contains("://");
        let tops = if absolute { vec![None] } else { vec![Some(root.as_str()), Some(base.as_str())] };
        for top in tops {
            let path = top.map_or_else(|| given.to_owned(), |top| format!("{top}/{given}"));
            let place = dir.place(&path).map_err(|error| error.with("given", given))?;
            if dir.is_folder(&place) || dir.dir().exists(&place) || given.contains(['*', '?', '[']) {
                readings.insert(self.absolute(&place));
            } else if let Some((folder, extension)) = self.named_set(&path) {
                readings.insert(format!("{folder}/**/*{extension}"));
            }
        }
        let mut readings: Vec<String> = readings.into_iter().collect();
        // A relative path means the source's own folder before the base's.
        if readings.len() > 1 && readings.iter().filter(|reading| reading.starts_with(&format!("{root}/"))).count() == 1 {
            readings.retain(|reading| reading.starts_with(&format!("{root}/")));
        }
        match (readings.pop(), readings.is_empty()) {
            (Some(reading), true) => {
                let place = dir.place(&reading)?;
                let is_file = dir.dir().is_file(&place);
                self.of_one_format(given, &reading, is_file, || self.as_pattern(&place))
            }
            (Some(last), false) => {
                readings.push(last);
                let message = format!("{} may mean {}; say which by its path", text::quote(given), text::list(readings.iter().map(String::as_str), 5));
                Err(Error::invalid("dataset", message).with("constraint", "one reading").with("candidates", readings))
            }
            (None, _) => Err(self.nothing(&root, given)),
        }
    }

    /// The objects that a URI means.
    fn locate_remote(&self, given: &str, uri: &str) -> Result<Located> {
        let remotes = self.files.remotes(uri)?;
        let as_pattern = |uri: &str| -> Result<String> {
            let place = remotes.place(uri)?;
            let key = glob::Pattern::escape(place.key);
            Ok(if key.is_empty() { format!("s3://{}", place.bucket.name()) } else { format!("s3://{}/{key}", place.bucket.name()) })
        };
        let uri = uri.trim_end_matches('/');
        match remotes.kind(uri)? {
            kind @ (Kind::Object | Kind::Folder | Kind::Pattern) => {
                let front = as_pattern(uri)?;
                self.of_one_format(given, uri, kind == Kind::Object, || front)
            }
            Kind::Nothing => {
                let named = uri.rsplit_once('_').and_then(|(name, format)| Some((name, self.extensions.iter().find(|extension| extension[1..] == *format)?)));
                match named {
                    Some((name, extension)) if !is_pattern(name) && remotes.kind(name)? == Kind::Folder => {
                        Ok(Located { path: format!("{}/**/*{extension}", as_pattern(name)?), glob: true, format: None })
                    }
                    _ => Err(Error::invalid("dataset", format!("{} is no object, folder or data set", text::quote(uri))).with("constraint", "exists")),
                }
            }
        }
    }

    /// `NAME_FORMAT`: all files of a format below the folder NAME.
    fn named_set(&self, path: &str) -> Option<(String, &str)> {
        let (name, format) = path.rsplit_once('_')?;
        let extension = self.extensions.iter().find(|extension| extension[1..] == *format)?;
        let base = self.base().ok()?;
        let place = base.place(name).ok()?;
        base.is_folder(&place).then(|| (self.as_pattern(&place), extension.as_str()))
    }

    /// A folder at the front of a pattern: what its name holds of a pattern's characters stands for itself.
    fn as_pattern(&self, place: &Path) -> String {
        self.absolute(Path::new(&glob::Pattern::escape(&place.to_string_lossy())))
    }

    /// A reading whose files are all of one kind.
    fn of_one_format(&self, given: &str, path: &str, is_file: bool, as_pattern: impl FnOnce() -> String) -> Result<Located> {
        if is_file {
            return match has_extension(path, &self.extensions) {
                true => Ok(Located { path: path.to_owned(), glob: false, format: None }),
                false => Err(self.not_allowed(given)),
            };
        }
        let found = self.files.expand(path, true).map_err(|error| match error.code {
            Code::NotFound => Error::invalid("dataset", error.message).with("given", given),
            _ => error,
        })?;
        let of_file = |file: &String| self.extensions.iter().find(|extension| has_extension(file, std::slice::from_ref(*extension)));
        let kinds: BTreeSet<&String> = found.files.iter().filter_map(of_file).collect();
        match (kinds.len(), kinds.first()) {
            (1, Some(extension)) if found.folder => Ok(Located { path: format!("{}/**/*{extension}", as_pattern()), glob: true, format: None }),
            (1, _) => Ok(Located { path: path.to_owned(), glob: true, format: None }),
            (0, _) => Err(self.not_allowed(given)),
            _ => {
                let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
                let candidates: Vec<String> = kinds.iter().map(|extension| format!("{name}_{}", &extension[1..])).collect();
                let message =
                    format!("{} holds files of several formats; take one of {}", text::quote(given), text::list(candidates.iter().map(String::as_str), 5));
                Err(Error::invalid("dataset", message).with("constraint", "one format").with("candidates", candidates))
            }
        }
    }

    fn not_allowed(&self, given: &str) -> Error {
        let allowed = self.extensions.join(", ");
        Error::invalid("dataset", format!("{} names no file with an allowed extension; allowed are {allowed}", text::quote(given)))
            .with("constraint", "allowed_ext")
            .with("allowed", self.extensions.clone())
    }

    /// The error of a name that means nothing, with what there is.
    fn nothing(&self, root: &str, given: &str) -> Error {
        let there = self.files.list(root, false, &self.extensions, 20).map(|listing| listing.files).unwrap_or_default();
        let candidates: Vec<String> = there.into_iter().map(|file| file.path).collect();
        let shown = if candidates.is_empty() { String::new() } else { format!("; there are {}", text::list(candidates.iter().map(String::as_str), 5)) };
        Error::invalid("dataset", format!("{} is no file, folder or data set below {root}{shown}", text::quote(given)))
            .with("constraint", "exists")
            .with("candidates", candidates)
    }

    fn absolute(&self, place: &Path) -> String {
        self.files.base().map(|base| base.path().join(place)).unwrap_or_default().display().to_string().trim_end_matches('/').to_owned()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn sources() -> (tempfile::TempDir, Sources, String) {
        let top = tempfile::tempdir().unwrap();
        for file in [
            "energy/2025/a.parquet",
            "energy/b.csv",
            "energy/notes.txt",
            "plain.csv",
            "own/plain.csv",
            "own/other.csv",
            "secret.txt",
            "only/x.parquet",
            "only/readme.md",
            "odd[1]/x.csv",
        ] {
            let path = top.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let base = BaseDir::open(top.path()).unwrap();
        let set = DeclaredSet { glob: "2025/*.parquet".to_owned(), format: Some("parquet".to_owned()) };
        let declared = Declared { root: "energy".to_owned(), datasets: BTreeMap::from([("readings".to_owned(), set)]) };
        let extensions = [".csv", ".parquet", ".jsonl"].map(str::to_owned).to_vec();
        let path = base.path().display().to_string();
        (top, Sources::new(Arc::new(Readable::new(Some(base), None)), BTreeMap::from([("declared".to_owned(), declared)]), extensions), path)
    }

    #[test]
    fn files_folders_and_data_sets_are_found() {
        let (_top, sources, base) = sources();
        let located = |id: Option<&str>, given: &str| {
            let located = sources.locate(id, given).unwrap();
            (located.path.strip_prefix(&base).unwrap().to_owned(), located.glob)
        };
        let absolute = format!("{base}/plain.csv");
        assert_eq!(located(None, "plain.csv"), ("/plain.csv".to_owned(), false));
        assert_eq!(located(None, &absolute), ("/plain.csv".to_owned(), false));
        assert_eq!(located(Some("own"), "plain.csv"), ("/own/plain.csv".to_owned(), false), "the source's own before the base's");
        assert_eq!(located(Some("own"), "energy/b.csv"), ("/energy/b.csv".to_owned(), false));
        assert_eq!(located(None, "only"), ("/only/**/*.parquet".to_owned(), true), "what is not allowed is left out");
        let odd = sources.locate(None, "odd[1]").unwrap();
        assert_eq!(sources.files().expand(&odd.path, odd.glob).unwrap().files, [format!("{base}/odd[1]/x.csv")], "a name that looks like a pattern");
        assert_eq!(located(None, "energy_parquet"), ("/energy/**/*.parquet".to_owned(), true));
        assert_eq!(located(None, "energy/*.csv"), ("/energy/*.csv".to_owned(), true));
        assert_eq!(located(Some("declared"), "readings"), ("/energy/2025/*.parquet".to_owned(), true));
        assert_eq!(located(Some("declared"), "b.csv"), ("/energy/b.csv".to_owned(), false));
    }

    #[test]
    fn what_means_nothing_or_too_much_names_the_candidates() {
        let (_top, sources, _) = sources();
        let refused = |id: Option<&str>, given: &str| sources.locate(id, given).unwrap_err();
        assert_eq!(refused(None, "energy").details["candidates"], serde_json::json!(["energy_csv", "energy_parquet"]));
        assert_eq!(refused(None, "none.csv").details["constraint"], "exists");
        assert_eq!(refused(None, "secret.txt").details["constraint"], "allowed_ext");
        assert_eq!(refused(None, "../x.csv").details["constraint"], "base-path");
        assert_eq!(refused(None, "/etc/passwd").details["constraint"], "base-path");
        assert_eq!(refused(None, "s3://bucket/x.csv").details["constraint"], "base-path");
        assert_eq!(refused(Some("../up"), "x.csv").details["field"], "datasource_id");
    }

    #[test]
    fn lists_have_sizes_and_ends() {
        let (_top, sources, base) = sources();
        let names = |path: &str, recurse: bool, max: usize| {
            let listing = sources.files().list(path, recurse, sources.extensions(), max).unwrap();
            (listing.files.iter().map(|file| file.path.strip_prefix(&base).unwrap().to_owned()).collect::<Vec<_>>(), listing.truncated)
        };
        assert_eq!(names(&base, false, 10), (vec!["/plain.csv".to_owned()], false));
        assert_eq!(names("energy", true, 10), (vec!["/energy/2025/a.parquet".to_owned(), "/energy/b.csv".to_owned()], false));
        assert_eq!(names("energy", true, 1), (vec!["/energy/2025/a.parquet".to_owned()], true));
        assert!(!names("energy", true, 2).1, "as many as there are is not too many");
        assert_eq!(names("energy", false, 1), (vec!["/energy/b.csv".to_owned()], false));
    }

    #[test]
    fn a_folder_of_more_files_than_can_be_read_is_listed_as_far_as_asked() {
        let top = tempfile::tempdir().unwrap();
        for number in 0..10_050 {
            fs::write(top.path().join(format!("{number:05}.csv")), "").unwrap();
        }
        let sources = Sources::new(Arc::new(Readable::new(Some(BaseDir::open(top.path()).unwrap()), None)), BTreeMap::new(), vec![".csv".to_owned()]);
        let listing = sources.files().list(".", true, sources.extensions(), 20).unwrap();
        assert_eq!((listing.files.len(), listing.truncated), (20, true));
        assert!(listing.files[0].path.ends_with("/00000.csv"));
        assert_eq!(sources.locate(None, ".").unwrap_err().code, Code::ResourceCap, "what is read is read whole");
    }
}
