//! `wasi:io/streams`: the library's. None of ours ever blocks, so that the calls that may block do what the others do:
//! the library would start a runtime for them.

use bytes::Bytes;
use wasmtime::StoreContextMut;
use wasmtime::component::{HasSelf, Linker, Resource, WasmList};
use wasmtime_wasi::p2::bindings::sync::io::streams::{self, Host as _};
use wasmtime_wasi::p2::{DynInputStream, DynOutputStream, DynPollable, StreamError, StreamResult};

use crate::guest::Guest;

/// What an output says it will take at once.
pub(super) const WRITE_BYTES: usize = 64 << 10;

/// Implements the generated trait of a stream by what the library has its table do.
macro_rules! counted {
    ($($host:ident for $stream:ident { $($function:ident($($argument:ident: $type:ty),*) -> $result:ty => $theirs:ident;)* })*) => {
        $(impl streams::$host for Guest {
            $(fn $function(&mut self, stream: Resource<$stream> $(, $argument: $type)*) -> StreamResult<$result> {
                self.enter().map_err(StreamError::Trap)?;
                streams::$host::$theirs(self.table(), stream $(, $argument)*)
            })*

            fn subscribe(&mut self, stream: Resource<$stream>) -> wasmtime::Result<Resource<DynPollable>> {
                self.enter()?;
                streams::$host::subscribe(self.table(), stream)
            }

            fn drop(&mut self, stream: Resource<$stream>) -> wasmtime::Result<()> {
                self.enter()?;
                self.table().delete(stream)?;
                Ok(())
            }
        })*
    };
}

counted! {
    HostInputStream for DynInputStream {
        read(most: u64) -> Vec<u8> => read;
        blocking_read(most: u64) -> Vec<u8> => read;
        skip(most: u64) -> u64 => skip;
        blocking_skip(most: u64) -> u64 => skip;
    }
    HostOutputStream for DynOutputStream {
        check_write() -> u64 => check_write;
        write(bytes: Vec<u8>) -> () => write;
        blocking_write_and_flush(bytes: Vec<u8>) -> () => write;
        flush() -> () => flush;
        blocking_flush() -> () => flush;
        write_zeroes(count: u64) -> () => write_zeroes;
        blocking_write_zeroes_and_flush(count: u64) -> () => write_zeroes;
        splice(input: Resource<DynInputStream>, most: u64) -> u64 => splice;
        blocking_splice(input: Resource<DynInputStream>, most: u64) -> u64 => splice;
    }
}

impl streams::Host for Guest {
    fn convert_stream_error(&mut self, error: StreamError) -> wasmtime::Result<streams::StreamError> {
        self.table().convert_stream_error(error)
    }
}

/// Defines the streams; then once more the two functions with which a guest could make the host copy all of its memory at
/// once.
pub(super) fn link(linker: &mut Linker<Guest>) -> wasmtime::Result<()> {
    linker.allow_shadowing(true);
    let mut instance = linker.instance("wasi:io/streams@0.2.12")?;
    streams::add_to_linker_instance::<Guest, HasSelf<Guest>>(&mut instance, |guest| guest)?;
    for name in ["write", "blocking-write-and-flush"] {
        instance.func_wrap(&format!("[method]output-stream.{name}"), write)?;
    }
    linker.allow_shadowing(false);
    Ok(())
}

type Written = (Result<(), streams::StreamError>,);

/// A write, piece by piece.
fn write(mut store: StoreContextMut<'_, Guest>, (output, bytes): (Resource<DynOutputStream>, WasmList<u8>)) -> wasmtime::Result<Written> {
    store.data_mut().enter()?;
    for start in (0..bytes.len()).step_by(WRITE_BYTES) {
        let end = bytes.len().min(start + WRITE_BYTES);
        let piece = Bytes::copy_from_slice(&bytes.as_le_slice(&store)[start..end]);
        let guest = store.data_mut();
        if let Err(error) = guest.table().get_mut(&output)?.write(piece) {
            return Ok((Err(guest.convert_stream_error(error)?),));
        }
    }
    Ok((Ok(()),))
}
