//! Generates the client from the spec.

use std::path::Path;

/// Inside the package.
const PACKAGED: &str = "spec";

/// Where `PACKAGED` leads to in a checkout. Without symbolic links (Windows has
/// them only on demand) git leaves a text file in its place.
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
