//! The catalog and the cache of compiled code, on a real directory.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::fs::File;
use std::io::{Read, Seek, Write};
use std::path::Path;

use cap_std::ambient_authority;
use cap_std::fs::Dir;
use sandtable_catalog::{Catalog, CompiledCache, Digest, Facts, Put, SourceFacts, Upload};
use sandtable_core::description::{Description, Kind};
use sandtable_core::name::parse_version;
use sandtable_core::{Code, LimitsRequest};

fn open(path: &Path) -> Dir {
    Dir::open_ambient_dir(path, ambient_authority()).unwrap()
}

fn spooled(bytes: &[u8]) -> File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file
}

fn facts(size_bytes: u64) -> Facts {
    let description = Description {
        kind: Kind::Rows,
        name: "x".into(),
        version: "1.0.0".into(),
        summary: "a test".into(),
        inputs: Vec::new(),
        params: None,
        output: Vec::new(),
        features: Vec::new(),
        extra: Vec::new(),
    };
    Facts { size_bytes, description, imports: Vec::new() }
}

fn put(catalog: &Catalog, name: &str, version: &str, bytes: &[u8]) -> sandtable_core::Result<Put> {
    put_as(catalog, name, version, bytes, None)
}

fn put_as(catalog: &Catalog, name: &str, version: &str, bytes: &[u8], language: Option<&str>) -> sandtable_core::Result<Put> {
    let upload = Upload {
        name: name.parse().unwrap(),
        version: parse_version(version).unwrap(),
        digest: Digest::of(bytes),
        source: language.map(|language| SourceFacts { language: language.to_owned(), bundled: false }),
        facts: facts(bytes.len() as u64),
        limits: LimitsRequest::default(),
    };
    catalog.put(upload, &mut spooled(bytes))
}

fn read(mut file: &File) -> Vec<u8> {
    let mut bytes = Vec::new();
    file.rewind().unwrap();
    file.read_to_end(&mut bytes).unwrap();
    bytes
}

#[test]
fn a_version_is_created_once_and_other_bytes_conflict() {
    let dir = tempfile::tempdir().unwrap();
    let catalog = Catalog::open(&open(dir.path())).unwrap();
    assert!(matches!(put(&catalog, "a", "1.0.0", b"one").unwrap(), Put::Created(_)));
    assert!(matches!(put(&catalog, "a", "1.0.0", b"one").unwrap(), Put::Unchanged(_)));
    let error = put(&catalog, "a", "1.0.0", b"two").unwrap_err();
    assert_eq!((error.code, error.message.as_str()), (Code::Conflict, "a@1.0.0 exists with other bytes; upload them as another version"));
}

#[test]
fn all_of_it_is_there_after_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    {
        let catalog = Catalog::open(&open(dir.path())).unwrap();
        put(&catalog, "a", "1.0.0", b"one").unwrap();
        put(&catalog, "a", "1.1.0", b"two").unwrap();
        put(&catalog, "b", "0.1.0", b"one").unwrap();
        catalog.delete(&"b".parse().unwrap(), None).unwrap();
    }
    let catalog = Catalog::open(&open(dir.path())).unwrap();
    let newest = catalog.get(&"a".parse().unwrap(), None).unwrap();
    assert_eq!(newest.version.to_string(), "1.1.0");
    assert_eq!(read(&catalog.open_component(&newest.digest).unwrap()), b"two");
    assert_eq!(catalog.list().len(), 2);
    assert_eq!(catalog.get(&"b".parse().unwrap(), None).unwrap_err().code, Code::NotFound);
}

#[test]
fn a_deleted_version_stays_reserved_for_its_bytes() {
    let dir = tempfile::tempdir().unwrap();
    let catalog = Catalog::open(&open(dir.path())).unwrap();
    put(&catalog, "a", "1.0.0", b"one").unwrap();
    let name = "a".parse().unwrap();
    assert_eq!(catalog.delete(&name, Some(&parse_version("1.0.0").unwrap())).unwrap().len(), 1);
    assert_eq!(catalog.delete(&name, None).unwrap_err().code, Code::NotFound);
    assert_eq!(put(&catalog, "a", "1.0.0", b"two").unwrap_err().code, Code::Conflict);
    assert!(matches!(put(&catalog, "a", "1.0.0", b"one").unwrap(), Put::Created(_)));
}

#[test]
fn of_racing_uploads_one_wins_and_the_others_are_told() {
    let dir = tempfile::tempdir().unwrap();
    let catalog = Catalog::open(&open(dir.path())).unwrap();
    let won = std::thread::scope(|scope| {
        let racers: Vec<_> = (0..8u8)
            .map(|racer| {
                scope.spawn({
                    let catalog = &catalog;
                    move || put(catalog, "a", "1.0.0", &[racer; 1000])
                })
            })
            .collect();
        racers.into_iter().map(|racer| racer.join().unwrap()).filter(Result::is_ok).count()
    });
    assert_eq!(won, 1);
    assert_eq!(catalog.list().len(), 1);
}

