//! `README.md` and the note about licences.

use std::fmt::Write;

use super::plan::Facts;
use super::program::{first, programs};

/// The text of `README.md`.
pub(super) fn text(facts: &Facts<'_>) -> String {
    let (model, name) = (facts.model, &facts.name);
    let product = &model.product;
    let mut out = format!(
        "# {name}\n\nTyped client of Alibaba Cloud **{}**, API version {}: {}.\n\n",
        product.name,
        product.version,
        count(model.actions.len(), "action")
    );
    let runtime = facts.settings.runtime.to_string();
    let own = if runtime.starts_with("path=") || runtime.starts_with("git=") {
        format!("{name} = {{ path = \"…\" }}")
    } else {
        format!("{name} = \"0.1\"")
    };
    let _ = write!(
        out,
        "```toml\n[dependencies]\n{own}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n```\n\n"
    );
    if let Some(program) = first(model) {
        let main = program.main(model, &facts.path);
        let _ = write!(out, "```rust,no_run\n{main}```\n\n");
    }
    out.push_str(
        "Every request is checked against the documented limits before anything is sent. A call\n\
         that changes something is never repeated if the first attempt may have been carried out.\n\n",
    );
    let programs = programs(model);
    if !programs.is_empty() {
        out.push_str("| example | |\n|---|---|\n");
        for program in programs {
            let kind = program.kind.name();
            let _ = writeln!(
                out,
                "| [{kind}](examples/{kind}.rs) | {}: `{}` |",
                program.kind.what(),
                program.action.name
            );
        }
        out.push('\n');
    }
    let areas = facts.areas();
    if let Some(area) = areas.first() {
        let list: Vec<String> = areas.iter().map(|area| format!("`{area}`")).collect();
        let _ = write!(
            out,
            "Each area is a module and a cargo feature: {}. All are on by default;\n\
             `default-features = false, features = [\"rustls\", \"{area}\"]` compiles only one.\n\n",
            list.join(", ")
        );
    }
    out.push_str(if facts.settings.pregenerated {
        "`aliyun-codegen` wrote the client in `src/client/` from the files in `spec/`. Change\n\
         those and run `aliyun-codegen client` again; it keeps what you have changed.\n"
    } else {
        "The build script generates the client from the files in `spec/`. To follow the official\n\
         documentation, run `aliyun-codegen client` again; it keeps what you have changed.\n"
    });
    out.push_str(
        "\nLicensed under MIT or Apache-2.0, at your choice; see [LICENSE.md](LICENSE.md).\n",
    );
    out
}

fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

/// The text of `LICENSE.md`.
pub(super) fn licence(facts: &Facts<'_>) -> String {
    let prose = if facts.settings.prose {
        "The descriptions come from the official documentation of Alibaba Cloud and belong to\n\
         its authors; ask them before you publish this crate.\n"
    } else {
        "The files in `spec/` hold facts of the official documentation of Alibaba Cloud: names,\n\
         types, limits, error codes and examples. They leave out its descriptions.\n"
    };
    format!(
        "# Licence\n\n\
         The code of this crate was written by `aliyun-codegen` and is licensed under\n\
         [MIT](https://spdx.org/licenses/MIT.html) or\n\
         [Apache-2.0](https://spdx.org/licenses/Apache-2.0.html), at your choice.\n\n\
         {prose}\n\
         This crate is not a product of Alibaba Cloud.\n"
    )
}
