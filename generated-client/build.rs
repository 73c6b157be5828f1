//! Generates the client from the spec.

fn main() -> Result<(), aliyun_codegen::Failure> {
    aliyun_codegen::Builder::new("../spec/domain/2018-01-29").generate()?;
    Ok(())
}
