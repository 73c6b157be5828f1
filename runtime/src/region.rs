//! Regions: which there are, and which one a client uses.

use crate::shape::Product;

/// The environment variable that names the region.
pub(crate) const REGION: &str = "ALIBABA_CLOUD_REGION_ID";

/// A region id and its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Region {
    pub(crate) id: String,
    /// The name of its source, such as `ALIBABA_CLOUD_REGION_ID`; empty if the program
    /// set it.
    pub(crate) source: String,
}

impl Region {
    /// The region in a sentence: `the region cn-beijing of profile "work"`.
    pub(crate) fn described(&self) -> String {
        let id = self.id.escape_debug();
        match &*self.source {
            "" => format!("the region `{id}`"),
            source => format!("the region `{id}` of {source}"),
        }
    }

    /// Whether the text can be a region id at all.
    ///
    /// # Errors
    ///
    /// Says what was found, and which region may have been meant.
    pub(crate) fn check_shape(&self, product: &Product) -> Result<(), String> {
        match has_shape(&self.id) {
            true => Ok(()),
            false => Err(format!(
                "{} is not a region id such as cn-hangzhou{}",
                self.described(),
                suggestion(&self.id, product.regions)
            )),
        }
    }

    /// The product's host for this region; `None` for regions without their own host.
    ///
    /// # Errors
    ///
    /// If the region is unknown. A typing error must not send a request to the wrong
    /// site.
    pub(crate) fn host(&self, product: &Product) -> Result<Option<&'static str>, String> {
        if let Some((_, host)) = product.regions.iter().find(|(id, _)| *id == self.id) {
            return Ok(Some(host));
        }
        if KNOWN.contains(&&*self.id) {
            return Ok(None);
        }
        self.check_shape(product)?;
        Err(format!(
            "{} is not known{}; for a region that is newer than this program, \
             set its endpoint with `Config::with_endpoint`",
            self.described(),
            suggestion(&self.id, product.regions)
        ))
    }
}

/// Two or three letters for a part of the world, then words and numbers:
/// `cn-hangzhou`, `ap-southeast-1`, `rus-west-1-pop`.
fn has_shape(id: &str) -> bool {
    let mut parts = id.split('-');
    let world = parts.next().unwrap_or_default();
    let lower = |part: &str| part.bytes().all(|byte| byte.is_ascii_lowercase());
    let plain = |part: &str| {
        let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        !part.is_empty() && part.bytes().all(fits)
    };
    let place = parts
        .next()
        .is_some_and(|part| !part.is_empty() && lower(part));
    matches!(world.len(), 2 | 3) && lower(world) && place && parts.all(plain)
}

/// `; did you mean …?` for a text that is nearly a region.
fn suggestion(text: &str, own: &[(&str, &str)]) -> String {
    let own = own.iter().map(|(id, _)| *id);
    let nearest = KNOWN
        .iter()
        .copied()
        .chain(own)
        .map(|id| (distance(text, id), id))
        .min();
    match nearest {
        Some((changes, id)) if changes <= 3 && changes * 3 <= id.len() => {
            format!("; did you mean `{id}`?")
        }
        _ => String::new(),
    }
}

/// How many characters must be inserted, removed or replaced to turn one text into the
/// other, ignoring case.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    // A longer text is near to no region.
    for (above, letter) in one.chars().take(64).enumerate() {
        let mut diagonal = row[0];
        row[0] = above + 1;
        for (index, wanted) in other.iter().enumerate() {
            let replaced = diagonal + usize::from(!letter.eq_ignore_ascii_case(wanted));
            diagonal = row[index + 1];
            row[index + 1] = replaced.min(diagonal + 1).min(row[index] + 1);
        }
    }
    row[other.len()]
}

