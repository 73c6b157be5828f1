//! Horizontal bars, drawn as SVG.

use std::fmt::Write as _;

/// A group of bars that are compared with each other.
#[derive(Debug, Clone)]
pub struct Group {
    /// The compared figure.
    pub title: String,
    /// The goal, on the scale of the bars.
    pub goal: Option<f64>,
    /// The bars: a name, a value, and whether it is ours.
    pub bars: Vec<(String, f64, bool)>,
}

const WIDTH: f64 = 760.0;
const LEFT: f64 = 190.0;
const RIGHT: f64 = 70.0;
const BAR: f64 = 16.0;
const GAP: f64 = 6.0;
const TITLE: f64 = 30.0;

/// The plot: every group has its own scale. `unit` follows each value, such as
/// ` ×`.
#[must_use]
pub fn bars(groups: &[Group], unit: &str) -> String {
    let height: f64 = groups
        .iter()
        .map(|group| TITLE + (BAR + GAP) * group.bars.len() as f64 + 8.0)
        .sum();
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height:.0}\" \
         font-family=\"sans-serif\" font-size=\"12\">\n\
         <rect width=\"{WIDTH}\" height=\"{height:.0}\" fill=\"#ffffff\"/>\n"
    );
    let mut y = 0.0;
    for group in groups {
        group.draw(&mut out, y, unit);
        y += TITLE + (BAR + GAP) * group.bars.len() as f64 + 8.0;
    }
    out.push_str("</svg>\n");
    out
}

impl Group {
    fn draw(&self, out: &mut String, top: f64, unit: &str) {
        let values = self.bars.iter().map(|(_, value, _)| *value);
        let most = values
            .chain(self.goal)
            .fold(0.0, f64::max)
            .max(f64::MIN_POSITIVE);
        let scale = |value: f64| value / most * (WIDTH - LEFT - RIGHT);
        // Writing to a `String` cannot fail.
        let _ = writeln!(
            out,
            "<text x=\"8\" y=\"{:.1}\" font-weight=\"bold\">{}</text>",
            top + 20.0,
            escape(&self.title)
        );
        let mut y = top + TITLE;
        for (name, value, ours) in &self.bars {
            let colour = if *ours { "#d9480f" } else { "#868e96" };
            let width = scale(*value);
            let text = y + BAR - 4.0;
            let _ = writeln!(
                out,
                "<text x=\"{:.1}\" y=\"{text:.1}\" text-anchor=\"end\">{}</text>\
                 <rect x=\"{LEFT}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{BAR}\" fill=\"{colour}\"/>\
                 <text x=\"{:.1}\" y=\"{text:.1}\">{}{unit}</text>",
                LEFT - 6.0,
                escape(name),
                LEFT + width + 5.0,
                crate::table::number(*value),
            );
            y += BAR + GAP;
        }
        if let Some(goal) = self.goal {
            let x = LEFT + scale(goal);
            let _ = writeln!(
                out,
                "<line x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{:.1}\" y2=\"{y:.1}\" stroke=\"#1864ab\" \
                 stroke-dasharray=\"4 3\"/>\
                 <text x=\"{x:.1}\" y=\"{:.1}\" fill=\"#1864ab\" text-anchor=\"middle\" \
                 font-size=\"10\">goal</text>",
                top + TITLE - 3.0,
                top + TITLE - 6.0,
            );
        }
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
