//! Measuring several subjects in turns.

use std::time::{Duration, Instant};

use crate::cpu;
use crate::stats::Summary;

/// Something to measure: a name, and work that can be repeated.
pub struct Subject<'a> {
    /// Its name in the report.
    pub name: &'a str,
    /// Does the work `n` times.
    pub run: Box<dyn FnMut(u32) + 'a>,
}

impl<'a> Subject<'a> {
    /// A subject that does its work `n` times in one call.
    pub fn new(name: &'a str, run: impl FnMut(u32) + 'a) -> Self {
        Self {
            name,
            run: Box::new(run),
        }
    }

    /// A subject of a function.
    pub fn each<T>(name: &'a str, mut work: impl FnMut() -> T + 'a) -> Self {
        Self::new(name, move |n| {
            for _ in 0..n {
                std::hint::black_box(work());
            }
        })
    }
}

/// The measurements of one subject.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// The subject's name.
    pub name: String,
    /// Microseconds of CPU time per unit of work.
    pub micros: Summary,
    /// Ratio to the first subject, turn by turn.
    pub ratio: Summary,
}

/// The amount of measuring.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    /// Number of turns of each subject.
    pub rounds: u32,
    /// Wanted duration of a turn.
    pub turn: Duration,
}

/// Measures the subjects in turns, and compares the others with the first one. A
/// first turn, which does not count, determines how often the work is repeated.
pub fn compare(mut subjects: Vec<Subject<'_>>, effort: Effort) -> Vec<Measured> {
    let counts: Vec<u32> = subjects
        .iter_mut()
        .map(|subject| calibrate(subject, effort.turn))
        .collect();
    let mut samples = vec![Vec::new(); subjects.len()];
    for round in 0..effort.rounds {
        // Every second round goes backwards, so that no subject always follows
        // the same one.
        let mut order: Vec<usize> = (0..subjects.len()).collect();
        if round % 2 == 1 {
            order.reverse();
        }
        for index in order {
            let count = counts[index];
            let took = cpu::micros(|| (subjects[index].run)(count));
            samples[index].push(took / f64::from(count));
        }
    }
    let ratio = |own: &[f64]| -> Vec<f64> {
        own.iter()
            .zip(&samples[0])
            .map(|(own, first)| own / first)
            .collect()
    };
    subjects
        .iter()
        .zip(&samples)
        .map(|(subject, own)| Measured {
            name: subject.name.to_owned(),
            micros: Summary::of(own),
            ratio: Summary::of(&ratio(own)),
        })
        .collect()
}

fn calibrate(subject: &mut Subject<'_>, turn: Duration) -> u32 {
    let mut count = 1_u32;
    loop {
        let begun = Instant::now();
        (subject.run)(count);
        let took = begun.elapsed();
        if took >= turn / 4 || count >= 1 << 24 {
            let times = turn.as_secs_f64() / took.as_secs_f64().max(1e-9);
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // positive
            let fitting = (f64::from(count) * times) as u32;
            return fitting.max(1);
        }
        count *= 4;
    }
}
