//! `explain`: cause and cure of a finding.

use aliyun_codegen::author::{self, Explanation};

use super::{Console, Outcome};

/// Columns of a paragraph.
const WIDTH: usize = 80;

/// Explains one code, or lists all of them.
pub(crate) fn run(console: &mut Console, code: Option<&str>) -> Outcome {
    let Some(code) = code else {
        for explanation in author::explanations() {
            let lint = explanation
                .lint
                .map_or_else(String::new, |lint| format!(" ({lint})"));
            console.line(format_args!(
                "{}  {}{lint}",
                explanation.code, explanation.title
            ));
        }
        return Outcome::Done;
    };
    match author::explain(code) {
        Ok(explanation) => {
            show(console, &explanation);
            Outcome::Done
        }
        Err(suggestion) => {
            let hint =
                suggestion.unwrap_or_else(|| "`aliyun-codegen explain` lists all codes".to_owned());
            console.note(format_args!("error: there is no code {code:?}; {hint}"));
            Outcome::Usage
        }
    }
}

fn show(console: &mut Console, explanation: &Explanation) {
    let severity = explanation.severity.as_str();
    console.line(format_args!(
        "{} ({severity}): {}",
        explanation.code, explanation.title
    ));
    if let Some(lint) = explanation.lint {
        console.line(format_args!("An erratum with `lint: {lint}` accepts it."));
    }
    paragraph(console, "Cause: ", explanation.cause);
    paragraph(console, "Cure: ", explanation.cure);
    sample(console, "Wrong:", explanation.wrong);
    sample(console, "Right:", explanation.right);
}

fn paragraph(console: &mut Console, label: &str, text: &str) {
    console.line("");
    let mut line = label.trim_end().to_owned();
    for word in text.split_whitespace() {
        if line.chars().count() + 1 + word.chars().count() > WIDTH {
            console.line(&line);
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    console.line(&line);
}

fn sample(console: &mut Console, label: &str, text: Option<&str>) {
    let Some(text) = text else { return };
    console.line("");
    console.line(label);
    for line in text.lines() {
        console.line(format_args!("    {line}"));
    }
}
