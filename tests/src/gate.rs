//! A port that leads to another one, until it is closed.

use std::io;
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

/// A port that leads to another one.
pub(crate) struct Gate {
    port: u16,
    to: u16,
    open: Option<Open>,
}

struct Open {
    closing: Arc<AtomicBool>,
    streams: Arc<Mutex<Vec<TcpStream>>>,
    accepting: JoinHandle<()>,
}

impl Gate {
    /// A free port that leads to this one.
    pub(crate) fn open(to: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("it is bound").port();
        Self { port, to, open: Some(Open::new(listener, to)) }
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Breaks all connections, and refuses new ones.
    pub(crate) fn close(&mut self) {
        let Some(Open { closing, streams, accepting }) = self.open.take() else { return };
        closing.store(true, Ordering::SeqCst);
        // It waits for a connection: this one ends it, and the port with it.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
        let _ = accepting.join();
        for stream in streams.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// Leads on again.
    pub(crate) fn reopen(&mut self) {
        if self.open.is_none() {
            let listener = TcpListener::bind(("127.0.0.1", self.port)).expect("nobody took the port");
            self.open = Some(Open::new(listener, self.to));
        }
    }
}

impl Open {
    fn new(listener: TcpListener, to: u16) -> Self {
        let (closing, streams) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(Vec::new())));
        let (stop, kept) = (Arc::clone(&closing), Arc::clone(&streams));
        let accepting = std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                if stop.load(Ordering::SeqCst) {
                    return;
                }
                // Who cannot be led on is cut off.
                if let Ok(both) = TcpStream::connect(("127.0.0.1", to)).and_then(|server| pass(client, server)) {
                    kept.lock().unwrap_or_else(PoisonError::into_inner).extend(both);
                }
            }
        });
        Self { closing, streams, accepting }
    }
}

/// Passes on what either says, and gives handles on both.
fn pass(client: TcpStream, server: TcpStream) -> io::Result<[TcpStream; 2]> {
    let handles = [client.try_clone()?, server.try_clone()?];
    for (mut from, mut to) in [(client.try_clone()?, server.try_clone()?), (server, client)] {
        std::thread::spawn(move || {
            let _ = io::copy(&mut from, &mut to);
            let _ = to.shutdown(Shutdown::Write);
        });
    }
    Ok(handles)
}
