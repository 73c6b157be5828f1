//! Invented specs and reference pages of any size.

use std::fs;
use std::io;
use std::path::Path;

/// A spec folder with this many similar actions.
///
/// # Errors
///
/// If the folder cannot be written.
pub fn spec(dir: &Path, actions: usize) -> io::Result<()> {
    fresh(dir)?;
    fs::write(
        dir.join("product.yaml"),
        "product: Synthetic\nversion: 2020-01-01\ndoc: A made-up product.\n\
         endpoint: synthetic.aliyuncs.com\n",
    )?;
    for index in 0..actions {
        let name = name(index);
        let text = include_str!("synthetic.yaml").replace("ACTION", &name);
        fs::write(dir.join(format!("{name}.yaml")), text)?;
    }
    Ok(())
}

/// A folder with this many reference pages, each about another action.
///
/// # Errors
///
/// If the folder cannot be written.
pub fn pages(dir: &Path, pages: usize) -> io::Result<()> {
    fresh(dir)?;
    for index in 0..pages {
        let name = name(index);
        let text = include_str!("synthetic.md").replace("ACTION", &name);
        fs::write(dir.join(format!("{name}.md")), text)?;
    }
    Ok(())
}

fn name(index: usize) -> String {
    format!("QueryThings{index:05}")
}

fn fresh(dir: &Path) -> io::Result<()> {
    if dir.exists() {
        fs::remove_dir_all(dir)?;
    }
    fs::create_dir_all(dir)
}