/// Regions of Alibaba Cloud.
const KNOWN: &[&str] = &[
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-2-pop",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "cn-beijing",
    "cn-beijing-finance-1",
    "cn-beijing-finance-pop",
    "cn-beijing-gov-1",
    "cn-beijing-nu16-b01",
    "cn-chengdu",
    "cn-edge-1",
    "cn-fujian",
    "cn-fuzhou",
    "cn-guangzhou",
    "cn-haidian-cm12-c01",
    "cn-hangzhou",
    "cn-hangzhou-bj-b01",
    "cn-hangzhou-finance",
    "cn-heyuan",
    "cn-heyuan-acdr-1",
    "cn-hongkong",
    "cn-hongkong-finance-pop",
    "cn-huhehaote",
    "cn-huhehaote-nebula-1",
    "cn-nanjing",
    "cn-north-2-gov-1",
    "cn-qingdao",
    "cn-qingdao-nebula",
    "cn-shanghai",
    "cn-shanghai-et15-b01",
    "cn-shanghai-et2-b01",
    "cn-shanghai-finance-1",
    "cn-shanghai-inner",
    "cn-shenzhen",
    "cn-shenzhen-finance-1",
    "cn-shenzhen-inner",
    "cn-shenzhen-st4-d01",
    "cn-shenzhen-su18-b01",
    "cn-wuhan",
    "cn-wuhan-lr",
    "cn-wulanchabu",
    "cn-wulanchabu-gic-1",
    "cn-yushanfang",
    "cn-zhangbei",
    "cn-zhangbei-na61-b01",
    "cn-zhangjiakou",
    "cn-zhangjiakou-na62-a01",
    "cn-zhengzhou-jva",
    "cn-zhengzhou-nebula-1",
    "eu-central-1",
    "eu-west-1",
    "eu-west-1-oxs",
    "me-central-1",
    "me-east-1",
    "na-south-1",
    "rus-west-1",
    "rus-west-1-pop",
    "us-east-1",
    "us-southeast-1",
    "us-west-1",
];

#[cfg(test)]
mod tests {
    use super::*;

    const PRODUCT: Product =
        Product::new("Sample", "2020-01-01", "sample.aliyuncs.com").regions(&[
            ("ap-southeast-1", "sample-intl.aliyuncs.com"),
            ("xy-moonbase-1", "sample-moon.aliyuncs.com"),
        ]);

    fn host(id: &str) -> Result<Option<&'static str>, String> {
        let source = String::new();
        Region {
            id: id.to_owned(),
            source,
        }
        .host(&PRODUCT)
    }

    #[test]
    fn regions_of_the_product_and_of_the_cloud() {
        assert_eq!(host("ap-southeast-1"), Ok(Some("sample-intl.aliyuncs.com")));
        assert_eq!(host("xy-moonbase-1"), Ok(Some("sample-moon.aliyuncs.com")));
        for id in KNOWN.iter().filter(|id| **id != "ap-southeast-1") {
            assert_eq!(host(id), Ok(None), "{id}");
            assert!(has_shape(id), "{id}");
        }
        assert!(KNOWN.is_sorted());
    }

    #[test]
    fn a_text_that_is_no_region_is_refused_with_a_suggestion() {
        for (text, meant) in [
            ("ap-southeast1", Some("ap-southeast-1")),
            ("ap_southeast_1", Some("ap-southeast-1")),
            ("AP-SOUTHEAST-1", Some("ap-southeast-1")),
            ("ap-sotheast-1", Some("ap-southeast-1")),
            ("cn-bejing", Some("cn-beijing")),
            ("xy-moonbase1", Some("xy-moonbase-1")),
            (" cn-hangzhou", Some("cn-hangzhou")),
            ("", None),
            ("no region", None),
            ("cn-hangzhou\r\nx: y", None),
            ("moon", None),
            ("cn-newcity", None),
            ("zz-nowhere-9", None),
        ] {
            let error = host(text).unwrap_err();
            match meant {
                Some(id) => assert!(error.contains(&format!("did you mean `{id}`?")), "{error}"),
                None => assert!(!error.contains("did you mean"), "{error}"),
            }
            assert!(!error.contains('\n'), "{error}");
        }
        let error = host("cn-newcity").unwrap_err();
        assert!(error.contains("`Config::with_endpoint`"), "{error}");
    }
}
