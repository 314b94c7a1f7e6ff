//! `sandtable serve`: what keeps it from starting.

use super::{sandtable, text};

#[test]
fn a_bad_setting_ends_it_with_2_and_is_named() {
    let folder = tempfile::tempdir().expect("temporary folders can be made");
    std::fs::write(folder.path().join("bad.yaml"), "sandtable: {queu: 5}").expect("the folder is ours");
    for (args, wanted) in [
        (&["--listen", "0.0.0.0:0"][..], "--allow-anonymous"),
        (&["--listen", "nowhere"], "nowhere"),
        (&["--config", "bad.yaml"], "queu"),
        (&["--config", "none.yaml"], "none.yaml"),
        (&["--base-path", "none"], "none"),
        (&["--timeout", "30"], "30"),
        (&["--timeout", "400s"], "max_timeout"),
        (&["--executors", "0"], "executors"),
    ] {
        let output = sandtable(folder.path(), &[&["serve", "--listen", "127.0.0.1:0"], args].concat());
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {said}");
        assert!(said.contains(wanted), "{args:?}: {said}");
    }
}
