//! Contestants that take turns, and what their times say.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow};

/// One thing that is measured.
pub(crate) struct Contestant<'a> {
    name: String,
    once: Box<dyn FnMut() -> Result<Duration> + 'a>,
}

impl<'a> Contestant<'a> {
    /// `once` does it once and says how long that took: what it sets up and throws away is its own business.
    pub(crate) fn new(name: impl Into<String>, once: impl FnMut() -> Result<Duration> + 'a) -> Self {
        Self { name: name.into(), once: Box::new(once) }
    }

    /// A contestant whose whole work counts, but for dropping what it made.
    pub(crate) fn of<T>(name: impl Into<String>, mut work: impl FnMut() -> Result<T> + 'a) -> Self {
        Self::new(name, move || {
            let start = Instant::now();
            let made = work()?;
            let took = start.elapsed();
            drop(made);
            Ok(took)
        })
    }
}

/// How often.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    /// Rounds in which every contestant has a turn.
    pub(crate) rounds: usize,
    /// Repetitions in a turn. More than one for what takes microseconds: whoever comes first after another contestant
    /// finds its caches cold.
    pub(crate) repetitions: usize,
}

/// All times of one contestant, ascending.
#[derive(Debug, Clone)]
pub(crate) struct Timing {
    pub(crate) name: String,
    times: Vec<Duration>,
}

impl Timing {
    pub(crate) fn new(name: impl Into<String>, mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self { name: name.into(), times }
    }

    pub(crate) fn median(&self) -> Duration {
        self.at(0.5)
    }

    /// The time that a share of all repetitions stayed below, such as 0.99.
    pub(crate) fn at(&self, share: f64) -> Duration {
        let last = self.times.len().saturating_sub(1);
        self.times.get((last as f64 * share).round() as usize).copied().unwrap_or_default()
    }

    pub(crate) fn count(&self) -> usize {
        self.times.len()
    }

    /// This one's median in units of the other's.
    pub(crate) fn over(&self, other: &Self) -> f64 {
        self.median().as_secs_f64() / other.median().as_secs_f64()
    }
}

/// Lets all take turns. Before the first round each has one that does not count. Over as many rounds as there are
/// contestants each comes after each other one once, or twice in twice as many where their number is odd (a Williams
/// square): who comes after another process finds caches cold and memory given back, and that is to meet all alike.
pub(crate) fn race_all(plan: Plan, mut contestants: Vec<Contestant<'_>>) -> Result<Vec<Timing>> {
    let count = contestants.len();
    let mut times: Vec<Vec<Duration>> = contestants.iter().map(|_| Vec::with_capacity(plan.rounds * plan.repetitions)).collect();
    for round in 0..=plan.rounds {
        for turn in 0..count {
            let index = whose_turn(count, round, turn);
            let Contestant { name, once } = &mut contestants[index];
            for _ in 0..plan.repetitions {
                let took = once().with_context(|| name.clone())?;
                if round > 0 {
                    times[index].push(took);
                }
            }
        }
    }
    Ok(contestants.into_iter().zip(times).map(|(contestant, times)| Timing::new(contestant.name, times)).collect())
}

/// The contestant that has this turn of this round.
fn whose_turn(count: usize, round: usize, turn: usize) -> usize {
    // A square of an odd number is balanced together with its mirror image.
    let mirrored = count % 2 == 1 && (round / count) % 2 == 1;
    let turn = if mirrored { count - 1 - turn } else { turn };
    // 0, 1, n-1, 2, n-2 …: no two neighbours are as far apart as two others.
    let start = if turn % 2 == 1 { turn.div_ceil(2) } else { (count - turn / 2) % count };
    (start + round) % count
}

/// As [`race_all`], of a number that is known.
pub(crate) fn race<const N: usize>(plan: Plan, contestants: [Contestant<'_>; N]) -> Result<[Timing; N]> {
    let timings = race_all(plan, contestants.into())?;
    timings.try_into().map_err(|timings: Vec<Timing>| anyhow!("{} timings came of {N} contestants", timings.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_comes_after_each_other_equally_often() {
        for count in 1..8 {
            let rounds = if count % 2 == 1 { 2 * count } else { count };
            let mut after = vec![vec![0; count]; count];
            for round in 0..rounds {
                let order: Vec<usize> = (0..count).map(|turn| whose_turn(count, round, turn)).collect();
                assert_eq!(order.iter().collect::<std::collections::BTreeSet<_>>().len(), count, "all have a turn");
                order.windows(2).for_each(|pair| after[pair[0]][pair[1]] += 1);
            }
            for (one, others) in after.iter().enumerate() {
                for (other, times) in others.iter().enumerate() {
                    assert_eq!(*times, if one == other { 0 } else { rounds / count }, "{count} contestants: {other} after {one}");
                }
            }
        }
    }
}
