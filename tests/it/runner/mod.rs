//! The transform runner, both generations, over real languages and a real store.

mod fixtures;
mod hostile;
mod limits;
mod order;
mod readme;
mod scripts;
mod stored;
mod urls;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use sandtable_tests::{Answer, Server, languages};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A server whose runner works below a folder.
struct Runner {
    server: Server,
    folder: TempDir,
}

impl Runner {
    fn start() -> Self {
        Self::with(&[])
    }

    fn with(args: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (root, data) = (folder.path().join("root"), folder.path().join("data"));
        fs::create_dir(&root).expect("the folder can be made");
        link_compiled(&data);
        let root = root.display().to_string();
        let server = Server::builder().data_dir(&data).languages(&languages()).args(&["--runner-root", &root]).args(args).start();
        Self { server, folder }
    }

    /// A fresh folder for a run.
    fn work(&self) -> PathBuf {
        let count = fs::read_dir(self.path("")).expect("the folder is there").count();
        let work = self.path(&format!("run{count}"));
        fs::create_dir(&work).expect("the folder can be made");
        work
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("root").join(name)
    }

    /// Runs code in a folder of its own.
    fn run(&self, code: &str, more: Value) -> Ran {
        let work = self.work();
        self.run_in(&work, code, more)
    }

    fn run_in(&self, work: &Path, code: &str, more: Value) -> Ran {
        let answer = self.server.post("/execute", &request(work, code, more));
        Ran { answer, work: work.to_owned() }
    }
}

fn request(work: &Path, code: &str, more: Value) -> Value {
    let mut body = json!({"code": code, "working_dir": work});
    if let (Some(body), Some(more)) = (body.as_object_mut(), more.as_object()) {
        body.extend(more.clone());
    }
    body
}

/// What a run of the first generation left.
struct Ran {
    answer: Answer,
    work: PathBuf,
}

impl Ran {
    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.work.join(name)).unwrap_or_default()
    }

    /// The CSV of a run that went well.
    fn csv(&self) -> String {
        assert_eq!(self.answer.status, 200, "{}\n{}", self.answer.text(), self.text("stderr.log"));
        assert_eq!(self.answer.json()["exit_code"], 0);
        self.text("output.csv")
    }

    /// What a run wrote to stderr that ended with exit code 1.
    fn complaint(&self) -> String {
        let body = self.answer.json();
        assert_eq!((self.answer.status.as_u16(), &body["exit_code"], &body["timeout"]), (500, &json!(1), &json!(false)), "{body}");
        assert!(body.get("output_file").is_none() && !self.work.join("output.csv").exists());
        self.text("stderr.log")
    }
}

/// Gives a data directory the compiled code of the languages. Compiling Python takes half a minute: it is done once, and kept
/// beside the languages.
fn link_compiled(data: &Path) {
    static READY: OnceLock<PathBuf> = OnceLock::new();
    let ready = READY.get_or_init(|| {
        let kept = languages().with_file_name("compiled-languages");
        let server = Server::builder().data_dir(&kept).languages(&languages()).start();
        for (language, source) in [("python", "def transform():\n    return []"), ("javascript", "function transform() { return []; }")] {
            // Whatever becomes of it: afterwards the language is compiled.
            server.post("/v1/run", &json!({"language": language, "source": source}));
        }
        kept.join("compiled")
    });
    let target = data.join("compiled");
    for entry in walk(ready) {
        let place = target.join(entry.strip_prefix(ready).expect("it lies there"));
        fs::create_dir_all(place.parent().expect("it has a folder")).expect("the folder can be made");
        fs::hard_link(&entry, &place).or_else(|_| fs::copy(&entry, &place).map(drop)).expect("the code is linked");
    }
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder is there").filter_map(|entry| Some(entry.ok()?.path()));
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}
