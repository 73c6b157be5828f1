//! Properties of every spec: a valid one gives the same Rust each time, and any
//! other text gets findings at the positions of its errors.
#![cfg(test)]

#[path = "common/arbitrary.rs"]
mod arbitrary;
mod common;

use std::fs;
use std::path::Path;

use aliyun_codegen::Builder;
use arbitrary::Random;
use tempfile::TempDir;

fn write(files: &[(String, String)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(dir.path().join(name), text).unwrap();
    }
    dir
}

#[test]
fn valid_specs_are_accepted_and_become_the_same_rust() {
    for seed in 0..40 {
        let dir = write(&arbitrary::spec(seed));
        let first = Builder::new(dir.path()).render();
        let first = first.unwrap_or_else(|failure| panic!("seed {seed}: {failure}"));
        for file in &first {
            let parsed = syn::parse_file(&file.text);
            parsed.unwrap_or_else(|error| panic!("seed {seed}, {}: {error}", file.name));
        }
        let again = Builder::new(dir.path()).render().unwrap();
        assert_eq!(first, again, "seed {seed}");
    }
}

/// Changes a text at random, like an editor, a merge or an author.
fn mutate(text: &str, random: &mut Random) -> Vec<u8> {
    let mut lines: Vec<Vec<u8>> = text
        .split_inclusive('\n')
        .map(|l| l.as_bytes().to_vec())
        .collect();
    for _ in 0..1 + random.below(3) {
        if lines.is_empty() {
            break;
        }
        let at = random.below(lines.len());
        let other = random.below(lines.len());
        match random.below(10) {
            0 => drop(lines.remove(at)),
            1 => lines.insert(other, lines[at].clone()),
            2 => lines.swap(at, other),
            3 => lines[at].splice(0..0, *b"  ").for_each(drop),
            4 => drop(lines[at].remove(0)),
            5 => lines.truncate(at),
            6 => {
                let place = random.below(lines[at].len());
                let byte = u8::try_from(random.below(256)).unwrap();
                lines[at][place] = byte;
            }
            7 => {
                let place = random.below(lines[at].len());
                let tokens: &[&[u8]] = &[
                    b"&a ",
                    b"*a",
                    b"!!x ",
                    b"{",
                    b"}",
                    b"[",
                    b"]",
                    b": ",
                    b"- ",
                    b"#",
                    b"'",
                    b"\"",
                    b"|\n",
                    b"? ",
                    b"%",
                    b"\t",
                    b"\r",
                    b"\r\n",
                    b"\0",
                    b"---\n",
                    b"...\n",
                    "\u{feff}".as_bytes(),
                    "\u{202e}".as_bytes(),
                    "\u{2028}".as_bytes(),
                    "é".as_bytes(),
                    b"~",
                    b"<<: ",
                    b"list<",
                    b">",
                    b"99999999999999999999",
                    b"-",
                    b"\\",
                    b"@",
                    b"`",
                ];
                let token = random.pick(tokens).to_vec();
                lines[at].splice(place..place, token).for_each(drop);
            }
            8 => {
                let place = random.below(lines[at].len());
                lines[at].remove(place);
            }
            _ => {
                let place = random.below(lines[at].len());
                let rest = lines[other].clone();
                lines[at].splice(place.., rest).for_each(drop);
            }
        }
        lines.retain(|line| !line.is_empty());
    }
    lines.concat()
}

/// Files of valid specs, to be changed.
fn seeds() -> Vec<Vec<(String, String)>> {
    let mut seeds: Vec<_> = (1000..1010).map(arbitrary::spec).collect();
    let folder = common::workspace().join("spec/domain/2018-01-29");
    let read = |path: &Path| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (name, fs::read_to_string(path).unwrap())
    };
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|entry| read(&entry.unwrap().path()));
    seeds.push(files.filter(|(name, _)| name.ends_with(".yaml")).collect());
    seeds
}

/// `common::findings` checks the positions.
#[test]
fn changed_specs_are_accepted_or_told_where_they_are_wrong() {
    let seeds = seeds();
    let mut random = Random(7);
    let (mut accepted, mut refused) = (0, 0);
    for round in 0..1500 {
        let files = &seeds[random.below(seeds.len())];
        let dir = write(files);
        let (name, text) = &files[random.below(files.len())];
        fs::write(dir.path().join(name), mutate(text, &mut random)).unwrap();
        let errors = common::findings(dir.path());
        let failed = errors
            .iter()
            .any(|d| d.severity == aliyun_codegen::Severity::Error);
        if failed {
            refused += 1;
        } else {
            Builder::new(dir.path())
                .render()
                .unwrap_or_else(|failure| panic!("round {round}: {failure}"));
            accepted += 1;
        }
    }
    assert!(
        accepted > 50 && refused > 200,
        "{accepted} accepted, {refused} refused"
    );
}
