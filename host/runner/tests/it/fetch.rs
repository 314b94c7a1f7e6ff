//! URLs that lie, hosts that do harm.

use std::io::{Read, Write};
use std::sync::Arc;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use sandtable_core::Code;
use sandtable_executor::TableBytes;
use sandtable_runner::FetchLimits;
use tempfile::TempDir;

use crate::host::{Host, answer, ok};
use crate::support::fetcher;

fn small() -> FetchLimits {
    FetchLimits { table_bytes: 100_000, pause: Duration::from_millis(500), ..FetchLimits::default() }
}

fn spool() -> TempDir {
    tempfile::tempdir().unwrap()
}

#[tokio::test]
async fn what_is_behind_a_url_comes_whole() {
    let (host, spool) = (Host::new(|_| ok(b"{\"a\":1}\n")), spool());
    let fetcher = fetcher(&["127.0.0.1"], small(), &["127.0.0.1"], &spool);
    let mut text = String::new();
    fetcher.table(&host.url("/t?sig=1")).await.unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(text, "{\"a\":1}\n");
    let asked = host.asked.lock().unwrap()[0].clone();
    assert_eq!((asked.path.as_str(), asked.headers["accept-encoding"].as_str()), ("/t?sig=1", "identity"));
}

#[tokio::test]
async fn redirects_are_checked_again_and_counted() {
    let target = Host::new(|_| ok(b"secret"));
    let to = target.url("/secret");
    let spool = spool();
    let by_address = Host::new(move |_| answer("302 Found", &format!("location: {to}\r\n"), b""));
    // The first host is trusted by its name, the second is an address that nobody named.
    let fetcher = fetcher(&["store"], small(), &["127.0.0.1"], &spool);
    let error = fetcher.table(&by_address.named("store", "/x")).await.unwrap_err();
    assert!(error.message.contains("leads on") && error.message.contains("127.0.0.1"), "{}", error.message);
    assert!(target.asked.lock().unwrap().is_empty(), "it was never dialled");
    for location in ["http://169.254.169.254/latest", "file:///etc/passwd", "http://[::1]/", "https://localhost/", "gopher://x"] {
        let host = Host::new(move |_| answer("307 Temporary Redirect", &format!("location: {location}\r\n"), b""));
        assert!(fetcher.table(&host.named("store", "/x")).await.is_err(), "{location}");
    }
    let around = Host::new(|_| answer("302 Found", "location: /again\r\n", b""));
    let error = fetcher.table(&around.named("store", "/x")).await.unwrap_err();
    assert!(error.message.contains("more than 5 redirects"), "{}", error.message);
    assert_eq!(around.asked.lock().unwrap().len(), 6);
    let once = Host::new(|asked| if asked.path == "/x" { answer("302 Found", "location: /y\r\n", b"") } else { ok(b"fine") });
    assert!(fetcher.table(&once.named("store", "/x")).await.is_ok());
}

#[tokio::test]
async fn a_name_that_means_another_address_the_second_time_is_not_dialled() {
    let (host, spool) = (Host::new(|_| ok(b"secret")), spool());
    // Nobody named it: its addresses must be public whenever they are asked for, and what was checked is what is dialled.
    for addresses in [&["127.0.0.1"][..], &["10.0.0.1"], &["::ffff:127.0.0.1"], &["169.254.169.254"]] {
        let fetcher = fetcher(&[], small(), addresses, &spool);
        let error = fetcher.table("https://rebind.example/x").await.unwrap_err();
        assert_eq!(error.code, Code::ValidationError, "{}", error.message);
        assert!(error.message.contains("SANDTABLE_ALLOW_HOSTS"), "{}", error.message);
    }
    // Public first, this machine then: the second answer is checked like the first.
    let turned = fetcher(&[], FetchLimits { pause: Duration::from_millis(50), ..small() }, &["192.31.7.1", "127.0.0.1"], &spool);
    let first = turned.table("https://rebind.example/x").await.unwrap_err();
    assert_eq!(first.code, Code::IoError, "a public address that nobody answers at: {}", first.message);
    let second = turned.table("https://rebind.example/x").await.unwrap_err();
    assert_eq!(second.code, Code::ValidationError, "{}", second.message);
    assert!(host.asked.lock().unwrap().is_empty());
}

