//! The reference: a server of its own process, which starts one with pandas for each run.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};

/// It, until it is dropped.
pub(super) struct Reference {
    child: Child,
    pub(super) address: SocketAddr,
}

impl Reference {
    pub(super) fn start(program: &Path) -> Result<Self> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let mut command = Command::new(program);
        let mut child = command.arg(cores.to_string()).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().with_context(|| program.display().to_string())?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().context("its stdout is piped")?).read_line(&mut line)?;
        let port: u16 = line.trim().parse().with_context(|| format!("the reference said {line:?}"))?;
        Ok(Self { child, address: SocketAddr::from(([127, 0, 0, 1], port)) })
    }

    pub(super) fn pid(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Reference {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
