//! A real server process on a free port.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jsonwebtoken::{Algorithm, EncodingKey, Header};
use reqwest::blocking::{Client, RequestBuilder, Response};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tempfile::TempDir;

/// How a server is started.
pub struct ServerBuilder {
    args: Vec<String>,
    envs: Vec<(String, String)>,
    data: Option<PathBuf>,
    base: Option<PathBuf>,
    secret: Option<String>,
    disk_mib: Option<u32>,
}

/// A server that runs until it is dropped.
pub struct Server {
    child: Child,
    // Kept open: a closed pipe would make the server's next line an error.
    _stdout: BufReader<ChildStdout>,
    log: Arc<Mutex<String>>,
    _folder: TempDir,
    data: PathBuf,
    base: PathBuf,
    url: String,
    client: Client,
    token: Option<String>,
}

/// An answer, read to its end.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: reqwest::header::HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

impl ServerBuilder {
    /// Adds arguments to `sandtable serve`.
    #[must_use]
    pub fn args(mut self, args: &[&str]) -> Self {
        self.args.extend(args.iter().map(|&arg| arg.to_owned()));
        self
    }

    /// Adds a variable.
    #[must_use]
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.envs.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Uses a data directory that outlives the server.
    #[must_use]
    pub fn data_dir(mut self, path: &Path) -> Self {
        self.data = Some(path.to_owned());
        self
    }

    /// Gives it the languages of a folder.
    #[must_use]
    pub fn languages(self, folder: &Path) -> Self {
        self.env("SANDTABLE_LANGUAGES", &folder.display().to_string())
    }

    /// Reads below a folder that outlives the server.
    #[must_use]
    pub fn base_dir(mut self, path: &Path) -> Self {
        self.base = Some(path.to_owned());
        self
    }

    /// Demands tokens, and sends one that may do everything.
    #[must_use]
    pub fn secret(mut self, secret: &str) -> Self {
        self.secret = Some(secret.to_owned());
        self
    }

    /// Puts its data directory on a disk of its own, in memory and of this size, which [`Server::on_disk`] leads to.
    #[must_use]
    pub fn disk_mib(mut self, mib: u32) -> Self {
        self.disk_mib = Some(mib);
        self
    }

    /// Starts it and waits until it listens.
    ///
    /// # Panics
    /// When it does not start; with its log.
    pub fn start(self) -> Server {
        let folder = tempfile::tempdir().expect("temporary folders can be made");
        let base = self.base.unwrap_or_else(|| folder.path().join("base"));
        std::fs::create_dir_all(&base).expect("the folder can be made");
        let data = self.data.unwrap_or_else(|| folder.path().join("data"));
        let mut command = match self.disk_mib {
            None => Command::new(crate::bin()),
            Some(mib) => on_a_disk(mib, &data),
        };
        command.args(["serve", "--listen", "127.0.0.1:0", "--data-dir"]).arg(&data).arg("--base-path").arg(&base).args(&self.args);
        // The settings of who runs the tests must not change what is tested.
        for (name, _) in std::env::vars_os().filter(|(name, _)| {
            name.to_str().is_some_and(|name| ["SANDTABLE_", "PY_", "REDIS_", "CELERY_", "AWS_"].iter().any(|front| name.starts_with(front)))
        }) {
            command.env_remove(name);
        }
        command.envs(self.envs);
        if let Some(secret) = &self.secret {
            command.env("SANDTABLE_AUTH_SECRET", secret);
        }
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the command can be started");
        let log = Arc::new(Mutex::new(String::new()));
        let (stderr, kept) = (child.stderr.take().expect("it is piped"), Arc::clone(&log));
        std::thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                let mut log = kept.lock().expect("nobody panics with the log");
                log.push_str(&line);
                log.push('\n');
            }
        });
        let mut stdout = BufReader::new(child.stdout.take().expect("it is piped"));
        let mut line = String::new();
        // It either listens or ends; both end this wait.
        stdout.read_line(&mut line).expect("stdout is readable");
        let url = line.trim().strip_prefix("listening on ").map(str::to_owned);
        let Some(url) = url else {
            let status = child.wait().expect("it is our child");
            std::thread::sleep(Duration::from_millis(50)); // Only so that the message below has the log's last lines.
            panic!("the server did not start ({status}): {line}\n{}", log.lock().expect("nobody panics with the log"));
        };
        // Longer than any limit under test, so that a hang fails instead of hanging.
        let client = Client::builder().timeout(Duration::from_secs(300)).build().expect("a plain client");
        let token = self.secret.map(|secret| Server::token(&secret, &json!({"exp": 4_102_444_800u64})));
        Server { child, _stdout: stdout, log, _folder: folder, data, base, url, client, token }
    }
}

impl Server {
    /// A server on default settings, to be changed.
    pub fn builder() -> ServerBuilder {
        ServerBuilder {
            args: ["--executors", "2", "--workers", "1"].map(str::to_owned).to_vec(),
            envs: Vec::new(),
            data: None,
            base: None,
            secret: None,
            disk_mib: None,
        }
    }

    /// A server on default settings.
    pub fn start() -> Self {
        Self::builder().start()
    }

