//! `fmt` on randomly changed spec files, verified with another reader of YAML.

use std::fs;
use std::path::Path;

use aliyun_codegen::author::lay_out;
use serde_json::Value;

use crate::support::{committed, folder};

/// Numbers that look random and are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

/// Comments, blank lines, other indentation, other order, removed lines.
fn changed(text: &str, numbers: &mut Numbers) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for number in 0..12 {
        let at = 1 + numbers.below(lines.len() - 2);
        match numbers.below(8) {
            0 => lines.insert(at, format!("{}# comment {number}", " ".repeat(number))),
            1 => lines[at].push_str(&format!("  # beside {number}")),
            2 => lines.insert(at, String::new()),
            3 => lines.swap(at, at - 1),
            4 => lines[at] = lines[at].replace(", ", " ,\n             "),
            5 => lines[at] = lines[at].replace(": ", ":   "),
            6 => lines[at] = lines[at].replace("- name", "-   name"),
            _ => {
                lines.remove(at);
            }
        }
    }
    lines.join("\n") + "\n"
}

fn comments(text: &str) -> Vec<&str> {
    let mut comments: Vec<&str> = text
        .lines()
        .filter_map(|line| Some(&line[line.find("# ")?..]))
        .collect();
    comments.sort_unstable();
    comments
}

/// Whether the text could be laid out; if so, nothing was lost.
fn holds(path: &Path, text: &str) -> bool {
    fs::write(path, text).unwrap();
    let after = match lay_out(path) {
        Ok(after) => after,
        // It is not YAML any more.
        Err(failure) if !failure.diagnostics().is_empty() => return false,
        Err(failure) => panic!("{failure}\n{text}"),
    };
    let value = |text: &str| serde_yaml::from_str::<Value>(text).ok();
    if let Some(before) = value(text) {
        assert_eq!(value(&after), Some(before), "{text}");
    }
    assert_eq!(comments(&after), comments(text), "{text}");
    fs::write(path, &after).unwrap();
    assert_eq!(lay_out(path).unwrap(), after);
    true
}

#[test]
fn nothing_is_lost_and_nothing_moves_twice() {
    let dir = folder(&[]);
    let mut numbers = Numbers(1);
    let mut held = 0;
    for path in committed() {
        let text = fs::read_to_string(&path).unwrap();
        let copy = dir.path().join(path.file_name().unwrap());
        for _ in 0..60 {
            held += usize::from(holds(&copy, &changed(&text, &mut numbers)));
        }
    }
    assert!(held > 20, "{held} files were still YAML");
}
