//! "Did you mean …": the names that are close to one that nobody knows.

/// How many suggestions an error carries at most.
const MOST: usize = 3;

/// The candidates closest to `name`, best first: those within a third of its length (at least one, at most three) edits,
/// case aside, and those that it begins or ends. A swap of neighbours is one edit.
pub(crate) fn closest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let wanted: Vec<char> = name.to_lowercase().chars().take(64).collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let reach = (wanted.len() / 3).clamp(1, 3);
    let mut found: Vec<(usize, &str)> = Vec::new();
    for candidate in candidates {
        let other: Vec<char> = candidate.to_lowercase().chars().take(64).collect();
        let distance = distance(&wanted, &other);
        // A part that was left out ("upper" for "str.to_uppercase" is no such case, "to_uppercase" is).
        let part = wanted.len() >= 4 && other.len() > wanted.len() && (other.ends_with(&wanted) || other.starts_with(&wanted));
        if distance <= reach {
            found.push((distance, candidate));
        } else if part {
            found.push((reach + 1 + other.len() - wanted.len(), candidate));
        }
    }
    found.sort();
    found.dedup_by(|a, b| a.1 == b.1);
    found.into_iter().take(MOST).map(|(_, candidate)| candidate.to_owned()).collect()
}

/// Edits between two texts: insert, delete, replace, swap two neighbours.
fn distance(a: &[char], b: &[char]) -> usize {
    if a.len().abs_diff(b.len()) > 3 {
        return usize::MAX;
    }
    let width = b.len() + 1;
    let mut before: Vec<usize> = vec![0; width];
    let mut last: Vec<usize> = (0..width).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; width];
        for j in 1..width {
            let replaced = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[width - 1]
}
