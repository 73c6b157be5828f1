//! Generates the client whose one answer the decoders are held against.

fn main() -> Result<(), aliyun_codegen::Failure> {
    aliyun_codegen::Builder::new("spec").generate()?;
    Ok(())
}
