//! A full disk: a clear answer, the service alive, no job lost.

use std::fs::{self, File};
use std::io::Write;
use std::path::PathBuf;

use sandtable_tests::Server;
use serde_json::json;

use super::fill;

/// Of the disk that the data directory is on.
const DISK_MIB: u32 = 96;

/// What takes the room that there is.
struct Filler(PathBuf);

impl Filler {
    /// Takes all but so many bytes.
    fn leaving(server: &Server, bytes: u64) -> Self {
        let path = server.on_disk().join("filler");
        let mut file = File::create(&path).expect("the disk is there");
        while file.write_all(&[1; 4096]).is_ok() {}
        let length = file.metadata().expect("it is open").len();
        file.set_len(length.saturating_sub(bytes)).expect("it can be shortened");
        Self(path)
    }
}

impl Drop for Filler {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

#[test]
fn a_full_disk_fails_what_needs_room_and_nothing_else() {
    let server = Server::builder().disk_mib(DISK_MIB).args(&["--job-attempts", "2"]).start();
    fill(&server);
    let small = json!({"plan": {"dataset": "nyc/airlines.csv"}});
    let large = json!({"plan": {"dataset": "nyc/flights.csv"}, "output": "arrow"});
    server.assert_serving();
    let before = server.submit("query", &small);
    assert_eq!(server.finished(before)["status"], "completed");

    // Room for a record, none for a table of 40 MB.
    let filler = Filler::leaving(&server, 2 << 20);
    let failed = server.finished(server.submit("query", &large));
    assert_eq!(failed["status"], "failed", "{failed:#}");
    assert_eq!(failed["error"]["code"], "IO_ERROR", "{failed:#}");
    assert!(failed["error"]["message"].as_str().is_some_and(|message| message.contains("No space left")), "{failed:#}");
    assert_eq!(server.done("query", &small)["rows"].as_array().map(Vec::len), Some(16));
    drop(filler);

    // No room at all. What is taken is done in the end; what is not taken is said so.
    let filler = Filler::leaving(&server, 0);
    let mut taken = Vec::new();
    for _ in 0..20 {
        let answer = server.post("/v1/py/query", &small);
        match answer.status.as_u16() {
            200 => taken.push(answer.json()["token"].as_u64().unwrap()),
            503 => {
                assert_eq!((answer.code().as_str(), &answer.json()["error"]["details"]["reason"]), ("RESOURCE_CAP", &json!("disk_full")), "{}", answer.text());
                assert!(answer.header("retry-after").is_some());
            }
            _ => panic!("{}", answer.text()),
        }
    }
    let upload = server.put("/v1/transforms/other/1.0.0", sandtable_tests::guest("top-per-group"));
    assert_eq!((upload.status.as_u16(), upload.code().as_str()), (503, "UNAVAILABLE"), "{}", upload.text());
    assert_eq!(server.get("/v1/py/health").status, 200);
    assert_eq!(server.get(&format!("/v1/py/jobs/{before}")).json()["status"], "completed");
    drop(filler);

    for token in taken {
        let record = server.finished(token);
        assert!(record["status"] == "completed" || record["error"]["code"] == "IO_ERROR", "{record:#}");
    }
    server.assert_serving();
    assert_eq!(server.put("/v1/transforms/top-per-group/1.0.0", sandtable_tests::guest("top-per-group")).status, 201);
    assert_eq!(server.done("query", &large)["metrics"]["rows"], 336_776);
}
