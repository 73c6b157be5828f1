//! Makes tests from the documented examples of every spec folder, tables of command
//! lines, and the clients of invented products.

fn main() -> Result<(), aliyun_codegen::Failure> {
    let domain = aliyun_codegen::Builder::new("../spec/domain/2018-01-29");
    domain.generate_tests("aliyun_domain")?;
    domain.generate_commands()?;
    let depot = aliyun_codegen::Builder::new("commands/spec");
    depot.generate_commands()?;
    depot.generate()?;
    aliyun_codegen::Builder::new("rest/spec").generate()?;
    Ok(())
}
