//! `Dockerfile` and `compose.yaml`, as far as a machine without an engine can tell: what they set exists, and with it a
//! server and a worker do each other's work.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::{Child, Command, Stdio};

use sandtable_tests::{RedisServer, Server, bin, data, repository};
use serde_json::{Value, json};

fn compose() -> Value {
    let text = fs::read_to_string(repository().join("compose.yaml")).expect("it is there");
    let mut value: serde_norway::Value = serde_norway::from_str(&text).expect("it is YAML");
    value.apply_merge().expect("its anchors are there");
    serde_json::to_value(value).expect("its keys are text")
}

/// The variables that `sandtable serve` knows.
fn known() -> BTreeSet<String> {
    let help = Command::new(bin()).args(["serve", "--help"]).output().expect("the command can be started");
    let help = String::from_utf8(help.stdout).expect("help is text");
    help.split("[env: ").skip(1).filter_map(|rest| rest.split(['=', ']']).next()).map(str::to_owned).collect()
}

fn environment(service: &Value) -> BTreeMap<String, String> {
    service["environment"]
        .as_object()
        .expect("it has an environment")
        .iter()
        .map(|(name, value)| (name.clone(), value.as_str().expect("values are quoted").to_owned()))
        .collect()
}

/// The instructions of the Dockerfile, each on a line.
fn dockerfile() -> Vec<String> {
    let text = fs::read_to_string(repository().join("Dockerfile")).expect("it is there").replace("\\\n", " ");
    text.lines().filter(|line| !line.starts_with('#')).map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// What an instruction says.
fn said(instruction: &str) -> Vec<String> {
    dockerfile().iter().filter_map(|line| line.strip_prefix(instruction).map(str::trim).map(str::to_owned)).collect()
}

#[test]
fn every_variable_that_is_set_is_one_that_is_read() {
    let known = known();
    assert!(known.len() > 20, "{known:?}");
    let compose = compose();
    let mut set: Vec<String> =
        said("ENV").iter().flat_map(|line| line.split(' ').map(|pair| pair.split('=').next().unwrap().to_owned()).collect::<Vec<_>>()).collect();
    for name in ["server", "worker"] {
        set.extend(environment(&compose["services"][name]).into_keys());
    }
    assert!(set.len() > 6, "{set:?}");
    for name in set {
        assert!(known.contains(&name), "{name} means nothing to the command");
    }
}

#[test]
fn paths_and_ports_agree() {
    let env: BTreeMap<String, String> = said("ENV")
        .iter()
        .flat_map(|line| line.split(' ').map(|pair| pair.split_once('=').unwrap()).map(|(name, value)| (name.to_owned(), value.to_owned())).collect::<Vec<_>>())
        .collect();
    let compose = compose();
    assert_eq!(env["SANDTABLE_LISTEN"], format!("0.0.0.0:{}", said("EXPOSE")[0]));
    assert!(compose["services"]["server"]["ports"][0].as_str().unwrap().ends_with(&format!(":{}", said("EXPOSE")[0])));
    for name in ["server", "worker"] {
        let volumes: Vec<&str> = compose["services"][name]["volumes"].as_array().unwrap().iter().map(|volume| volume.as_str().unwrap()).collect();
        assert!(volumes.iter().any(|volume| volume.ends_with(&format!(":{}", env["SANDTABLE_DATA_DIR"]))), "{volumes:?}");
        assert!(volumes.iter().any(|volume| volume.ends_with(&format!(":{}:ro", env["SANDTABLE_BASE_PATH"]))), "{volumes:?}");
    }
    // The Rust that the sources ask for.
    let rust = said("FROM")[0].clone();
    let oldest =
        fs::read_to_string(repository().join("Cargo.toml")).unwrap().lines().find_map(|line| line.strip_prefix("rust-version = ")).unwrap().replace('"', "");
    assert!(rust.starts_with(&format!("rust:{oldest}")), "{rust}, and rust-version is {oldest}");
}

/// A process that ends with the test.
struct Worker(Child);

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn with_its_settings_a_worker_does_what_a_server_takes() {
    let redis = RedisServer::start();
    let compose = compose();
    let settings = |name: &str| {
        let mut settings = environment(&compose["services"][name]);
        settings.insert("SANDTABLE_REDIS_URL".to_owned(), redis.url());
        settings.insert("SANDTABLE_AUTH_SECRET".to_owned(), "s".to_owned());
        settings
    };
    assert_eq!(compose["services"]["server"]["command"], json!(["serve"]));
    assert_eq!(compose["services"]["worker"]["command"], json!(["worker"]));
    // The volumes of both.
    let (files, shared) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    fs::copy(data("airlines.csv"), files.path().join("airlines.csv")).unwrap();

    let mut builder = Server::builder().secret("s").base_dir(files.path()).data_dir(shared.path());
    for (name, value) in settings("server") {
        builder = builder.env(&name, &value);
    }
    let server = builder.start();
    let worker = Command::new(bin())
        .arg("worker")
        .envs(settings("worker"))
        .env("SANDTABLE_DATA_DIR", shared.path())
        .env("SANDTABLE_BASE_PATH", files.path())
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let _worker = Worker(worker);
    let tokens: Vec<u64> = (0..20).map(|_| server.submit("query", &json!({"plan": {"dataset": "airlines.csv"}}))).collect();
    for token in tokens {
        let record = server.finished(token);
        assert_eq!((&record["status"], record["data"]["rows"].as_array().map(Vec::len)), (&json!("completed"), Some(16)), "{record:#}");
    }
}
