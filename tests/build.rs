//! Makes tests from the documented examples of every spec folder, and tables of
//! command lines.

fn main() -> Result<(), aliyun_codegen::Failure> {
    let domain = aliyun_codegen::Builder::new("../spec/domain/2018-01-29");
    domain.generate_tests("aliyun_domain")?;
    domain.generate_commands()?;
    aliyun_codegen::Builder::new("commands/spec").generate_commands()?;
    aliyun_codegen::Builder::new("rest/spec").generate()?;
    Ok(())
}
