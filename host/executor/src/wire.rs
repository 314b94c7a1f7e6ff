//! Messages between the supervisor and an executor: a header, JSON, raw bytes, and open files beside them.
//!
//! The executor has nothing else to do and blocks; the supervisor's end, [`Channel`], does not.

use std::fs::File;
use std::io::{self, IoSlice, IoSliceMut, Read, Write};
use std::mem::MaybeUninit;
use std::ops::Range;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::net::UnixStream;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::net::{RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer, SendAncillaryMessage, SendFlags};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use sandtable_core::Error;
use sandtable_tasks::{Answer, Ask, Done, Event, FILES_AT_ONCE, Task};
use tokio::io::Interest;

/// The most files that one message carries: an answer's, or a task's.
pub(crate) const MAX_FILES: usize = FILES_AT_ONCE;
/// The most bytes of JSON or raw bytes in one message. What is larger goes into a file.
const MAX_PART: u32 = 64 << 20;
const HEADER: usize = 8;

/// What the supervisor says.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum ToExecutor {
    /// Do this.
    Task(Task),
    /// What the task asked for; files come with it.
    Answer(Result<Answer, Error>),
}

/// What an executor says.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum FromExecutor {
    /// Started, engine built, walls up.
    Ready(Hello),
    /// While a task runs.
    Event(Event),
    /// The task needs something and waits for the answer.
    Ask(Ask),
    /// The end of a task. `held` says that the table comes with the message; `resident_bytes` how much memory the
    /// process holds after it; `busy` that some of its work could not be stopped.
    End { result: Result<Done, Error>, held: bool, resident_bytes: u64, busy: bool },
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
    let message = Outgoing::new(body, inline, files)?;
    let sent = message.start(stream.as_fd())?;
    message.rest(sent).into_iter().try_for_each(|part| (&*stream).write_all(part))
}

/// A message that is ready to go.
struct Outgoing<'a> {
    head: [u8; HEADER],
    json: Vec<u8>,
    inline: &'a [u8],
    files: &'a [File],
}

impl<'a> Outgoing<'a> {
    fn new<T: Serialize>(body: &T, inline: &'a [u8], files: &'a [File]) -> io::Result<Self> {
        let json = serde_json::to_vec(body)?;
        let too_large = |_| io::Error::new(io::ErrorKind::InvalidInput, "the message is too large");
        let mut head = [0; HEADER];
        head[..4].copy_from_slice(&u32::try_from(json.len()).map_err(too_large)?.to_le_bytes());
        head[4..].copy_from_slice(&u32::try_from(inline.len()).map_err(too_large)?.to_le_bytes());
        if files.len() > MAX_FILES {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("{} files in a message, at most {MAX_FILES} are allowed", files.len())));
        }
        Ok(Self { head, json, inline, files })
    }

    /// Sends the files and as much of the bytes as goes at once, which in the common case is all. How much it was.
    fn start(&self, socket: BorrowedFd<'_>) -> io::Result<usize> {
        let borrowed: Vec<_> = self.files.iter().map(AsFd::as_fd).collect();
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(MAX_FILES))];
        let mut control = SendAncillaryBuffer::new(&mut space);
        if !borrowed.is_empty() && !control.push(SendAncillaryMessage::ScmRights(&borrowed)) {
            return Err(io::Error::other("the files do not fit a message"));
        }
        loop {
            match rustix::net::sendmsg(socket, &self.parts().map(IoSlice::new), &mut control, SendFlags::NOSIGNAL) {
                Err(rustix::io::Errno::INTR) => {}
                sent => return Ok(sent?),
            }
        }
    }

    fn parts(&self) -> [&[u8]; 3] {
        [&self.head, &self.json, self.inline]
    }

    /// What is left when so many bytes have gone.
    fn rest(&self, sent: usize) -> [&[u8]; 3] {
        let mut skip = sent;
        self.parts().map(|part| {
            let gone = skip.min(part.len());
            skip -= gone;
            &part[gone..]
        })
    }
}

/// The supervisor's end of the socket.
pub(crate) struct Channel {
    stream: tokio::net::UnixStream,
    /// What has come of the next message.
    received: Vec<u8>,
}

impl Channel {
    /// On the runtime that this is called on.
    pub(crate) fn new(stream: UnixStream) -> io::Result<Self> {
        stream.set_nonblocking(true)?;
        Ok(Self { stream: tokio::net::UnixStream::from_std(stream)?, received: Vec::new() })
    }

