//! The files that a path names, a few at a time.

use std::fs::File;

use sandtable_core::{Code, Error, Result, text};

use crate::{BaseDir, Found};

/// Hands out what a path names, opened, a few files at a time. The path is expanded once, with the first of them: a
/// folder of thousands is not walked anew for each few, and what is added meanwhile does not shift the rest.
#[derive(Debug, Default)]
pub struct Pages {
    now: Option<Expanded>,
}

#[derive(Debug)]
struct Expanded {
    path: String,
    glob: bool,
    found: Found,
}

/// Some files of a path.
#[derive(Debug)]
pub struct Page {
    /// As the caller would name them, in order.
    pub paths: Vec<String>,
    /// Opened for reading, in the same order.
    pub files: Vec<File>,
    /// Whether the path names a folder.
    pub folder: bool,
    /// How many are still to come.
    pub left: usize,
}

impl Pages {
    /// The files that `path` names from the `skip`th on, `at_once` of them. There may be no more than `most` from there
    /// on: what would end half-way is refused at once.
    ///
    /// # Errors
    /// As [`BaseDir::expand`] and [`BaseDir::open_file`]; `RESOURCE_CAP` for more than `most`.
    pub fn page(&mut self, base: &BaseDir, (path, glob): (&str, bool), skip: usize, at_once: usize, most: usize) -> Result<Page> {
        let known = self.now.take().filter(|now| skip > 0 && now.path == path && now.glob == glob);
        let now = match known {
            Some(now) => now,
            None => Expanded { path: path.to_owned(), glob, found: base.expand(path, glob)? },
        };
        let rest = now.found.files.get(skip..).unwrap_or_default();
        if rest.len() > most {
            let message = format!("{} names {} files; {} more may be open", text::quote(path), now.found.files.len(), skip + most);
            return Err(Error::new(Code::ResourceCap, message).with("limit", "files").with("allowed", skip + most));
        }
        let paths: Vec<String> = rest.iter().take(at_once).cloned().collect();
        let files = paths.iter().map(|file| base.open_file(file)).collect::<Result<Vec<_>>>()?;
        let page = Page { files, folder: now.found.folder, left: rest.len() - paths.len(), paths };
        self.now = Some(now).filter(|_| page.left > 0);
        Ok(page)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn folder() -> (tempfile::TempDir, BaseDir) {
        let top = tempfile::tempdir().unwrap();
        fs::create_dir(top.path().join("set")).unwrap();
        for number in 0..5 {
            fs::write(top.path().join(format!("set/{number}.csv")), "x").unwrap();
        }
        let base = BaseDir::open(top.path()).unwrap();
        (top, base)
    }

    #[test]
    fn a_folder_is_walked_once_however_many_pages_it_has() {
        let (top, base) = folder();
        let mut pages = Pages::default();
        let first = pages.page(&base, ("set", true), 0, 2, 9).unwrap();
        assert_eq!((first.paths, first.left, first.folder), (vec!["set/0.csv".to_owned(), "set/1.csv".to_owned()], 3, true));
        // A second walk would find this one first, and give a file twice.
        fs::write(top.path().join("set/00.csv"), "x").unwrap();
        let second = pages.page(&base, ("set", true), 2, 2, 9).unwrap();
        assert_eq!((second.paths, second.left), (vec!["set/2.csv".to_owned(), "set/3.csv".to_owned()], 1));
        let last = pages.page(&base, ("set", true), 4, 2, 9).unwrap();
        assert_eq!((last.paths, last.files.len(), last.left), (vec!["set/4.csv".to_owned()], 1, 0));
        assert_eq!(pages.page(&base, ("set", true), 0, 9, 9).unwrap().paths.len(), 6, "asked for again, it is looked at again");
    }

    #[test]
    fn more_than_may_be_open_are_refused_before_the_first() {
        let (_top, base) = folder();
        let refused = Pages::default().page(&base, ("set", true), 0, 2, 4).unwrap_err();
        assert_eq!((refused.code, refused.details["allowed"].as_u64()), (Code::ResourceCap, Some(4)), "{}", refused.message);
        assert!(Pages::default().page(&base, ("set", true), 0, 2, 5).is_ok());
    }

    #[test]
    fn another_path_in_between_is_another_walk() {
        let (_top, base) = folder();
        let mut pages = Pages::default();
        pages.page(&base, ("set", true), 0, 2, 9).unwrap();
        assert_eq!(pages.page(&base, ("set/4.csv", true), 0, 2, 9).unwrap().left, 0);
        assert_eq!(pages.page(&base, ("set", true), 2, 2, 9).unwrap().paths, ["set/2.csv", "set/3.csv"]);
    }
}
