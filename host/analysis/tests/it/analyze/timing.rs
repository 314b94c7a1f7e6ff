//! How long a profile of flights takes. Prints; asserts nothing. `cargo test … -- --ignored --nocapture timing`

use std::time::Instant;

use serde_json::json;

use super::support::{Analysis, flights};

#[test]
#[ignore = "prints times"]
fn a_profile_of_flights() {
    for method in ["pearson", "pearson", "pearson", "spearman", "spearman"] {
        let start = Instant::now();
        let analysis = Analysis::profile().file(&flights("flights.csv")).options(json!({"correlation_method": method}));
        let (_, steps) = analysis.timed().unwrap();
        println!("{method}: {:.3} s; {steps:?}", start.elapsed().as_secs_f64());
    }
}
