//! Jobs: tokens, records, cancels, restarts.

use sandtable_tests::Server;
use serde_json::json;

use super::{server, slow, steps};

#[test]
fn tokens_count_from_one_and_survive_a_restart() {
    let folder = tempfile::tempdir().expect("temporary folders can be made");
    let data = folder.path().join("data");
    {
        let server = Server::builder().data_dir(&data).start();
        std::fs::write(server.base().join("a.csv"), "x\n1\n").expect("the folder is ours");
        assert_eq!(server.get("/v1/py/health").json()["next_token"], 1);
        assert_eq!(server.submit("discover", &json!({"uri": "."})), 1);
        assert_eq!(server.submit("discover", &json!({"uri": "."})), 2);
        assert_eq!(server.finished(2)["status"], "completed");
        assert_eq!(server.finished(1)["status"], "completed");
    }
    let server = Server::builder().data_dir(&data).start();
    assert_eq!(server.get("/v1/py/jobs/1").json()["data"]["total_files"], 1, "results are kept");
    assert_eq!(server.submit("discover", &json!({"uri": "."})), 3);
}

#[test]
fn a_record_is_as_the_contract_says() {
    let server = server();
    let token = server.submit("discover", &json!({"datasource_id": "nyc", "uri": "nyc", "recurse": true, "max_files": 10}));
    let record = server.finished(token);
    assert_eq!((&record["token"], &record["code"], &record["error"], &record["job_type"]), (&json!(1), &json!(200), &json!(null), &json!("discover")));
    assert_eq!((&record["ttl"], &record["attempts"]), (&json!(86400), &json!(1)));
    assert_eq!(steps(&record), ["scanning_directory", "files_found", "discovery_complete"]);
    assert_eq!(record["steps"][0]["duration_ms"], 0);
    assert!(record["steps"][2]["timestamp"].as_str().is_some_and(|at| at.ends_with('Z')), "{record}");
    assert!(record["created_at"].as_str() <= record["updated_at"].as_str());
    let files = record["data"]["files"].as_array().expect("files are listed");
    assert_eq!(files.len(), 5);
    let airlines = files.iter().find(|file| file["path"].as_str().is_some_and(|path| path.ends_with("/nyc/airlines.csv"))).expect("it is there");
    assert_eq!(airlines["estimated_rows"], 16);
    assert!(airlines["path"].as_str().is_some_and(|path| path.starts_with('/')), "paths are absolute");
}

#[test]
fn the_same_key_gives_the_same_token() {
    let server = server();
    let submit = |key: &str, body: serde_json::Value| {
        let request = server.request(reqwest::Method::POST, "/v1/py/discover").header("Idempotency-Key", key).json(&body);
        sandtable_tests::Answer::from(request.send().expect("the server answers")).json()["token"].clone()
    };
    let body = json!({"uri": "nyc"});
    let first = submit("one", body.clone());
    assert_eq!(submit("one", body.clone()), first);
    assert_ne!(submit("two", body), first);
}

#[test]
fn a_cancel_stops_the_work() {
    let server = server();
    let token = server.submit("transform", &slow(&server));
    let answer = server.delete(&format!("/v1/py/jobs/{token}"));
    assert_eq!(answer.status, 200);
    let record = server.finished(token);
    assert_eq!((&record["status"], &record["error"]["details"]["reason"]), (&json!("failed"), &json!("cancelled")), "{record:#}");
    assert_eq!(record["code"], 499);
    // Its executor is free again.
    assert_eq!(server.done("discover", &json!({"uri": "nyc"}))["total_files"], 5);
    let again = server.delete(&format!("/v1/py/jobs/{token}"));
    assert_eq!(again.json()["status"], "failed", "what is over stays as it is");
}

#[test]
fn jobs_are_listed_newest_first() {
    let server = server();
    for _ in 0..3 {
        server.done("discover", &json!({"uri": "nyc"}));
    }
    let list = server.get("/v1/py/jobs?limit=2").json();
    assert_eq!((&list["jobs"][0]["token"], &list["jobs"][1]["token"], &list["next"]), (&json!(3), &json!(2), &json!(2)));
    let rest = server.get("/v1/py/jobs?limit=2&before=2").json();
    assert_eq!((&rest["jobs"][0]["token"], &rest["next"]), (&json!(1), &json!(null)));
    assert_eq!(server.get("/v1/py/jobs?status=failed").json()["jobs"], json!([]));
    assert_eq!(server.get("/v1/py/jobs?status=odd").code(), "VALIDATION_ERROR");
    assert_eq!(server.get("/v1/py/dead").json(), json!({"jobs": [], "next": null}));
    assert_eq!(server.post("/v1/py/dead/1/requeue", &json!({})).status, 409);
}

#[test]
fn health_tells_what_the_service_is() {
    let server = server();
    let health = server.get("/v1/py/health").json();
    assert_eq!((&health["status"], &health["versions"]["pandas"], &health["workers_active"]), (&json!("ok"), &json!(null), &json!(0)));
    assert!(health["versions"]["polars"].as_str().is_some_and(|version| version.starts_with("0.55")), "{health}");
    assert!(health["memory_usage_mb"].as_u64().is_some_and(|mib| mib > 0));
}
