//! The hosts of a product.

use std::collections::{BTreeMap, HashSet};

use super::types::Types;
use crate::check;
use crate::import::description::Origin;
use crate::import::metadata::document::Document;

/// Hosts of a product.
pub(super) struct Hosts {
    /// The host of regions that have none of their own.
    pub(super) endpoint: Option<String>,
    pub(super) regions: Vec<(String, String)>,
}

/// The documented hosts. If all regions have one, it is enough.
pub(super) fn hosts(document: &Document, types: &mut Types<'_>) -> Hosts {
    let mut regions: Vec<(String, String)> = Vec::new();
    let mut seen = HashSet::new();
    for (index, (region, host)) in document.endpoints.iter().enumerate() {
        let (region, host) = (region.trim(), host.trim().to_ascii_lowercase());
        if !check::is_region(region) || !check::is_host(&host) {
            let origin = Origin::Pointer(format!("/endpoints/{index}"));
            types.note(
                origin,
                format!("`{region}` with `{host}` is no endpoint; left out"),
            );
        } else if seen.insert(region.to_owned()) {
            regions.push((region.to_owned(), host));
        }
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, host) in &regions {
        *counts.entry(host).or_default() += 1;
    }
    let one = counts.len() == 1;
    let central = format!("{}.aliyuncs.com", document.product.to_ascii_lowercase());
    let most = counts.values().copied().max();
    let common = || {
        let found = counts.iter().find(|(_, count)| Some(**count) == most);
        found.map(|(host, _)| (*host).to_owned())
    };
    let home = regions.iter().find(|(region, _)| region == "cn-hangzhou");
    let endpoint = if counts.contains_key(central.as_str()) {
        Some(central)
    } else if let (true, Some((_, host))) = (most == Some(1), home) {
        Some(host.clone())
    } else {
        common()
    };
    if one {
        regions.clear();
    }
    Hosts { endpoint, regions }
}