#[test]
fn source_code_stands_beside_components() {
    let dir = tempfile::tempdir().unwrap();
    {
        let catalog = Catalog::open(&open(dir.path())).unwrap();
        assert!(matches!(put_as(&catalog, "a", "1.0.0", b"x = 1", Some("python")).unwrap(), Put::Created(_)));
        assert!(matches!(put_as(&catalog, "a", "1.0.0", b"x = 1", Some("python")).unwrap(), Put::Unchanged(_)));
        // The same text means something else in another language, or as a component.
        assert_eq!(put_as(&catalog, "a", "1.0.0", b"x = 1", Some("javascript")).unwrap_err().code, Code::Conflict);
        assert_eq!(put(&catalog, "a", "1.0.0", b"x = 1").unwrap_err().code, Code::Conflict);
        put(&catalog, "a", "2.0.0", b"one").unwrap();
    }
    let catalog = Catalog::open(&open(dir.path())).unwrap();
    let entry = catalog.get(&"a".parse().unwrap(), Some(&parse_version("1.0.0").unwrap())).unwrap();
    assert_eq!(entry.source.as_ref().unwrap().language, "python");
    assert_eq!(read(&catalog.open_source(&entry.digest).unwrap()), b"x = 1");
    assert_eq!(catalog.open_component(&entry.digest).unwrap_err().code, Code::NotFound);
    assert!(catalog.get(&"a".parse().unwrap(), None).unwrap().source.is_none());
}

#[test]
fn an_unknown_version_is_answered_with_those_there_are() {
    let dir = tempfile::tempdir().unwrap();
    let catalog = Catalog::open(&open(dir.path())).unwrap();
    put(&catalog, "a", "1.0.0", b"one").unwrap();
    let error = catalog.get(&"a".parse().unwrap(), Some(&parse_version("2.0.0").unwrap())).unwrap_err();
    assert_eq!(error.to_string(), "NOT_FOUND: a has no version 2.0.0; it has 1.0.0");
    assert_eq!(catalog.get(&"b".parse().unwrap(), None).unwrap_err().to_string(), "NOT_FOUND: no transform \"b\"");
}

#[test]
fn compiled_code_comes_back_sealed_after_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let digest = Digest::of(b"component");
    let code = vec![7; 3 << 20];
    CompiledCache::open(&open(dir.path()), "engine-1", 1 << 30).unwrap().put(&digest, &facts(9), &mut spooled(&code)).unwrap();
    let cache = CompiledCache::open(&open(dir.path()), "engine-1", 1 << 30).unwrap();
    let found = cache.get(&digest).unwrap();
    assert_eq!(read(found.file()), code);
    assert_eq!(found.facts(), &facts(9));
    assert!(found.file().try_clone().unwrap().write_all(b"x").is_err(), "sealed memory takes no writes");
    assert!(CompiledCache::open(&open(dir.path()), "engine-2", 1 << 30).unwrap().get(&digest).is_none(), "another engine's code is not ours");
}

#[test]
fn code_that_was_tampered_with_is_dropped() {
    let dir = tempfile::tempdir().unwrap();
    let (one, two) = (Digest::of(b"one"), Digest::of(b"two"));
    let cache = || CompiledCache::open(&open(dir.path()), "engine", 1 << 30).unwrap();
    let path = |digest: &Digest| dir.path().join("engine").join(format!("{digest}.cwasm"));
    for digest in [&one, &two] {
        cache().put(digest, &facts(1), &mut spooled(b"some machine code")).unwrap();
    }
    // Every byte counts: magic, MAC, facts and code.
    let good = std::fs::read(path(&one)).unwrap();
    for index in (0..good.len()).step_by(7).chain([good.len() - 1]) {
        let mut bad = good.clone();
        bad[index] ^= 1;
        std::fs::write(path(&one), &bad).unwrap();
        assert!(cache().get(&one).is_none(), "byte {index}");
        assert!(!path(&one).exists(), "it is removed");
    }
    std::fs::copy(path(&two), path(&one)).unwrap();
    assert!(cache().get(&one).is_none(), "another component's code is refused");
    std::fs::write(path(&one), &good[..good.len() - 1]).unwrap();
    assert!(cache().get(&one).is_none(), "a truncated file is refused");
    std::fs::write(dir.path().join("secret"), [0; 32]).unwrap();
    assert!(cache().get(&two).is_none(), "another machine's code is refused");
}

#[test]
fn the_secret_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let secrets: Vec<Vec<u8>> = std::thread::scope(|scope| {
        let openers: Vec<_> = (0..4).map(|_| scope.spawn(|| drop(CompiledCache::open(&open(dir.path()), "engine", 1).unwrap()))).collect();
        openers.into_iter().for_each(|opener| opener.join().unwrap());
        vec![std::fs::read(dir.path().join("secret")).unwrap()]
    });
    assert_eq!(secrets[0].len(), 32);
    assert_eq!(std::fs::metadata(dir.path().join("secret")).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_grant_of_frames_is_the_versions_own_and_goes_with_it() {
    let dir = tempfile::tempdir().unwrap();
    let (name, version) = ("a".parse().unwrap(), parse_version("1.0.0").unwrap());
    let catalog = Catalog::open(&open(dir.path())).unwrap();
    assert_eq!(catalog.grant(&name, &version).unwrap_err().code, Code::NotFound);
    put(&catalog, "a", "1.0.0", b"one").unwrap();
    put(&catalog, "a", "1.0.1", b"one").unwrap();
    assert!(!catalog.is_granted(&name, &version));
    catalog.grant(&name, &version).unwrap();
    for catalog in [&catalog, &Catalog::open(&open(dir.path())).unwrap()] {
        assert!(catalog.is_granted(&name, &version));
        assert!(!catalog.is_granted(&name, &parse_version("1.0.1").unwrap()));
        assert_eq!(catalog.list().len(), 2, "the grant is no version");
    }
    // Deleted and back: that is another upload, which may have another uploader.
    catalog.delete(&name, Some(&version)).unwrap();
    assert!(!catalog.is_granted(&name, &version));
    assert!(matches!(put(&catalog, "a", "1.0.0", b"one").unwrap(), Put::Created(_)));
    for catalog in [&catalog, &Catalog::open(&open(dir.path())).unwrap()] {
        assert!(!catalog.is_granted(&name, &version));
    }
}
