//! Servers that others wrote, started for a test and gone with it, however it ends.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Longer than any start, even on a machine that is busy.
const START: Duration = Duration::from_secs(60);

/// Starts a program in a folder and waits until it answers. None when it ended at once, which it does when its port is taken.
///
/// # Panics
/// When it does not answer; with its log.
pub(crate) fn start(args: &[&str], folder: &Path, answers: &dyn Fn() -> bool) -> Option<Child> {
    // The shell's second child waits for the end of its input, which comes when we close it or die, however that is.
    let script = r#""$@" >log 2>&1 & server=$!; exec 3<&0; (read -r _ <&3; kill -9 $server) & reader=$!; wait $server; kill $reader"#;
    let mut process = Command::new("sh")
        .args(["-c", script, "sh"])
        .args(args)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("a shell starts");
    let give_up = Instant::now() + START;
    while Instant::now() < give_up {
        if process.try_wait().expect("the process can be asked").is_some() {
            return None;
        }
        if answers() {
            return Some(process);
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    cut(&mut process);
    let log = std::fs::read_to_string(folder.join("log")).unwrap_or_default();
    panic!("{} did not answer within {START:?}:\n{log}", args.first().unwrap_or(&"it"))
}

/// SIGKILL, as a lost machine.
pub(crate) fn cut(process: &mut Child) {
    drop(process.stdin.take());
    process.wait().expect("the process can be waited for");
}
