//! Medians and spreads.

/// The median of some samples, and the spread of their middle half.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Summary {
    /// The median.
    pub median: f64,
    /// A quarter of the samples is below it.
    pub low: f64,
    /// A quarter of the samples is above it.
    pub high: f64,
}

impl Summary {
    /// Summarizes samples; without any, everything is NaN.
    #[must_use]
    pub fn of(samples: &[f64]) -> Self {
        let mut sorted = samples.to_vec();
        sorted.sort_by(f64::total_cmp);
        Self {
            median: quantile(&sorted, 0.5),
            low: quantile(&sorted, 0.25),
            high: quantile(&sorted, 0.75),
        }
    }

    /// Half of the spread in percent of the median.
    #[must_use]
    pub fn spread_percent(&self) -> f64 {
        (self.high - self.low) / 2.0 / self.median * 100.0
    }
}

/// A quantile, interpolated between neighbours.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // an index
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else {
        return f64::NAN;
    };
    let place = share * last as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(last);
    sorted[below] + (sorted[above] - sorted[below]) * place.fract()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quartiles_of_samples_in_any_order() {
        let summary = Summary::of(&[5.0, 1.0, 4.0, 2.0, 3.0]);
        assert_eq!((summary.low, summary.median, summary.high), (2.0, 3.0, 4.0));
        assert_eq!(Summary::of(&[1.0, 2.0]).median, 1.5);
        assert!(Summary::of(&[]).median.is_nan());
    }
}