#[tokio::test]
async fn bombs_and_floods_are_stopped_at_the_cap() {
    let spool = spool();
    let fetcher = fetcher(&["127.0.0.1"], small(), &["127.0.0.1"], &spool);
    let packed = |bytes: usize| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&vec![b' '; bytes]).unwrap();
        encoder.finish().unwrap()
    };
    let fine = packed(90_000);
    let host = Host::new(move |_| answer("200 OK", "content-encoding: gzip\r\n", &fine));
    let mut text = String::new();
    fetcher.table(&host.url("/fine")).await.unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(text.len(), 90_000);
    let bomb = packed(50_000_000);
    assert!(bomb.len() < 100_000);
    let host = Host::new(move |_| answer("200 OK", "content-encoding: gzip\r\n", &bomb));
    let error = fetcher.table(&host.url("/bomb")).await.unwrap_err();
    assert_eq!((error.code, &error.details["reason"]), (Code::ResourceCap, &"too_large".into()));
    let host = Host::new(|_| ok(&vec![b'x'; 100_001]));
    assert_eq!(fetcher.table(&host.url("/announced")).await.unwrap_err().code, Code::ResourceCap);
    let host = Host::new(|_| [b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n".to_vec(), vec![b'x'; 200_000]].concat());
    assert_eq!(fetcher.table(&host.url("/endless")).await.unwrap_err().code, Code::ResourceCap);
    let host = Host::new(|_| answer("200 OK", "content-encoding: br\r\n", b"x"));
    assert!(fetcher.table(&host.url("/other")).await.unwrap_err().message.contains("packed as \"br\""));
    let host = Host::new(|_| answer("200 OK", "content-encoding: gzip\r\n", b"not gzip"));
    assert!(fetcher.table(&host.url("/damaged")).await.unwrap_err().message.contains("damaged"));
}

#[tokio::test]
async fn half_an_answer_is_none_and_silence_has_an_end() {
    let spool = spool();
    let fetcher = fetcher(&["127.0.0.1"], small(), &["127.0.0.1"], &spool);
    let half = Host::new(|_| b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf".to_vec());
    assert_eq!(fetcher.table(&half.url("/x")).await.unwrap_err().code, Code::IoError);
    let silent = Host::new(|_| {
        std::thread::sleep(Duration::from_secs(5));
        Vec::new()
    });
    let error = fetcher.table(&silent.url("/x?X-Amz-Signature=secret")).await.unwrap_err();
    assert!(error.message.contains("nothing came") && !format!("{error:?}").contains("secret"), "{error:?}");
    let gone = Host::new(|_| answer("404 Not Found", "", b"<Code>NoSuchKey</Code>"));
    assert!(fetcher.table(&gone.url("/x")).await.unwrap_err().message.ends_with("the answer is 404"));
    let dead = fetcher.table("http://127.0.0.1:1/x").await.unwrap_err();
    assert_eq!(dead.code, Code::IoError, "{}", dead.message);
}

#[tokio::test]
async fn what_is_sent_says_its_length_first_and_follows_nobody() {
    let (host, spool) = (Host::new(|_| ok(b"")), spool());
    let fetcher = fetcher(&["127.0.0.1"], small(), &["127.0.0.1"], &spool);
    fetcher.send(&host.url("/held"), TableBytes::Held(b"held".to_vec())).await.unwrap();
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(&vec![b'x'; 300_000]).unwrap();
    fetcher.send(&host.url("/spooled"), TableBytes::Spooled(file)).await.unwrap();
    for asked in host.asked.lock().unwrap().iter() {
        assert_eq!(asked.headers["content-length"], asked.body.len().to_string());
        assert!(!asked.headers.contains_key("transfer-encoding"));
    }
    assert_eq!((host.bodies("/held")[0].as_slice(), host.bodies("/spooled")[0].len()), (&b"held"[..], 300_000));
    let to = host.url("/elsewhere");
    let leads = Host::new(move |_| answer("307 Temporary Redirect", &format!("location: {to}\r\n"), b""));
    let error = fetcher.send(&leads.url("/x"), TableBytes::Held(b"secret".to_vec())).await.unwrap_err();
    assert!(error.message.ends_with("the answer is 307"), "{}", error.message);
    assert!(host.bodies("/elsewhere").is_empty());
    let refuses = Host::new(|_| answer("403 Forbidden", "", b""));
    assert_eq!(fetcher.send(&refuses.url("/x"), TableBytes::Held(Vec::new())).await.unwrap_err().details["status"], 403);
}

#[tokio::test]
async fn many_are_fetched_side_by_side() {
    let (host, spool) = (Host::new(|asked| ok(asked.path.as_bytes())), spool());
    let fetcher = Arc::new(fetcher(&["127.0.0.1"], small(), &["127.0.0.1"], &spool));
    let tasks: Vec<_> = (0..20)
        .map(|number| {
            let (fetcher, url) = (Arc::clone(&fetcher), host.url(&format!("/{number}")));
            tokio::spawn(async move { fetcher.manifest(&url).await.unwrap() })
        })
        .collect();
    for (number, task) in tasks.into_iter().enumerate() {
        assert_eq!(task.await.unwrap(), format!("/{number}").into_bytes());
    }
}
