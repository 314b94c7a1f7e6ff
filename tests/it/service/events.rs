//! Steps as they come.

use std::io::Read;

use reqwest::Method;
use serde_json::{Value, json};

use super::server;

/// The events of a stream that ended: name, id, data.
fn events(text: &str) -> Vec<(String, Option<u64>, Value)> {
    let of_block = |block: &str| {
        let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(name)).map(|value| value.trim().to_owned());
        Some((field("event:")?, field("id:").and_then(|id| id.parse().ok()), serde_json::from_str(&field("data:")?).ok()?))
    };
    text.split("\n\n").filter_map(of_block).collect()
}

#[test]
fn steps_come_in_order_and_the_end_last() {
    let server = server();
    let token = server.submit("discover", &json!({"uri": "nyc"}));
    let heard = |from: Option<&str>| {
        let mut request = server.request(Method::GET, &format!("/v1/py/jobs/{token}/events"));
        if let Some(from) = from {
            request = request.header("Last-Event-ID", from);
        }
        let mut text = String::new();
        request.send().expect("the server answers").read_to_string(&mut text).expect("the stream ends by itself");
        events(&text)
    };
    let all = heard(None);
    let names: Vec<&str> = all.iter().map(|(name, _, _)| name.as_str()).collect();
    assert_eq!(names, ["step", "step", "step", "end"]);
    assert_eq!(all[0].2["step"], "scanning_directory");
    assert_eq!(all[3].2["status"], "completed");
    let rest = heard(Some("1"));
    assert_eq!(rest.iter().map(|(name, id, _)| (name.as_str(), *id)).collect::<Vec<_>>(), [("step", Some(2)), ("end", None)]);
    assert_eq!(
        server.request(Method::GET, &format!("/v1/py/jobs/{token}/events")).header("Last-Event-ID", "x").send().expect("the server answers").status(),
        400
    );
}
