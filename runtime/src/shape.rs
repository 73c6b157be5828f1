//! The static tables that generated code consists of: what an action is
//! called, which fields it has and what the documentation demands of them.
//!
//! Everything here is plain `const` data. Behaviour that reads it (validating,
//! encoding, decoding, printing) is compiled once, in this crate.

/// One product of Alibaba Cloud at one API version.
#[derive(Debug)]
pub struct Product {
    /// Product code, such as `Domain`.
    pub name: &'static str,
    /// API version, such as `2018-01-29`.
    pub version: &'static str,
    /// Host used where no region has its own.
    pub endpoint: &'static str,
    /// Hosts by region id, for the regions that have their own.
    pub regions: &'static [(&'static str, &'static str)],
}

/// One API action.
#[derive(Debug)]
pub struct Action {
    /// Action name as the gateway knows it.
    pub name: &'static str,
    /// The product the action belongs to.
    pub product: &'static Product,
    /// Whether repeating the call cannot change anything a second time.
    pub idempotent: bool,
}

/// The fields of one request, response or nested object, in documented order.
#[derive(Debug)]
pub struct Shape {
    /// Rust name of the struct, for `Debug` output and error paths.
    pub name: &'static str,
    /// One entry a field, in the order in which [`Record`](crate::value::Record)
    /// hands out the values.
    pub fields: &'static [Field],
}

/// One field of a [`Shape`].
#[derive(Debug)]
pub struct Field {
    /// Name on the wire, without list suffixes (`DomainName`, not `DomainName.N`).
    pub name: &'static str,
    /// Name of the wrapper around list members in a response
    /// (`TaskDetail` in `Data.TaskDetail[]`), or empty where there is none.
    pub item: &'static str,
    /// A union of [`REQUIRED`], [`SENSITIVE`], [`BODY`] and [`INT32`].
    pub flags: u8,
    /// What the documentation demands of the value beyond its presence.
    pub rules: &'static [Rule],
}

/// Flag: the field must be present (and a list must have a member).
pub const REQUIRED: u8 = 1;
/// Flag: the value is personal or secret and is never printed.
pub const SENSITIVE: u8 = 2;
/// Flag: the parameter travels in the form body, not in the query.
pub const BODY: u8 = 4;
/// Flag: the integer must fit 32 bits, as the gateway parses it so.
pub const INT32: u8 = 8;

impl Field {
    /// A field without a wrapper around its members.
    #[must_use]
    pub const fn new(name: &'static str, flags: u8, rules: &'static [Rule]) -> Self {
        Self {
            name,
            item: "",
            flags,
            rules,
        }
    }

    /// The same field with a wrapper around its members.
    #[must_use]
    pub const fn item(self, item: &'static str) -> Self {
        Self { item, ..self }
    }

    /// Whether every flag of `flag` is set.
    #[must_use]
    pub const fn is(&self, flag: u8) -> bool {
        self.flags & flag == flag
    }
}

/// One documented limit. Rules of a list field apply to its members, except
/// [`Rule::Items`], which counts them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Rule {
    /// Closed enum: only these wire values are accepted.
    OneOf(&'static [&'static str]),
    /// Length of a text in Unicode characters, both ends included.
    Length(u64, u64),
    /// Bounds of a whole number, both ends included.
    Range(i64, i64),
    /// Bounds of a floating point number, both ends included.
    FloatRange(f64, f64),
    /// Number of list members or map entries, both ends included.
    Items(u64, u64),
    /// Regular expression that the whole text must match.
    Pattern(&'static str),
    /// Image formats accepted, and bounds of the raw (not base64) size in bytes.
    Image(&'static [Media], u64, u64),
}

/// An image format, told apart by content and never by file name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Media {
    /// JPEG (`FF D8 FF`).
    Jpeg,
    /// Windows bitmap (`BM`).
    Bmp,
    /// PNG (`89 50 4E 47`).
    Png,
    /// GIF (`GIF8`).
    Gif,
}

impl Media {
    /// The name used in messages and in spec files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "jpeg",
            Self::Bmp => "bmp",
            Self::Png => "png",
            Self::Gif => "gif",
        }
    }
}
