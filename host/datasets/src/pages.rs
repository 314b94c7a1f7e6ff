//! The files that a path names, a few at a time.

use std::fs::File;

use sandtable_core::{Code, Error, Result, text};

use crate::{Found, Need, Readable};

/// Hands out what paths name, opened, a few files at a time. A path is expanded once, with the first of its files: a
/// folder of thousands is not walked anew for each few, and what is added meanwhile does not shift the rest.
#[derive(Debug, Default)]
pub struct Pages {
    now: Option<Expanded>,
    opened: usize,
}

#[derive(Debug)]
struct Expanded {
    path: String,
    glob: bool,
    found: Found,
}

/// Which files are wanted.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// A file, a folder or a pattern.
    pub path: &'a str,
    /// Whether `*`, `?` and `[…]` are a pattern.
    pub glob: bool,
    /// How many of its files came already.
    pub skip: usize,
    /// The most files of one page.
    pub at_once: usize,
    /// The most files that all pages of all paths may have.
    pub most: usize,
    /// How much of them is read.
    pub need: Need,
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
    /// The next files of a path. What would end half-way, since too many are open, is refused at once.
    ///
    /// # Errors
    /// As [`Readable::expand`] and [`Readable::open_found`]; `RESOURCE_CAP` for more than `most`.
    pub fn page(&mut self, from: &Readable, wanted: Wanted<'_>) -> Result<Page> {
        let Wanted { path, glob, skip, at_once, most, need } = wanted;
        let known = self.now.take().filter(|now| skip > 0 && now.path == path && now.glob == glob);
        let now = match known {
            Some(now) => now,
            None => Expanded { path: path.to_owned(), glob, found: from.expand(path, glob)? },
        };
        let found = &now.found;
        let skip = skip.min(found.files.len());
        let left = found.files.len() - skip;
        if self.opened.saturating_add(left) > most {
            let message = format!("{} names {} files; a task may have {most} open", text::quote(path), found.files.len());
            return Err(Error::new(Code::ResourceCap, message).with("limit", "files").with("allowed", most));
        }
        let some = skip..skip + left.min(at_once);
        let page =
            Page { paths: found.files[some.clone()].to_vec(), left: left - some.len(), folder: found.folder, files: from.open_found(found, some, need)? };
        self.opened += page.files.len();
        self.now = Some(now).filter(|_| page.left > 0);
        Ok(page)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::BaseDir;

    fn folder() -> (tempfile::TempDir, Readable) {
        let top = tempfile::tempdir().unwrap();
        fs::create_dir(top.path().join("set")).unwrap();
        for number in 0..5 {
            fs::write(top.path().join(format!("set/{number}.csv")), "x").unwrap();
        }
        let base = BaseDir::open(top.path()).unwrap();
        (top, Readable::new(Some(base), None))
    }

    fn wanted(path: &str, skip: usize) -> Wanted<'_> {
        Wanted { path, glob: true, skip, at_once: 2, most: 99, need: Need::Whole }
    }

    #[test]
    fn a_folder_is_walked_once_however_many_pages_it_has() {
        let (top, base) = folder();
        let mut pages = Pages::default();
        let first = pages.page(&base, wanted("set", 0)).unwrap();
        assert_eq!((first.paths, first.left, first.folder), (vec!["set/0.csv".to_owned(), "set/1.csv".to_owned()], 3, true));
        // A second walk would find this one first, and give a file twice.
        fs::write(top.path().join("set/00.csv"), "x").unwrap();
        let second = pages.page(&base, wanted("set", 2)).unwrap();
        assert_eq!((second.paths, second.left), (vec!["set/2.csv".to_owned(), "set/3.csv".to_owned()], 1));
        let last = pages.page(&base, wanted("set", 4)).unwrap();
        assert_eq!((last.paths, last.files.len(), last.left), (vec!["set/4.csv".to_owned()], 1, 0));
        let again = pages.page(&base, Wanted { at_once: 9, ..wanted("set", 0) }).unwrap();
        assert_eq!(again.paths.len(), 6, "asked for again, it is looked at again");
        assert!(pages.page(&base, wanted("set", 9)).unwrap().paths.is_empty(), "past the end there is nothing");
    }

    #[test]
    fn more_than_may_be_open_are_refused_before_the_first() {
        let (_top, base) = folder();
        let refused = Pages::default().page(&base, Wanted { most: 4, ..wanted("set", 0) }).unwrap_err();
        assert_eq!((refused.code, refused.details["allowed"].as_u64()), (Code::ResourceCap, Some(4)), "{}", refused.message);
        let mut pages = Pages::default();
        assert!(pages.page(&base, Wanted { most: 5, ..wanted("set", 0) }).is_ok());
        // All that were opened count.
        let refused = pages.page(&base, Wanted { most: 6, ..wanted("set", 0) }).unwrap_err();
        assert_eq!(refused.code, Code::ResourceCap);
    }

    #[test]
    fn another_path_in_between_is_another_walk() {
        let (_top, base) = folder();
        let mut pages = Pages::default();
        pages.page(&base, wanted("set", 0)).unwrap();
        assert_eq!(pages.page(&base, wanted("set/4.csv", 0)).unwrap().left, 0);
        assert_eq!(pages.page(&base, wanted("set", 2)).unwrap().paths, ["set/2.csv", "set/3.csv"]);
    }
}
