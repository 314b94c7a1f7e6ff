//! A real Redis for the tests, on a free port, with a folder of its own; gone when the last test lets go of it.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tempfile::TempDir;

use crate::tether;

/// A real Redis.
pub struct RedisServer {
    folder: TempDir,
    port: u16,
    process: Option<Child>,
}

impl RedisServer {
    /// One that all tests of this process share, as long as one of them runs.
    ///
    /// # Panics
    /// As [`RedisServer::start`].
    pub fn shared() -> Arc<Self> {
        static SHARED: Mutex<Weak<RedisServer>> = Mutex::new(Weak::new());
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        shared.upgrade().unwrap_or_else(|| {
            let server = Arc::new(Self::start());
            *shared = Arc::downgrade(&server);
            server
        })
    }

    /// One of its own, which the test may kill.
    ///
    /// # Panics
    /// When `redis-server` is missing or does not start.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        // Another process may take the port between the look and the start.
        for _ in 0..10 {
            let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port").port();
            if let Some(process) = launch(&folder, port) {
                return Self { folder, port, process: Some(process) };
            }
        }
        panic!("redis-server did not start on any of ten free ports")
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}/", self.port)
    }

    /// SIGKILL, as a lost machine.
    ///
    /// # Panics
    /// Never: it is our child.
    pub fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            tether::cut(&mut process);
        }
    }

    /// The same port, the same files.
    ///
    /// # Panics
    /// When its port was taken meanwhile.
    pub fn start_again(&mut self) {
        self.process = Some(launch(&self.folder, self.port).expect("redis-server starts on its old port"));
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Starts it and waits for its answer. None when it ended at once, which it does when the port is taken.
fn launch(folder: &TempDir, port: u16) -> Option<Child> {
    let missing = "redis-server is missing: `make test` installs it where it can; on Debian that is `apt-get install redis-server`";
    assert!(Command::new("redis-server").arg("--version").stdout(Stdio::null()).status().is_ok_and(|status| status.success()), "{missing}");
    // Without syncs every answered write is in the file, which survives our kills; `everysec` puts writes off now and then.
    let args = ["redis-server", "--bind", "127.0.0.1", "--port", &port.to_string(), "--appendonly", "yes", "--appendfsync", "no", "--save", ""];
    tether::start(&args, folder.path(), &|| answers(port))
}

fn answers(port: u16) -> bool {
    let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) else { return false };
    let mut answer = [0; 5];
    // While it loads its file it says -LOADING.
    stream.write_all(b"PING\r\n").is_ok() && stream.read_exact(&mut answer).is_ok() && &answer == b"+PONG"
}
