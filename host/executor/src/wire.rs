//! Messages between the supervisor and an executor: a header, JSON, raw bytes, and open files beside them.

use std::fs::File;
use std::io::{self, IoSlice, IoSliceMut, Read, Write};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;

use rustix::net::{RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer, SendAncillaryMessage, SendFlags};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use sandtable_core::Error;
use sandtable_tasks::{Done, Event, Task};

/// The most files that one message carries.
pub(crate) const MAX_FILES: usize = 64;
/// The most bytes of JSON or raw bytes in one message. What is larger goes into a file.
const MAX_PART: u32 = 64 << 20;
const HEADER: usize = 8;

/// What the supervisor says.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum ToExecutor {
    /// Do this.
    Task(Task),
}

/// What an executor says.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum FromExecutor {
    /// Started, engine built, walls up.
    Ready(Hello),
    /// While a task runs.
    Event(Event),
    /// The end of a task. `resident_bytes` tells how much memory the process holds after it.
    End { result: Result<Done, Error>, resident_bytes: u64 },
}

/// How an executor introduces itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Hello {
    /// The engine's compatibility hash: the key of compiled code.
    pub(crate) compatibility: String,
    /// Which walls the kernel put up.
    pub(crate) walls: Vec<String>,
}

/// A message as it arrived.
#[derive(Debug)]
pub(crate) struct Message<T> {
    pub(crate) body: T,
    pub(crate) inline: Vec<u8>,
    pub(crate) files: Vec<File>,
}

/// Sends a message. Blocks while the peer does not read.
///
/// # Errors
/// When the peer is gone, or there are more files than [`MAX_FILES`].
pub(crate) fn send<T: Serialize>(stream: &UnixStream, body: &T, inline: &[u8], files: &[File]) -> io::Result<()> {
    let json = serde_json::to_vec(body)?;
    let too_large = |_| io::Error::new(io::ErrorKind::InvalidInput, "the message is too large");
    let mut head = [0; HEADER];
    head[..4].copy_from_slice(&u32::try_from(json.len()).map_err(too_large)?.to_le_bytes());
    head[4..].copy_from_slice(&u32::try_from(inline.len()).map_err(too_large)?.to_le_bytes());

    if files.len() > MAX_FILES {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("{} files in a message, at most {MAX_FILES} are allowed", files.len())));
    }
    let borrowed: Vec<_> = files.iter().map(AsFd::as_fd).collect();
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(MAX_FILES))];
    let mut control = SendAncillaryBuffer::new(&mut space);
    if !borrowed.is_empty() && !control.push(SendAncillaryMessage::ScmRights(&borrowed)) {
        return Err(io::Error::other("the files do not fit a message"));
    }
    // One call for all three parts is the common case; what it leaves is written after it.
    let parts = [&head[..], &json, inline];
    let sent = loop {
        match rustix::net::sendmsg(stream, &parts.map(IoSlice::new), &mut control, SendFlags::NOSIGNAL) {
            Err(rustix::io::Errno::INTR) => {}
            sent => break sent?,
        }
    };
    let mut skip = sent;
    for part in parts {
        let done = skip.min(part.len());
        skip -= done;
        (&*stream).write_all(&part[done..])?;
    }
    Ok(())
}

/// Receives a message. `None` when the peer closed the connection between messages.
///
/// # Errors
/// When the peer breaks off inside a message, or says something that is not one.
pub(crate) fn receive<T: DeserializeOwned>(stream: &UnixStream) -> io::Result<Option<Message<T>>> {
    let mut head = [0; HEADER];
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(MAX_FILES))];
    let mut control = RecvAncillaryBuffer::new(&mut space);
    let received = loop {
        match rustix::net::recvmsg(stream, &mut [IoSliceMut::new(&mut head)], &mut control, RecvFlags::CMSG_CLOEXEC) {
            Err(rustix::io::Errno::INTR) => {}
            received => break received?.bytes,
        }
    };
    if received == 0 {
        return Ok(None);
    }
    let files = control
        .drain()
        .filter_map(|message| match message {
            RecvAncillaryMessage::ScmRights(files) => Some(files),
            _ => None,
        })
        .flatten()
        .map(|file: OwnedFd| File::from(file))
        .collect();
    (&*stream).read_exact(&mut head[received..])?;
    let json = read_part(stream, &head[..4])?;
    let inline = read_part(stream, &head[4..])?;
    Ok(Some(Message { body: serde_json::from_slice(&json)?, inline, files }))
}

fn read_part(mut stream: &UnixStream, length: &[u8]) -> io::Result<Vec<u8>> {
    let length = u32::from_le_bytes(length.try_into().map_err(io::Error::other)?);
    if length > MAX_PART {
        return Err(io::Error::new(io::ErrorKind::InvalidData, format!("a message part of {length} bytes, at most {MAX_PART} are allowed")));
    }
    let mut part = vec![0; length as usize];
    stream.read_exact(&mut part)?;
    Ok(part)
}

#[cfg(test)]
mod tests {
    use std::io::Seek;

    use super::*;

    #[test]
    fn a_message_arrives_with_its_bytes_and_files() {
        let (left, right) = UnixStream::pair().unwrap();
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"in a file").unwrap();
        let big = vec![7; 3 << 20];
        let sender = std::thread::spawn(move || send(&left, &"hello", &big, &[file]).unwrap());
        let message = receive::<String>(&right).unwrap().unwrap();
        sender.join().unwrap();
        assert_eq!((message.body.as_str(), message.inline.len(), message.files.len()), ("hello", 3 << 20, 1));
        let (mut text, mut file) = (String::new(), &message.files[0]);
        file.rewind().unwrap();
        file.read_to_string(&mut text).unwrap();
        assert_eq!(text, "in a file");
        assert!(receive::<String>(&right).unwrap().is_none(), "the peer has closed");
    }

    #[test]
    fn a_length_beyond_the_cap_is_refused_before_memory_is_taken() {
        let (left, right) = UnixStream::pair().unwrap();
        (&left).write_all(&[0xff; 8]).unwrap();
        assert_eq!(receive::<String>(&right).unwrap_err().kind(), io::ErrorKind::InvalidData);
    }
}
