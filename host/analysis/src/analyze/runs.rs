//! The sorted distinct values of a column, with how often each is there.

use polars_arrow::bitmap::Bitmap;

use super::flat::{Key, Native, there};

/// Integers within so few steps are counted, not sorted.
const MOST_STEPS: usize = 1 << 16;

/// Sorted distinct values and their counts.
pub(super) struct Runs<K> {
    pub(super) values: Vec<K>,
    pub(super) counts: Vec<u32>,
    /// All counts together.
    pub(super) total: u64,
}

impl<K: Key> Runs<K> {
    /// Of the values that are there. NaN and the infinities are no values here.
    pub(super) fn of<N: Native<Key = K>>(values: &[N], validity: Option<&Bitmap>) -> Self {
        let mut keys: Vec<K> = Vec::with_capacity(values.len());
        match validity {
            None => keys.extend(values.iter().filter_map(|value| value.key())),
            Some(_) => keys.extend(there(values, validity).filter_map(|(_, value)| value.key())),
        }
        Self::of_keys(keys)
    }

    /// Of values in any order.
    pub(super) fn of_keys(mut keys: Vec<K>) -> Self {
        let total = keys.len() as u64;
        let (Some(low), Some(high)) = (keys.iter().min().copied(), keys.iter().max().copied()) else {
            return Self { values: Vec::new(), counts: Vec::new(), total };
        };
        if let Some(steps) = high.above(low).filter(|steps| *steps < MOST_STEPS.max(keys.len() / 4)) {
            let mut all = vec![0_u32; steps + 1];
            for key in &keys {
                // All are within, since low and high are of them.
                all[key.above(low).unwrap_or(0)] += 1;
            }
            drop(keys);
            let found = || all.iter().enumerate().filter(|(_, count)| **count > 0);
            return Self { values: found().map(|(step, _)| low.up(step)).collect(), counts: found().map(|(_, count)| *count).collect(), total };
        }
        keys.sort_unstable();
        let mut counts: Vec<u32> = Vec::new();
        let mut last: Option<K> = None;
        // In place: a distinct value is never behind where it was found.
        let mut kept = 0;
        for index in 0..keys.len() {
            let key = keys[index];
            if last == Some(key) {
                counts[kept - 1] += 1;
            } else {
                keys[kept] = key;
                kept += 1;
                counts.push(1);
                last = Some(key);
            }
        }
        keys.truncate(kept);
        Self { values: keys, counts, total }
    }

    /// The distinct values with their counts, ascending.
    pub(super) fn iter(&self) -> impl Iterator<Item = (K, u32)> + '_ {
        self.values.iter().copied().zip(self.counts.iter().copied())
    }

    /// The values at places of the sorted column; the places ascend.
    pub(super) fn pick(&self, places: &[u64]) -> Vec<K> {
        let mut picked = Vec::with_capacity(places.len());
        let mut places = places.iter().copied().peekable();
        let mut behind = 0;
        for (value, count) in self.iter() {
            behind += u64::from(count);
            while places.next_if(|place| *place < behind).is_some() {
                picked.push(value);
            }
            if places.peek().is_none() {
                break;
            }
        }
        picked
    }

    /// The most frequent values, most frequent first; of equally frequent ones the smallest.
    pub(super) fn top(&self, most: usize) -> Vec<(K, u32)> {
        let mut top: Vec<(K, u32)> = Vec::with_capacity(most + 1);
        for (value, count) in self.iter() {
            if top.len() == most && top.last().is_some_and(|last| count <= last.1) {
                continue;
            }
            let at = top.partition_point(|(_, other)| *other >= count);
            top.insert(at, (value, count));
            top.truncate(most);
        }
        top
    }
}