    /// Sends a message.
    ///
    /// # Errors
    /// As [`send`].
    pub(crate) async fn send<T: Serialize>(&self, body: &T, inline: &[u8], files: &[File]) -> io::Result<()> {
        let message = Outgoing::new(body, inline, files)?;
        let sent = self.stream.async_io(Interest::WRITABLE, || message.start(self.stream.as_fd())).await?;
        for mut part in message.rest(sent) {
            while !part.is_empty() {
                let written = self.stream.async_io(Interest::WRITABLE, || self.stream.try_write(part)).await?;
                part = &part[written..];
            }
        }
        Ok(())
    }

    /// Receives a message. `None` when the peer closed the connection between messages. May be given up half-way and
    /// called again. Executors hand no files over, and none would be taken.
    ///
    /// # Errors
    /// When the peer breaks off inside a message, or says something that is not one.
    pub(crate) async fn receive<T: DeserializeOwned>(&mut self) -> io::Result<Option<Message<T>>> {
        loop {
            let wanted = match whole(&self.received)? {
                Ok((json, end)) => {
                    let body = serde_json::from_slice(&self.received[json.clone()])?;
                    let inline = self.received[json.end..end].to_vec();
                    self.received.drain(..end);
                    return Ok(Some(Message { body, inline, files: Vec::new() }));
                }
                Err(wanted) => wanted,
            };
            self.stream.readable().await?;
            self.received.reserve(wanted.clamp(RECEIVE_BYTES, MOST_AT_ONCE));
            match self.stream.try_read_buf(&mut self.received) {
                Ok(0) if self.received.is_empty() => return Ok(None),
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Err(error) if error.kind() != io::ErrorKind::WouldBlock => return Err(error),
                _ => {}
            }
        }
    }

    /// Whether there is nothing to hear: an idle executor says nothing by itself, so all there can be is its end.
    pub(crate) fn is_quiet(&self) -> bool {
        let mut fds = [PollFd::from_borrowed_fd(self.stream.as_fd(), PollFlags::IN)];
        matches!(poll(&mut fds, Some(&Timespec::default())), Ok(0))
    }
}

/// The least room for what is received next, and the most that is taken on a peer's word.
const RECEIVE_BYTES: usize = 16 << 10;
const MOST_AT_ONCE: usize = 1 << 20;

/// Where the JSON of a message lies and where the message ends, if all of it is there; else how many bytes are missing.
fn whole(bytes: &[u8]) -> io::Result<Result<(Range<usize>, usize), usize>> {
    let Some((head, _)) = bytes.split_at_checked(HEADER) else { return Ok(Err(HEADER - bytes.len())) };
    let json_end = HEADER + part_length(&head[..4])?;
    let end = json_end + part_length(&head[4..])?;
    Ok(if bytes.len() < end { Err(end - bytes.len()) } else { Ok((HEADER..json_end, end)) })
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
    let mut part = vec![0; part_length(length)?];
    stream.read_exact(&mut part)?;
    Ok(part)
}

fn part_length(length: &[u8]) -> io::Result<usize> {
    let length = u32::from_le_bytes(length.try_into().map_err(io::Error::other)?);
    if length > MAX_PART {
        return Err(io::Error::new(io::ErrorKind::InvalidData, format!("a message part of {length} bytes, at most {MAX_PART} are allowed")));
    }
    Ok(length as usize)
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

    #[tokio::test]
    async fn the_end_that_does_not_block_speaks_the_same() {
        let (ours, theirs) = UnixStream::pair().unwrap();
        let mut channel = Channel::new(ours).unwrap();
        assert!(channel.is_quiet());
        let peer = std::thread::spawn(move || {
            let message = receive::<String>(&theirs).unwrap().unwrap();
            for part in [&b""[..], b"small", &message.inline] {
                send(&theirs, &message.body, part, &[]).unwrap();
            }
            message.files.len()
        });
        let big = vec![7; 3 << 20];
        channel.send(&"hello", &big, &[tempfile::tempfile().unwrap()]).await.unwrap();
        for part in [&b""[..], b"small", &big] {
            let message = channel.receive::<String>().await.unwrap().unwrap();
            assert_eq!((message.body.as_str(), message.inline.len()), ("hello", part.len()));
        }
        assert!(channel.receive::<String>().await.unwrap().is_none(), "the peer has closed");
        assert_eq!(peer.join().unwrap(), 1);
    }

    #[tokio::test]
    async fn neither_end_takes_a_length_on_trust() {
        let (ours, theirs) = UnixStream::pair().unwrap();
        (&theirs).write_all(&[0xff; 8]).unwrap();
        let error = Channel::new(ours).unwrap().receive::<String>().await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidData);
    }
}
