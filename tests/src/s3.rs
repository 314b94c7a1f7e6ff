//! A real store that speaks S3, on a free port; what is in it is gone with it.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command};
use std::sync::OnceLock;
use std::time::Duration;

use reqwest::blocking::{Client, RequestBuilder};
use tempfile::TempDir;

use crate::gate::Gate;
use crate::{repository, tether};

/// A store that speaks S3. Those under test reach it by a gate that can be closed.
pub struct S3Server {
    process: Child,
    port: u16,
    gate: Gate,
    client: Client,
    _folder: TempDir,
}

impl S3Server {
    /// One with these buckets.
    ///
    /// # Panics
    /// When it cannot be installed or does not start.
    pub fn start(buckets: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let client = Client::builder().timeout(Duration::from_secs(60)).build().expect("a plain client");
        // Another process may take the port between the look and the start.
        for _ in 0..10 {
            let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port").port();
            if let Some(process) = launch(&folder, port) {
                let server = Self { process, port, gate: Gate::open(port), client, _folder: folder };
                buckets.iter().for_each(|bucket| server.put(bucket, "", Vec::new()));
                return server;
            }
        }
        panic!("the store did not start on any of ten free ports")
    }

    /// Where it is for those under test.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.gate.port())
    }

    /// The variables that lead a server to it.
    pub fn envs(&self) -> [(&'static str, String); 5] {
        [
            ("AWS_ENDPOINT_URL", self.url()),
            ("AWS_ALLOW_HTTP", "true".to_owned()),
            ("AWS_REGION", "us-east-1".to_owned()),
            ("AWS_ACCESS_KEY_ID", "test".to_owned()),
            ("AWS_SECRET_ACCESS_KEY", "test".to_owned()),
        ]
    }

    /// Writes an object; without a key, makes the bucket.
    ///
    /// # Panics
    /// When the store does not take it.
    pub fn put(&self, bucket: &str, key: &str, bytes: Vec<u8>) {
        let answer = self.signed(self.client.put(self.own(bucket, key))).body(bytes).send().expect("the store answers");
        assert!(answer.status().is_success(), "{bucket}/{key}: {}", answer.status());
    }

    /// The bytes of an object, if it is there.
    ///
    /// # Panics
    /// When the store does not answer.
    pub fn get(&self, bucket: &str, key: &str) -> Option<Vec<u8>> {
        let answer = self.signed(self.client.get(self.own(bucket, key))).send().expect("the store answers");
        answer.status().is_success().then(|| answer.bytes().expect("the object comes whole").to_vec())
    }

    /// A URL that gives access to an object for a while, as whoever owns the bucket would hand it out. Signed as little
    /// as all else: the store looks who asks, not whether that is true.
    pub fn presigned(&self, bucket: &str, key: &str) -> String {
        let credential = "test%2F20260101%2Fus-east-1%2Fs3%2Faws4_request";
        let query = format!(
            "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={credential}&X-Amz-Date=20260101T000000Z&X-Amz-Expires=604800&X-Amz-SignedHeaders=host&X-Amz-Signature=none"
        );
        format!("{}/{bucket}/{key}?{query}", self.url())
    }

    /// The keys of a bucket.
    ///
    /// # Panics
    /// When the store does not answer.
    pub fn keys(&self, bucket: &str) -> Vec<String> {
        let answer = self.signed(self.client.get(self.own(bucket, "?list-type=2"))).send().expect("the store answers");
        let text = answer.text().expect("the list comes whole");
        text.split("<Key>").skip(1).filter_map(|part| part.split("</Key>").next().map(str::to_owned)).collect()
    }

    /// It cannot be reached any more: connections break, new ones are refused. It keeps what is in it.
    pub fn go_away(&mut self) {
        self.gate.close();
    }

    /// It can be reached again, where it was.
    ///
    /// # Panics
    /// When its port was taken meanwhile.
    pub fn come_back(&mut self) {
        self.gate.reopen();
    }

    fn own(&self, bucket: &str, key: &str) -> String {
        format!("http://127.0.0.1:{}/{bucket}/{key}", self.port)
    }

    /// It looks who asks, not whether that is true.
    fn signed(&self, request: RequestBuilder) -> RequestBuilder {
        let credential = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=none";
        request.header("authorization", credential)
    }
}

impl Drop for S3Server {
    fn drop(&mut self) {
        self.gate.close();
        tether::cut(&mut self.process);
    }
}

fn launch(folder: &TempDir, port: u16) -> Option<Child> {
    let python = python().display().to_string();
    tether::start(&[&python, "-m", "moto.server", "-H", "127.0.0.1", "-p", &port.to_string()], folder.path(), &|| answers(port))
}

/// The Python that has it: `$SANDTABLE_S3_PYTHON`, or the one that `scripts/build-s3-server` makes.
fn python() -> PathBuf {
    static PYTHON: OnceLock<PathBuf> = OnceLock::new();
    let built = || {
        let made = Command::new(repository().join("scripts/build-s3-server")).output().expect("the script can be started");
        assert!(made.status.success(), "scripts/build-s3-server: {}", String::from_utf8_lossy(&made.stderr));
        PathBuf::from(String::from_utf8_lossy(&made.stdout).lines().last().unwrap_or_default())
    };
    PYTHON.get_or_init(|| std::env::var_os("SANDTABLE_S3_PYTHON").map_or_else(built, PathBuf::from)).clone()
}

fn answers(port: u16) -> bool {
    let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) else { return false };
    let mut answer = [0; 9];
    stream.write_all(b"GET /moto-api/ HTTP/1.0\r\n\r\n").is_ok() && stream.read_exact(&mut answer).is_ok() && answer.starts_with(b"HTTP/1.")
}
