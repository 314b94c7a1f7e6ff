//! Executors after many programs.

use sandtable_tests::Server;
use serde_json::{Value, json};

use super::{rows, script_server};

/// Resident memory of the server's executors, in kB.
fn resident_kb(server: &Server) -> Vec<(u32, u64)> {
    let children = std::fs::read_dir("/proc").expect("proc is there").flatten().filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let status = |pid: u32| std::fs::read_to_string(format!("/proc/{pid}/status")).ok();
    let field = |status: &str, name: &str| -> Option<u64> {
        status.lines().find_map(|line| line.strip_prefix(name))?.trim().trim_end_matches(" kB").trim().parse().ok()
    };
    let mut found: Vec<(u32, u64)> = children
        .filter_map(|pid| {
            let status = status(pid)?;
            (field(&status, "PPid:")? == u64::from(server.pid())).then_some((pid, field(&status, "RssAnon:")?))
        })
        .collect();
    found.sort_unstable();
    found
}

#[test]
fn a_hundred_programs_leave_nothing_behind_in_executors() {
    let (server, _folder) = script_server(|server| server);
    let play = |index: usize| {
        let module = format!("# {}", "x".repeat(200_000));
        let body = json!({"language": "script", "source": format!("input a\n# {index}\nuse m\ncopy a"), "library": {"m": module}});
        let created = server.put_source(&format!("/v1/transforms/p{index}/1.0.0"), "application/json", &body.to_string());
        assert_eq!(created.status, 201, "{}", created.text());
        assert_eq!(rows(&server.run(&format!("p{index}"), &json!({"inputs": {"a": {"rows": [{"x": 1}]}}}))), json!([{"x": 1}]));
    };
    // Until the pools, the threads and what is kept of recent programs are as large as they get.
    (0..70).for_each(play);
    let before = resident_kb(&server);
    assert!(!before.is_empty());
    (70..170).for_each(play);
    let after = resident_kb(&server);
    for ((pid, before_kb), (same, after_kb)) in before.iter().zip(&after) {
        assert_eq!(pid, same, "no executor was replaced");
        // A hundred programs are 20 MB.
        assert!(after_kb.saturating_sub(*before_kb) < 8 << 10, "{before:?} kB before, {after:?} after");
    }
    let listed: Value = server.get("/v1/transforms").json();
    assert_eq!(listed["transforms"].as_array().map(Vec::len), Some(170));
}
