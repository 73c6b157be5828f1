//! `Cargo.toml`, the build script and the list of ignored files.

use std::fmt::Write;

use super::plan::Facts;
use super::program::programs;
use super::runtime::quoted;

/// The text of `Cargo.toml`.
pub(super) fn manifest(facts: &Facts<'_>) -> String {
    let (model, settings) = (facts.model, facts.settings);
    let product = &model.product;
    let name = &facts.name;
    let about = format!(
        "Typed client of Alibaba Cloud {}, API version {}",
        product.name, product.version
    );
    let documentation = quoted(&format!("https://docs.rs/{name}"));
    let version = env!("CARGO_PKG_RUST_VERSION");
    let mut out = format!(
        "[package]\n\
         name = {}\n\
         description = {}\n\
         version = \"0.1.0\"\n\
         edition = \"2024\"\n\
         rust-version = \"{version}\"\n\
         license = \"MIT OR Apache-2.0\"\n\
         documentation = {documentation}\n\
         readme = \"README.md\"\n\
         keywords = [\"aliyun\", \"alibaba-cloud\", \"sdk\"]\n\
         categories = [\"api-bindings\", \"web-programming::http-client\"]\n\
         \n\
         [package.metadata.docs.rs]\n\
         all-features = true\n\
         rustdoc-args = [\"--cfg\", \"docsrs\"]\n\
         \n",
        quoted(name),
        quoted(&about)
    );
    out.push_str(&features(facts));
    let runtime = settings.runtime.dependency("runtime");
    let _ = write!(
        out,
        "\n[dependencies]\naliyun-runtime = {{ {runtime}, default-features = false }}\n"
    );
    if !settings.pregenerated {
        let generator = settings.runtime.dependency("codegen");
        let _ = write!(
            out,
            "\n[build-dependencies]\naliyun-codegen = {{ {generator} }}\n"
        );
    }
    out.push_str(
        "\n[dev-dependencies]\n\
         tokio = { version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }\n",
    );
    for program in programs(model) {
        let mut needs = vec![quoted("rustls")];
        needs.extend(program.feature(model).map(quoted));
        let _ = write!(
            out,
            "\n[[example]]\nname = \"{}\"\nrequired-features = [{}]\n",
            program.kind.name(),
            needs.join(", ")
        );
    }
    out
}

fn features(facts: &Facts<'_>) -> String {
    let areas = facts.areas();
    let default: Vec<String> = if !facts.settings.features.is_empty() {
        facts.settings.features.clone()
    } else if areas.is_empty() {
        vec!["rustls".to_owned()]
    } else {
        vec!["rustls".to_owned(), "all".to_owned()]
    };
    let default: Vec<String> = default.iter().map(|name| quoted(name)).collect();
    let mut out = format!("[features]\ndefault = [{}]\n", default.join(", "));
    if !areas.is_empty() {
        out.push_str("# Every area.\nall = [\n");
        for area in &areas {
            let _ = writeln!(out, "    {},", quoted(area));
        }
        out.push_str(
            "]\n\
             # The areas. Turn on only those you call, to compile less. Without any,\n\
             # `Client::call` still calls actions by name.\n",
        );
        for area in &areas {
            let _ = writeln!(out, "{area} = []");
        }
    }
    out.push_str(
        "# TLS by rustls.\n\
         rustls = [\"aliyun-runtime/rustls\"]\n\
         # TLS by the platform's own library.\n\
         native-tls = [\"aliyun-runtime/native-tls\"]\n\
         # Calls from programs without async.\n\
         blocking = [\"aliyun-runtime/blocking\"]\n\
         # Spans for every call and attempt.\n\
         tracing = [\"aliyun-runtime/tracing\"]\n",
    );
    out
}

/// The text of `build.rs`.
pub(super) fn build(facts: &Facts<'_>) -> String {
    let features = if facts.areas().is_empty() {
        ""
    } else {
        "\n        .area_features(true)"
    };
    format!(
        "//! Generates the client from the files in `spec`.\n\
         \n\
         fn main() -> Result<(), aliyun_codegen::Failure> {{\n    \
         aliyun_codegen::Builder::new(\"spec\"){features}\n        \
         .example_path(\"{}\")\n        \
         .generate()?;\n    \
         Ok(())\n}}\n",
        facts.path
    )
}

/// The text of `.gitignore`.
pub(super) const IGNORED: &str = "/target\n/Cargo.lock\n";
