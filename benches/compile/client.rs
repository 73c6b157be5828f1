//! Compiling generated clients.

use std::io;

use aliyun_benches::stats::Summary;
use aliyun_benches::subjects::{Step, Subjects, root};

use crate::Flags;

/// Actions of the product.
pub const ACTIONS: f64 = 132.0;

/// A crate that is compiled.
pub struct Peer {
    pub package: &'static str,
    pub name: &'static str,
    /// How many actions are in it.
    pub actions: f64,
}

/// What a step costs for one crate.
pub struct Figure {
    pub name: &'static str,
    /// CPU milliseconds an action.
    pub each: Summary,
    /// Times ours, turn by turn.
    pub ratio: Summary,
    /// MiB.
    pub peak: Summary,
}

/// The crates to compare, ours first; all that they depend on is still to be
/// compiled.
pub fn prepare(subjects: &mut Subjects, flags: Flags) -> io::Result<Vec<Peer>> {
    subjects.client("ours", &root().join("spec/domain/2018-01-29"))?;
    let mut peers = vec![peer("ours", "ours", ACTIONS)];
    subjects.member(
        "generate-ours",
        OURS,
        &[("src/main.rs", include_str!("programs/ours.rs"))],
    )?;
    if flags.progenitor {
        let spec = root().join("spec/domain/2018-01-29").display().to_string();
        let document = subjects.path("domain.json").display().to_string();
        subjects.tool(&[
            "export",
            "openapi",
            &spec,
            "--openapi",
            "3.0",
            "--out",
            &document,
        ])?;
        subjects.member(
            "generate-progenitor",
            GENERATE_PROGENITOR,
            &[("src/main.rs", include_str!("programs/progenitor.rs"))],
        )?;
        subjects.cargo(Step::Release, "generate-progenitor")?;
        subjects.member("progenitor-domain", PROGENITOR, &[])?;
        let out = subjects.path("progenitor-domain/src/lib.rs");
        let mut generate = subjects.program(Step::Release, "generate-progenitor");
        aliyun_benches::process::run(generate.arg(document).arg("1").arg(out))?;
        peers.push(peer("progenitor-domain", "progenitor, builder", ACTIONS));
    }
    if flags.heavy {
        subjects.member("user-of-aws", AWS, &[("src/lib.rs", "")])?;
        // Operations of the service.
        peers.push(peer(
            "aws-sdk-route53domains",
            "aws-sdk-route53domains",
            34.0,
        ));
    }
    Ok(peers)
}

const OURS: &str = "[dependencies]\naliyun-codegen = { path = \"ROOT/codegen\" }";
const GENERATE_PROGENITOR: &str = "[dependencies]\nprogenitor-impl = \"0.15\"\n\
     prettyplease = \"0.3\"\nserde_json = \"1\"\nsyn = \"3\"\n";
const PROGENITOR: &str = "[dependencies]\nprogenitor-client = \"0.15\"\n\
     reqwest = { version = \"0.13\", default-features = false, features = [\"json\", \"query\", \"stream\"] }\n\
     bytes = \"1\"\nfutures-core = \"0.3\"\nserde = { version = \"1\", features = [\"derive\"] }\n\
     serde_json = \"1\"\nserde_urlencoded = \"0.7\"\n\
     chrono = { version = \"0.4\", features = [\"serde\"] }\nregress = \"0.11\"\n\
     uuid = { version = \"1\", features = [\"serde\"] }\n";
const AWS: &str = "[dependencies]\n\
     aws-sdk-route53domains = { version = \"1\", default-features = false }\n";

fn peer(package: &'static str, name: &'static str, actions: f64) -> Peer {
    Peer {
        package,
        name,
        actions,
    }
}

/// Compiles all crates in turns.
pub fn measure(
    subjects: &Subjects,
    peers: &[Peer],
    step: Step,
    rounds: u32,
) -> io::Result<Vec<Figure>> {
    for peer in peers {
        // All that it depends on.
        subjects.cargo(step, peer.package)?;
    }
    let mut each = vec![Vec::new(); peers.len()];
    let mut peaks = vec![Vec::new(); peers.len()];
    for round in 0..rounds {
        let mut order: Vec<usize> = (0..peers.len()).collect();
        if round % 2 == 1 {
            order.reverse();
        }
        for index in order {
            let peer = &peers[index];
            let cost = subjects.again(step, peer.package)?;
            each[index].push(cost.cpu * 1e3 / peer.actions);
            peaks[index].push(cost.peak);
        }
    }
    let figures = peers.iter().enumerate().map(|(index, peer)| {
        let ratios: Vec<f64> = each[index]
            .iter()
            .zip(&each[0])
            .map(|(own, ours)| own / ours)
            .collect();
        Figure {
            name: peer.name,
            each: Summary::of(&each[index]),
            ratio: Summary::of(&ratios),
            peak: Summary::of(&peaks[index]),
        }
    });
    Ok(figures.collect())
}
