//! The second wall: executors are capped, killed and replaced, and the server does not notice.

use std::fs;
use std::io::Write;
use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};

use rustix::process::Signal;
use sandtable_tests::{Server, data};
use serde_json::{Value, json};

/// The executors of a server: its children.
fn executors(server: &Server) -> Vec<u32> {
    let children = format!("/proc/{0}/task", server.pid());
    let mut found = Vec::new();
    for task in fs::read_dir(children).expect("the server runs").map_while(Result::ok) {
        let text = fs::read_to_string(task.path().join("children")).unwrap_or_default();
        found.extend(text.split_whitespace().filter_map(|pid| pid.parse::<u32>().ok()));
    }
    found
}

fn metric(server: &Server, name: &str) -> f64 {
    let text = server.get("/metrics").text();
    let line = text.lines().find(|line| line.starts_with(name)).unwrap_or_else(|| panic!("no metric {name}:\n{text}"));
    line.rsplit(' ').next().and_then(|value| value.parse().ok()).expect("a metric is a number")
}

/// Waits for something that must happen, far longer than it takes.
fn eventually(what: &str, mut happened: impl FnMut() -> bool) {
    let until = Instant::now() + Duration::from_secs(60);
    while !happened() {
        assert!(Instant::now() < until, "{what} did not happen in a minute");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// A call that takes long: a big table through a slow guest.
fn slow_request(server: &Server) -> Value {
    fs::copy(data("flights.csv"), server.base().join("flights.csv")).expect("the data is there");
    let name = server.get("/v1/transforms/roundtrip-python").json()["describe"]["inputs"][0]["name"].as_str().expect("it has one").to_owned();
    json!({"inputs": {name: {"uri": "flights.csv", "options": {"null_values": ["NA"]}}}, "limits": {"timeout_ms": 120_000}})
}

#[test]
fn a_call_past_its_deadline_is_ended() {
    let server = Server::start();
    server.upload("roundtrip-python");
    let mut request = slow_request(&server);
    request["limits"]["timeout_ms"] = json!(300);
    let answer = server.run("roundtrip-python", &request);
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (504, "TIMEOUT"), "{}", answer.text());
    assert_eq!(answer.json()["error"]["details"]["reason"], "deadline");
    server.assert_serving();
}

#[test]
fn a_caller_that_goes_away_ends_its_call() {
    let server = Server::start();
    server.upload("roundtrip-python");
    let body = slow_request(&server).to_string();
    let host = server.url().strip_prefix("http://").expect("a plain address");
    let mut stream = TcpStream::connect(host).expect("the server listens");
    let head = "POST /v1/transforms/roundtrip-python/run HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ";
    write!(stream, "{head}{}\r\n\r\n{body}", body.len()).expect("the server reads");
    eventually("the call's start", || metric(&server, "sandtable_calls_running") > 0.0);
    drop(stream);
    eventually("the call's end", || metric(&server, "sandtable_calls_running") == 0.0);
    assert_eq!(metric(&server, "sandtable_executors_ended_total{reason=\"cancel\"}"), 1.0);
    server.assert_serving();
}

#[test]
fn an_executor_that_dies_is_replaced_and_its_call_is_done_again() {
    let server = Server::start();
    server.upload("roundtrip-python");
    let request = slow_request(&server);
    let before = executors(&server);
    assert_eq!(before.len(), 3, "two for calls, one for jobs");
    let answer = std::thread::scope(|scope| {
        let call = scope.spawn(|| server.run("roundtrip-python", &request));
        eventually("the call's start", || metric(&server, "sandtable_calls_running") > 0.0);
        for pid in &before {
            let pid = rustix::process::Pid::from_raw(*pid as i32).expect("a process id");
            rustix::process::kill_process(pid, Signal::ABORT).expect("it runs");
        }
        call.join().expect("the call is answered")
    });
    assert_eq!((answer.status.as_u16(), answer.json()["total_rows"].as_u64()), (200, Some(336_776)), "{}", &answer.text()[..200]);
    assert!(metric(&server, "sandtable_executors_ended_total{reason=\"crash\"}") >= 1.0);
    server.assert_serving();
}

#[test]
fn a_call_whose_executors_all_die_is_told_so_and_its_neighbour_is_not_touched() {
    let server = Server::start();
    server.upload("roundtrip-python");
    let request = slow_request(&server);
    let answer = std::thread::scope(|scope| {
        let call = scope.spawn(|| server.run("roundtrip-python", &request));
        // Whatever works on it is killed, as often as it takes.
        while !call.is_finished() {
            if metric(&server, "sandtable_calls_running") > 0.0 {
                for pid in executors(&server) {
                    let pid = rustix::process::Pid::from_raw(pid as i32).expect("a process id");
                    // It may have ended by itself meanwhile.
                    let _ = rustix::process::kill_process(pid, Signal::KILL);
                }
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        call.join().expect("the call is answered")
    });
    // Killed while it works, the data is suspected; killed while it starts, it is the server's own trouble.
    let told = (answer.status.as_u16(), answer.code());
    assert!([(422, "IO_ERROR".to_owned()), (500, "INTERNAL".to_owned())].contains(&told), "{}", answer.text());
    server.assert_serving();
}

#[test]
fn native_work_beyond_the_cap_is_a_resource_cap() {
    let server = Server::builder().args(&["--executors", "1", "--executor-memory", "64MiB"]).start();
    server.upload("smallest");
    // Small enough to be read whole, and its rows are columns beside it.
    let mut file = fs::File::create(server.base().join("big.json")).expect("the folder is ours");
    write!(file, "[").expect("there is room");
    let line = (0..1000).map(|_| "{\"x\":1.5,\"y\":\"some text that takes room\"}").collect::<Vec<_>>().join(",");
    for block in 0..1500 {
        write!(file, "{}{line}", if block == 0 { "" } else { "," }).expect("there is room");
    }
    write!(file, "]").expect("there is room");
    let answer = server.run("smallest", &json!({"inputs": {"input": {"uri": "big.json"}}, "output": {"limit": 1}}));
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (422, "RESOURCE_CAP"), "{}", answer.text());
    assert_eq!(answer.json()["error"]["details"]["reason"], "executor_memory", "{}", answer.text());
    server.assert_serving();
}

#[test]
fn executors_hold_no_secret_and_end_with_the_server() {
    let mut server = Server::builder().secret("a secret of thirty-two bytes, say").start();
    let pids = executors(&server);
    assert_eq!(pids.len(), 3, "two for calls, one for jobs");
    for pid in &pids {
        let environment = fs::read(format!("/proc/{pid}/environ")).expect("it runs");
        assert!(!String::from_utf8_lossy(&environment).contains("secret"), "an executor sees the secret");
        let limits = fs::read_to_string(format!("/proc/{pid}/limits")).expect("it runs");
        assert!(limits.lines().any(|line| line.starts_with("Max core file size") && line.contains(" 0 ")), "{limits}");
    }
    server.signal(Signal::KILL);
    server.wait();
    eventually("the executors' end", || pids.iter().all(|pid| !is_alive(*pid)));
}

fn is_alive(pid: u32) -> bool {
    // A zombie has ended; it waits for somebody to look.
    fs::read_to_string(Path::new("/proc").join(pid.to_string()).join("stat")).is_ok_and(|stat| !stat.contains(") Z "))
}

#[test]
fn sigterm_lets_running_calls_end() {
    let mut server = Server::start();
    server.upload("roundtrip-python");
    let request = slow_request(&server);
    let answer = std::thread::scope(|scope| {
        let call = scope.spawn(|| server.run("roundtrip-python", &request));
        eventually("the call's start", || metric(&server, "sandtable_calls_running") > 0.0);
        server.signal(Signal::TERM);
        call.join().expect("the call is answered")
    });
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert!(server.wait().success());
}
