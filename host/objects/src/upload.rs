//! Files on their way into a bucket.

use std::fs::File;
use std::os::unix::fs::FileExt;
use std::sync::Arc;

use object_store::aws::AmazonS3;
use object_store::path::Path;
use object_store::{Error, MultipartUpload, ObjectStoreExt, Result};

/// What goes in one request; a larger file goes in parts of this size.
const PART_BYTES: u64 = 8 << 20;
/// A store takes 10,000 parts at most.
const MOST_PARTS: u64 = 9_000;

/// Sends a file. A part is in memory at a time.
pub(crate) async fn upload(store: &AmazonS3, path: &Path, file: Arc<File>, size: u64) -> Result<()> {
    if size <= PART_BYTES {
        let whole = read(file, 0, size).await?;
        return store.put(path, whole.into()).await.map(drop);
    }
    let mut upload = store.put_multipart(path).await?;
    let sent = match send(&mut *upload, file, size).await {
        Ok(()) => upload.complete().await.map(drop),
        Err(error) => Err(error),
    };
    if sent.is_err() {
        // What was sent is seen by nobody; a store that is away now keeps it until its own rules remove it.
        let _ = upload.abort().await;
    }
    sent
}

async fn send(upload: &mut dyn MultipartUpload, file: Arc<File>, size: u64) -> Result<()> {
    let part = PART_BYTES.max(size.div_ceil(MOST_PARTS));
    let mut at = 0;
    while at < size {
        let end = size.min(at + part);
        let bytes = read(Arc::clone(&file), at, end - at).await?;
        upload.put_part(bytes.into()).await?;
        at = end;
    }
    Ok(())
}

async fn read(file: Arc<File>, at: u64, length: u64) -> Result<Vec<u8>> {
    let read = tokio::task::spawn_blocking(move || {
        let mut bytes = vec![0; length as usize];
        file.read_exact_at(&mut bytes, at).map(|()| bytes)
    });
    let read = read.await.map_err(|source| Error::JoinError { source })?;
    read.map_err(|error| Error::Generic { store: "file", source: Box::new(error) })
}
