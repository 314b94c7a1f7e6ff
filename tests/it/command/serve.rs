//! `sandtable serve` and `sandtable worker`: what keeps them from starting.

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

#[test]
fn a_worker_refuses_what_only_a_server_has_a_use_for() {
    let folder = tempfile::tempdir().expect("temporary folders can be made");
    for flag in ["--listen", "--auth-secret", "--auth-issuer", "--executors", "--executor-memory", "--queue", "--job-queue", "--preview-timeout", "--max-body"]
    {
        let output = sandtable(folder.path(), &["worker", flag, "1"]);
        assert_eq!(output.status.code(), Some(2), "{flag}: {}", text(&output.stderr));
        assert!(text(&output.stderr).contains("unexpected argument"), "{flag}: {}", text(&output.stderr));
    }
    let shared = sandtable(folder.path(), &["worker", "--workers", "0"]);
    assert!(text(&shared.stderr).contains("workers"), "{}", text(&shared.stderr));
}
