//! Measures calls: their CPU time and memory over loopback, and the parts for
//! building, signing and decoding.
//!
//! ```text
//! cargo run --release --locked --manifest-path benches/Cargo.toml --bin calls -- [FLAGS]
//!
//!   --full         more turns, and 256 calls at once with images
//!   --only TEXT    only figures with this in their title
//!   --write        keep the figures in docs/performance/calls.md and calls.svg
//! ```

mod answers;
mod figures;
mod requests;
mod server;
mod sign;
mod subjects;

use std::error::Error;

use aliyun_benches::memory::Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The client of the made-up product.
#[allow(missing_docs, dead_code)] // generated, and not used in full
mod bench {
    aliyun_runtime::include_client!("bench");
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1).peekable();
    if arguments.peek().is_some_and(|first| first == server::SERVE) {
        return Ok(server::serve()?);
    }
    let (mut full, mut write, mut only) = (false, false, None);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--full" => full = true,
            "--write" => write = true,
            "--only" => only = Some(arguments.next().ok_or("--only needs a text")?),
            other => {
                return Err(format!(
                    "unknown argument `{other}`; expected --full, --only TEXT or --write"
                )
                .into());
            }
        }
    }
    if write && only.is_some() {
        return Err("--write keeps all figures, so that it does not go with --only".into());
    }
    let report = figures::measure(full, only.as_deref())?;
    println!("{}", report.text);
    if write {
        aliyun_benches::report::write("calls.md", &report.text)?;
        std::fs::write(aliyun_benches::report::path("calls.svg"), report.plot)?;
    }
    Ok(())
}
