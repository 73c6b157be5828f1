//! `explain`.

use std::fs;

use aliyun_codegen::author::{Explanation, explanations};
use tempfile::TempDir;

use crate::support::{PRODUCT, folder, run, run_in};

/// Writes part of a spec file as a whole file.
fn complete(part: &str) -> TempDir {
    let given = |key: &str| {
        part.lines()
            .any(|line| line.starts_with(&format!("{key}:")))
    };
    let mut text = part.to_owned();
    for (key, value) in [
        ("action", "Sample"),
        ("doc", "A sample."),
        ("idempotent", "true"),
        ("parameters", "[]"),
        ("response", "[]"),
    ] {
        if !given(key) {
            text.push_str(&format!("{key}: {value}\n"));
        }
    }
    let action = part.lines().find_map(|line| line.strip_prefix("action: "));
    let name = format!("{}.yaml", action.unwrap_or("Sample"));
    folder(&[("product.yaml", PRODUCT), (&name, &text)])
}

fn codes(part: &str) -> Vec<String> {
    let dir = complete(part);
    let run = run_in(dir.path(), &["check", ".", "--message-format", "json"]);
    let objects = run.objects();
    let codes = objects.iter().map(|finding| finding["code"].as_str());
    codes.map(|code| code.unwrap().to_owned()).collect()
}

#[test]
fn the_wrong_samples_have_the_finding_and_the_right_ones_have_none() {
    let mut samples = 0;
    for Explanation {
        code, wrong, right, ..
    } in explanations()
    {
        let (Some(wrong), Some(right)) = (wrong, right) else {
            assert_eq!(wrong, right, "{code} has one sample only");
            continue;
        };
        samples += 1;
        let found = codes(wrong);
        assert!(found.iter().any(|found| found == code), "{code}: {found:?}");
        assert_eq!(codes(right), Vec::<String>::new(), "{code}");
    }
    assert!(samples > 30);
}

#[test]
fn the_list_has_every_code_once_in_order() {
    let run = run(["explain"]);
    assert_eq!(run.code, 0);
    let codes: Vec<&str> = run.stdout.lines().map(|line| &line[..4]).collect();
    let mut sorted = codes.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(codes, sorted);
    assert!(codes.contains(&"E001") && codes.contains(&"W209"));
    assert!(run.stdout.contains("(example-key-case)"));
}

#[test]
fn a_code_is_explained_with_cause_cure_and_samples() {
    let upper = run(["explain", "E012"]);
    assert_eq!(upper.code, 0);
    for part in [
        "E012 (error): ",
        "\n\nCause: ",
        "\n\nCure: ",
        "\n\nWrong:\n    parameters:\n",
        "\n\nRight:\n    parameters:\n",
    ] {
        assert!(upper.stdout.contains(part), "{part:?} in {}", upper.stdout);
    }
    assert_eq!(run(["explain", "e012"]).stdout, upper.stdout);
}

#[test]
fn a_lint_is_explained_by_its_name() {
    let by_name = run(["explain", "example-key-case"]);
    assert_eq!(by_name.code, 0);
    assert!(by_name.stdout.starts_with("W205 (warning): "));
    assert_eq!(run(["explain", "W205"]).stdout, by_name.stdout);
}

#[test]
fn an_unknown_code_is_wrong_usage_with_a_suggestion() {
    let near = run(["explain", "example-key-cas"]);
    assert_eq!((near.code, near.stdout.as_str()), (2, ""));
    assert!(
        near.stderr.contains("did you mean `example-key-case`?"),
        "{}",
        near.stderr
    );
    let far = run(["explain", "\u{1b}[31mcolour"]);
    assert_eq!(far.code, 2);
    assert!(
        far.stderr.contains("`aliyun-codegen explain` lists"),
        "{}",
        far.stderr
    );
    assert!(!far.stderr.contains('\u{1b}'));
}

#[test]
fn the_samples_are_in_canonical_form() {
    for Explanation { code, right, .. } in explanations() {
        let Some(right) = right else { continue };
        let dir = TempDir::new().unwrap();
        fs::write(dir.path().join("Sample.yaml"), right).unwrap();
        let run = run_in(dir.path(), &["fmt", "--check", "."]);
        assert_eq!(run.code, 0, "{code}: {}", run.stdout);
    }
}
