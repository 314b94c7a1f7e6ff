//! A bare axum server that gives back what it gets, in a process of its own: the floor of HTTP.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, ChildStdin, Command, Stdio};

use anyhow::{Context, Result};
use axum::Router;
use axum::body::Bytes;
use axum::routing::post;

/// The argument that makes this program the server.
pub(crate) const ARGUMENT: &str = "echo";

/// The server, until it is dropped.
pub(crate) struct Echo {
    child: Child,
    // Its end is how the server learns that nobody needs it any more.
    _stdin: Option<ChildStdin>,
    pub(crate) address: SocketAddr,
}

impl Echo {
    pub(crate) fn start() -> Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        let mut child = command.arg(ARGUMENT).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().context("its stdout is piped")?).read_line(&mut line)?;
        let address = line.trim().parse().with_context(|| format!("the echo server said {line:?}"))?;
        Ok(Self { _stdin: child.stdin.take(), child, address })
    }
}

impl Drop for Echo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Is the server, until standard input closes.
pub(crate) fn serve() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    std::thread::spawn(|| {
        // Nothing is ever sent: this returns when the bench is gone, however it went.
        let _ = std::io::stdin().read_line(&mut String::new());
        std::process::exit(0);
    });
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        println!("{}", listener.local_addr()?);
        let router = Router::new().route("/", post(|body: Bytes| async { body }));
        Ok(axum::serve(listener, router).await?)
    })
}
