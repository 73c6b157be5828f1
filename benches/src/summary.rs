//! The kept figures of a bench, as tables and bars.

use crate::journal::Part;
use crate::stats::Summary;
use crate::svg::Group;
use crate::table::{Table, number};

/// The goal of a figure.
#[derive(Debug, Clone, Copy)]
pub enum Goal {
    /// This or less.
    AtMost(f64),
    /// This or more.
    AtLeast(f64),
}

impl Goal {
    const fn value(self) -> f64 {
        match self {
            Self::AtMost(value) | Self::AtLeast(value) => value,
        }
    }

    fn judge(self, value: f64) -> String {
        let (sign, met) = match self {
            Self::AtMost(most) => ("≤", value <= most),
            Self::AtLeast(least) => ("≥", value >= least),
        };
        format!("{sign} {} {}", self.value(), if met { "✓" } else { "✗" })
    }
}

/// The presentation of a figure.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Its name in the journal.
    pub figure: &'static str,
    /// Its title.
    pub title: String,
    /// The goal for ours.
    pub goal: Option<Goal>,
    /// Whether it is in the plot.
    pub plot: bool,
}

/// Tables and bars of several parts.
#[derive(Debug)]
pub struct Report {
    table: Table,
    groups: Vec<Group>,
    machines: Vec<String>,
}

impl Report {
    /// Empty tables; `ratio` is the head of the column of ratios.
    #[must_use]
    pub fn new(ratio: &str) -> Self {
        Self {
            table: Table::new(["figure", "median", "±", ratio, "goal", "turns", "load"]),
            groups: Vec::new(),
            machines: Vec::new(),
        }
    }

    /// Adds the kept figures of a part. In each figure, the others are compared with the
    /// first subject whose name begins with `first`; the goal is for that subject.
    pub fn part(&mut self, part: &Part, first: &str, all: &[Shown]) {
        if !part.rows.is_empty() && !self.machines.contains(&part.machine) {
            self.machines.push(part.machine.clone());
        }
        for shown in all {
            let lines = lines(part, shown.figure, first);
            if !lines.is_empty() {
                self.figure(shown, &lines);
            }
        }
    }

    fn figure(&mut self, shown: &Shown, lines: &[Line]) {
        self.table.head(&format!("**{}**", shown.title));
        for line in lines {
            let goal = shown.goal.filter(|_| line.first);
            self.table.row([
                line.subject.clone(),
                number(line.value.median),
                spread(line),
                line.ratio
                    .map(|ratio| number(ratio.median))
                    .unwrap_or_default(),
                goal.map(|goal| goal.judge(line.value.median))
                    .unwrap_or_default(),
                line.turns.to_string(),
                format!("{:.1}", line.load),
            ]);
        }
        if shown.plot {
            let bar = |line: &Line| (line.subject.clone(), line.value.median, line.first);
            self.groups.push(Group {
                title: shown.title.replace('`', ""),
                goal: shown.goal.map(Goal::value),
                bars: lines.iter().map(bar).collect(),
            });
        }
    }

    /// The table, with the machine below it.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}\n{}.\n", self.table, self.machines.join("; "))
    }

    /// The bars, as SVG.
    #[must_use]
    pub fn plot(&self) -> String {
        crate::svg::bars(&self.groups, "")
    }
}

/// The spread; one turn or none has no spread.
fn spread(line: &Line) -> String {
    let percent = line.value.spread_percent();
    if line.turns > 1 && percent.is_finite() {
        format!("{percent:.0} %")
    } else {
        String::new()
    }
}

/// A figure of one subject.
struct Line {
    subject: String,
    first: bool,
    value: Summary,
    /// Ratio to the first one, turn by turn; absent for the first one itself.
    ratio: Option<Summary>,
    turns: usize,
    load: f64,
}

/// The subjects of a figure: the first one, then the others in the order of the
/// first turn.
fn lines(part: &Part, figure: &str, first: &str) -> Vec<Line> {
    let rows = || part.rows.iter().filter(|row| row.figure == figure);
    let mut subjects: Vec<&str> = Vec::new();
    for row in rows() {
        if !subjects.contains(&row.subject.as_str()) {
            subjects.push(&row.subject);
        }
    }
    subjects.sort_by_key(|subject| !subject.starts_with(first));
    let compared = subjects.first().copied().unwrap_or_default().to_owned();
    let line = |(index, subject): (usize, &str)| {
        let own: Vec<_> = rows().filter(|row| row.subject == subject).collect();
        let ratios: Vec<f64> = own
            .iter()
            .filter_map(|row| {
                let mut others = rows();
                let other =
                    others.find(|other| other.turn == row.turn && other.subject == compared)?;
                Some(row.value / other.value)
            })
            .collect();
        let of = |values: Vec<f64>| Summary::of(&values);
        Line {
            subject: subject.to_owned(),
            first: index == 0,
            value: of(own.iter().map(|row| row.value).collect()),
            ratio: (index > 0 && !ratios.is_empty()).then(|| Summary::of(&ratios)),
            turns: own.len(),
            load: of(own.iter().map(|row| row.load).collect()).median,
        }
    };
    subjects.into_iter().enumerate().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::Row;

    #[test]
    fn ratios_are_taken_turn_by_turn() {
        let row = |subject: &str, turn, value| Row {
            figure: "CPU".to_owned(),
            subject: subject.to_owned(),
            turn,
            value,
            load: 1.0,
        };
        let part = Part {
            machine: "a machine".to_owned(),
            rows: vec![
                row("peer", 1, 8.0),
                row("ours", 1, 2.0),
                row("ours", 2, 4.0),
                row("peer", 2, 8.0),
                // Interrupted before our turn.
                row("peer", 3, 100.0),
            ],
        };
        let lines = lines(&part, "CPU", "ours");
        assert_eq!(lines[0].subject, "ours");
        assert_eq!(lines[0].value.median, 3.0);
        let ratio = lines[1].ratio.unwrap();
        assert_eq!((ratio.median, lines[1].turns), (3.0, 3));
    }

    #[test]
    fn a_goal_is_for_the_first_subject_only() {
        let mut report = Report::new("× ours");
        let row = |subject: &str, value| Row {
            figure: "CPU".to_owned(),
            subject: subject.to_owned(),
            turn: 1,
            value,
            load: 1.0,
        };
        let part = Part {
            machine: "a machine".to_owned(),
            rows: vec![row("ours", 5.0), row("peer", 50.0)],
        };
        let shown = Shown {
            figure: "CPU",
            title: "CPU ms".to_owned(),
            goal: Some(Goal::AtMost(6.0)),
            plot: true,
        };
        report.part(&part, "ours", &[shown]);
        let text = report.text();
        assert_eq!(text.matches("≤ 6 ✓").count(), 1, "{text}");
        assert!(text.contains("10.0"), "{text}");
    }
}
