//! Generates the client whose single answer the decoders fill.

fn main() -> Result<(), aliyun_codegen::Failure> {
    aliyun_codegen::Builder::new("spec").generate()?;
    Ok(())
}
