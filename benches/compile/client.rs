//! Compiling generated clients.

use std::io;

use aliyun_benches::journal::Journal;
use aliyun_benches::subjects::{Step, Subjects, root};

use crate::figures::{EACH, PEAK, WHOLE};
use crate::generator::{self, OURS};

/// Actions of the product.
pub const ACTIONS: f64 = 132.0;

/// A crate that is compiled.
pub struct Peer {
    package: &'static str,
    name: String,
    /// Number of actions in it; with none, it shows the cost of a crate.
    actions: f64,
}

/// The crates to compare; their dependencies are not compiled yet.
pub fn prepare(subjects: &Subjects, progenitor: bool, heavy: bool) -> io::Result<Vec<Peer>> {
    subjects.client("ours", &root().join("spec/domain/2018-01-29"))?;
    subjects.member("empty", RUNTIME, &[("src/lib.rs", "")])?;
    let mut peers = vec![
        peer("empty", "empty crate".to_owned(), 0.0),
        peer("ours", OURS.to_owned(), ACTIONS),
    ];
    if progenitor {
        let styles = generator::progenitor(subjects)?;
        for (style, package) in styles.iter().zip(PROGENITOR) {
            subjects.member(package, PROGENITOR_CLIENT, &[])?;
            let out = subjects.member_path(package).join("src/lib.rs");
            let mut generate = style.command(subjects, Step::Release, 1);
            aliyun_benches::process::run(generate.arg(out))?;
            peers.push(peer(package, style.name.clone(), ACTIONS));
        }
    }
    if heavy {
        subjects.member("user-of-aws", AWS, &[("src/lib.rs", "")])?;
        let name = subjects.version("aws-sdk-route53domains")?;
        // Operations of the service.
        peers.push(peer("aws-sdk-route53domains", name, 34.0));
    }
    Ok(peers)
}

const RUNTIME: &str =
    "[dependencies]\naliyun-runtime = { path = \"ROOT/runtime\", default-features = false }";
const PROGENITOR: [&str; 2] = ["progenitor-builder", "progenitor-positional"];
const PROGENITOR_CLIENT: &str = "[dependencies]\nprogenitor-client = \"0.15\"\n\
     reqwest = { version = \"0.13\", default-features = false, features = [\"json\", \"query\", \"stream\"] }\n\
     bytes = \"1\"\nfutures-core = \"0.3\"\nserde = { version = \"1\", features = [\"derive\"] }\n\
     serde_json = \"1\"\nserde_urlencoded = \"0.7\"\n\
     chrono = { version = \"0.4\", features = [\"serde\"] }\nregress = \"0.11\"\n\
     uuid = { version = \"1\", features = [\"serde\"] }\n";
const AWS: &str = "[dependencies]\n\
     aws-sdk-route53domains = { version = \"1\", default-features = false }\n";

fn peer(package: &'static str, name: String, actions: f64) -> Peer {
    Peer {
        package,
        name,
        actions,
    }
}

/// Compiles all crates in turns.
pub fn measure(
    subjects: &Subjects,
    mut journal: Journal,
    peers: &[Peer],
    step: Step,
    rounds: u32,
) -> io::Result<()> {
    for peer in peers {
        eprintln!("{}: all that {} depends on", step.name(), peer.name);
        subjects.cargo(step, peer.package)?;
    }
    for turn in journal.turns(rounds) {
        let mut order: Vec<&Peer> = peers.iter().collect();
        if turn % 2 == 0 {
            order.reverse();
        }
        for peer in order {
            let cost = subjects.again(step, peer.package)?;
            let millis = cost.cpu * 1e3;
            let mut figures = vec![(WHOLE, millis)];
            if peer.actions > 0.0 {
                figures.extend([(EACH, millis / peer.actions), (PEAK, cost.peak)]);
            }
            journal.keep(turn, &peer.name, &figures)?;
        }
    }
    Ok(())
}
