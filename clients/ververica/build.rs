//! Generates the client from the files in `spec`.

fn main() -> Result<(), aliyun_codegen::Failure> {
    aliyun_codegen::Builder::new("spec")
        .area_features(true)
        .example_path("aliyun_ververica")
        .generate()?;
    Ok(())
}
