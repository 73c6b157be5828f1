//! Makes tests from the documented examples of every spec folder.

fn main() -> Result<(), aliyun_codegen::Failure> {
    aliyun_codegen::Builder::new("../spec/domain/2018-01-29").generate_tests("aliyun_domain")?;
    Ok(())
}
