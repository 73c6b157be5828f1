//! Generates the client from the spec.

use std::path::Path;

/// The spec inside the package.
const PACKAGED: &str = "spec";

/// The target of the link `PACKAGED` in a checkout. If symbolic links are off, as by
/// default on Windows, git writes a text file instead of the link.
const CHECKED_OUT: &str = "../spec/domain/2018-01-29";

fn main() -> Result<(), aliyun_codegen::Failure> {
    let spec = if Path::new(PACKAGED).is_dir() {
        PACKAGED
    } else {
        CHECKED_OUT
    };
    aliyun_codegen::Builder::new(spec)
        .area_features(true)
        .example_path("aliyun_domain")
        .generate()?;
    Ok(())
}
