//! Who may come in.

use reqwest::Method;
use sandtable_tests::{Answer, Server, guest};
use serde_json::{Value, json};

const SECRET: &str = "a secret of thirty-two bytes, say";
const LATER: u64 = 4_102_444_800;

fn with(server: &Server, method: Method, path: &str, token: Option<&str>) -> Answer {
    let client = reqwest::blocking::Client::new();
    let mut request = client.request(method, format!("{}{path}", server.url()));
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    request.send().expect("the server answers").into()
}

#[test]
fn only_a_token_that_is_signed_and_alive_opens_the_door() {
    let server = Server::builder().secret(SECRET).start();
    let good = Server::token(SECRET, &json!({"exp": LATER}));
    assert_eq!(with(&server, Method::GET, "/v1/transforms", Some(&good)).status, 200);
    let parts: Vec<&str> = good.split('.').collect();
    // {"alg":"none","typ":"JWT"}
    let none = format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{}.", parts[1]);
    let claims = json!({"exp": LATER});
    let key = jsonwebtoken::EncodingKey::from_secret(SECRET.as_bytes());
    let other = jsonwebtoken::encode(&jsonwebtoken::Header::new(jsonwebtoken::Algorithm::HS512), &claims, &key).expect("claims are JSON");
    let cases: [(&str, Option<String>); 8] = [
        ("none given", None),
        ("garbage", Some("garbage".into())),
        ("another secret", Some(Server::token("another secret of thirty-two bytes", &claims))),
        ("expired", Some(Server::token(SECRET, &json!({"exp": 1_000_000_000})))),
        ("without expiry", Some(Server::token(SECRET, &json!({"sub": "x"})))),
        ("alg none", Some(none)),
        ("another algorithm", Some(other)),
        ("a cut signature", Some(good[..good.len() - 4].to_owned())),
    ];
    for (what, token) in cases {
        let answer = with(&server, Method::GET, "/v1/transforms", token.as_deref());
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (401, "AUTH_ERROR"), "{what}: {}", answer.text());
        assert!(!answer.text().contains(SECRET), "{what}");
    }
}

#[test]
fn a_scope_opens_its_own_doors_only() {
    let server = Server::builder().secret(SECRET).start();
    server.upload("smallest");
    let token = |scope: Value| Server::token(SECRET, &json!({"exp": LATER, "scope": scope}));
    let (read, run) = (token(json!("read")), token(json!("read run")));
    assert_eq!(with(&server, Method::GET, "/v1/transforms", Some(&read)).status, 200);
    for (method, path, token) in [
        (Method::DELETE, "/v1/transforms/smallest", &run),
        (Method::PUT, "/v1/transforms/smallest/2.0.0", &run),
        (Method::POST, "/v1/transforms/smallest/run", &read),
    ] {
        let answer = with(&server, method, path, Some(token));
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (403, "AUTH_ERROR"), "{path}: {}", answer.text());
        assert_eq!(answer.json()["error"]["details"]["reason"], "scope");
    }
    assert_eq!(server.put("/v1/transforms/smallest/2.0.0", guest("smallest")).status, 201, "no scope means all");
}

#[test]
fn some_doors_are_open_to_all() {
    let server = Server::builder().secret(SECRET).start();
    for path in ["/healthz", "/openapi.json", "/docs/"] {
        assert_eq!(with(&server, Method::GET, path, None).status, 200, "{path}");
    }
}