    /// A bearer token with these claims.
    ///
    /// # Panics
    /// Never, with claims that are a JSON object.
    pub fn token(secret: &str, claims: &Value) -> String {
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), claims, &EncodingKey::from_secret(secret.as_bytes())).expect("claims are JSON")
    }

    /// The address, such as `http://127.0.0.1:40000`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// What it has logged so far.
    pub fn log(&self) -> String {
        self.log.lock().map(|log| log.clone()).unwrap_or_default()
    }

    /// The folder whose files it may read.
    pub fn base(&self) -> PathBuf {
        self.base.clone()
    }

    /// Where it keeps its data.
    pub fn data_dir(&self) -> &Path {
        &self.data
    }

    /// Where its data directory is to be found from here, when it is on a disk of its own.
    pub fn on_disk(&self) -> PathBuf {
        PathBuf::from(format!("/proc/{}/root", self.child.id())).join(self.data.strip_prefix("/").unwrap_or(&self.data))
    }

    /// A request with the builder's token, if it has one.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.client.request(method, format!("{}{path}", self.url));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// GET.
    pub fn get(&self, path: &str) -> Answer {
        self.request(Method::GET, path).send().expect("the server answers").into()
    }

    /// POST of JSON.
    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.request(Method::POST, path).json(body).send().expect("the server answers").into()
    }

    /// PUT of a component.
    pub fn put(&self, path: &str, body: impl Into<reqwest::blocking::Body>) -> Answer {
        self.request(Method::PUT, path).header("content-type", "application/wasm").body(body).send().expect("the server answers").into()
    }

    /// PUT of source code of this content type.
    pub fn put_source(&self, path: &str, content_type: &str, source: &str) -> Answer {
        self.request(Method::PUT, path).header("content-type", content_type).body(source.to_owned()).send().expect("the server answers").into()
    }

    /// DELETE.
    pub fn delete(&self, path: &str) -> Answer {
        self.request(Method::DELETE, path).send().expect("the server answers").into()
    }

    /// Uploads a guest that `make guests` built, as version 1.0.0 under its own name.
    ///
    /// # Panics
    /// When the server does not take it.
    pub fn upload(&self, name: &str) {
        let answer = self.put(&format!("/v1/transforms/{name}/1.0.0"), crate::guest(name));
        assert!(answer.status.is_success(), "{}", answer.text());
    }

    /// Runs the newest version of a transform.
    pub fn run(&self, name: &str, request: &Value) -> Answer {
        self.post(&format!("/v1/transforms/{name}/run"), request)
    }

    /// Submits a job and gives its token.
    ///
    /// # Panics
    /// When the server does not take it.
    pub fn submit(&self, door: &str, body: &Value) -> u64 {
        let answer = self.post(&format!("/v1/py/{door}"), body);
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(answer.json()["status"], "started");
        answer.json()["token"].as_u64().expect("a token is a number")
    }

    /// Waits for the end of a job and gives its record.
    ///
    /// # Panics
    /// When the server does not know it.
    pub fn finished(&self, token: u64) -> Value {
        loop {
            let answer = self.get(&format!("/v1/py/jobs/{token}"));
            assert_eq!(answer.status, 200, "{}", answer.text());
            let record = answer.json();
            if record["status"] != "running" {
                return record;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Submits a job, waits for its end, and gives its `data`.
    ///
    /// # Panics
    /// When it fails.
    pub fn done(&self, door: &str, body: &Value) -> Value {
        let record = self.finished(self.submit(door, body));
        assert_eq!(record["status"], "completed", "{record:#}");
        record["data"].clone()
    }

    /// Shows that the server is alive and that its executors work.
    ///
    /// # Panics
    /// When they do not.
    pub fn assert_serving(&self) {
        self.upload("smallest");
        let answer = self.run("smallest", &json!({"inputs": {"input": {"rows": [{"x": 1.5}]}}}));
        assert_eq!(answer.status, 200, "{}", answer.text());
    }

    /// Sends a signal to the server.
    ///
    /// # Panics
    /// When it has ended.
    pub fn signal(&self, signal: rustix::process::Signal) {
        rustix::process::kill_process(rustix::process::Pid::from_child(&self.child), signal).expect("the server runs");
    }

    /// Waits for the server's end.
    ///
    /// # Panics
    /// Never: it is our child.
    pub fn wait(&mut self) -> std::process::ExitStatus {
        self.child.wait().expect("it is our child")
    }
}

/// The command in a mount namespace where the folder is a disk of this size. The process stays the one that is started.
fn on_a_disk(mib: u32, folder: &Path) -> Command {
    std::fs::create_dir_all(folder).expect("the folder can be made");
    let script = format!("mount -t tmpfs -o size={mib}m tmpfs \"$0\" && exec \"$@\"");
    let mut command = Command::new("unshare");
    command.args(["--map-root-user", "--mount", "sh", "-c", &script]).arg(folder).arg(crate::bin());
    command
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// When it is not JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{} is not JSON ({error}): {}", self.status, self.text()))
    }

    /// The error's code, or what stands in its place.
    pub fn code(&self) -> String {
        self.json()["error"]["code"].as_str().map_or_else(|| format!("no error: {}", self.text()), str::to_owned)
    }

    /// The error's message, or what stands in its place.
    pub fn message(&self) -> String {
        self.json()["error"]["message"].as_str().map_or_else(|| format!("no error: {}", self.text()), str::to_owned)
    }

    /// A header as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

impl From<Response> for Answer {
    fn from(mut response: Response) -> Self {
        let mut body = Vec::new();
        let (status, headers) = (response.status(), response.headers().clone());
        response.read_to_end(&mut body).expect("the body arrives");
        Self { status, headers, body }
    }
}
