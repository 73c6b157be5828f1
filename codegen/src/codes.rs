//! The stable codes of findings. A code never changes its meaning, and the code of
//! a finding that is removed is never used again.

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is generated.
    Error,
    /// The documentation contradicts itself and the spec does not say which side
    /// it follows, or something in the spec is unused. Code is generated all
    /// the same.
    Warning,
}

impl Severity {
    /// `error` or `warning`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

macro_rules! codes {
    ($($variant:ident = $name:literal, $severity:ident;)*) => {
        /// The kind of a finding.
        #[cfg_attr(
            not(feature = "examples"),
            expect(dead_code, reason = "lints of examples need the feature")
        )]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(crate) enum Code {
            $($variant,)*
        }

        impl Code {
            /// Every code, in the order of this table.
            #[cfg(feature = "cli")]
            pub(crate) const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name shown to users.
            pub(crate) const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// Whether it stops generation.
            pub(crate) const fn severity(self) -> Severity {
                match self {
                    $(Self::$variant => Severity::$severity,)*
                }
            }
        }
    };
}

codes! {
    // Reading files.
    Unreadable = "E001", Error;
    NotUtf8 = "E002", Error;
    Syntax = "E003", Error;
    DuplicateKey = "E004", Error;
    Reference = "E005", Error;
    TooLarge = "E006", Error;
    TooDeep = "E007", Error;
    Empty = "E008", Error;
    Documents = "E009", Error;
    // The shape of a file.
    UnknownKey = "E010", Error;
    WrongType = "E011", Error;
    MissingKey = "E012", Error;
    UnknownWord = "E013", Error;
    ProductFile = "E014", Error;
    FileName = "E015", Error;
    BadNumber = "E016", Error;
    BadText = "E017", Error;
    // The meaning of a file.
    Duplicate = "E101", Error;
    Collision = "E102", Error;
    BadName = "E103", Error;
    UnknownType = "E104", Error;
    EmptyEnum = "E105", Error;
    BadDefault = "E106", Error;
    BadBounds = "E107", Error;
    BadPattern = "E108", Error;
    RequiredDefault = "E109", Error;
    NotApplicable = "E110", Error;
    // E111 was an object that contains itself.
    HttpStatus = "E112", Error;
    Reserved = "E113", Error;
    UnknownErratum = "E114", Error;
    UnknownReference = "E115", Error;
    BadSample = "E116", Error;
    ExampleMalformed = "E117", Error;
    OutcomesDiffer = "E118", Error;
    BadPath = "E119", Error;
    // Contradictions of the documentation. An erratum can accept them, and also
    // the malformed example above.
    ExampleUnknownParameter = "W201", Warning;
    ExampleMissingParameter = "W202", Warning;
    ExampleUnknownField = "W203", Warning;
    ExampleMissingField = "W204", Warning;
    ExampleKeyCase = "W205", Warning;
    ExampleTypeDiffers = "W206", Warning;
    ExampleRootElement = "W207", Warning;
    ExamplesDiffer = "W208", Warning;
    UnusedErratum = "W209", Warning;
    // Unused entries.
    UnusedArea = "W210", Warning;
}

/// The lints that an `errata` entry can accept: name in the spec, and code.
pub(crate) const LINTS: &[(&str, Code)] = &[
    ("example-unknown-parameter", Code::ExampleUnknownParameter),
    ("example-missing-parameter", Code::ExampleMissingParameter),
    ("example-unknown-field", Code::ExampleUnknownField),
    ("example-missing-field", Code::ExampleMissingField),
    ("example-key-case", Code::ExampleKeyCase),
    ("example-type-differs", Code::ExampleTypeDiffers),
    ("example-root-element", Code::ExampleRootElement),
    ("example-malformed", Code::ExampleMalformed),
    ("examples-differ", Code::ExamplesDiffer),
];

/// Errata without a finding: they note that a source other than the page
/// disagrees with it.
pub(crate) const NOTES: &[&str] = &["models-differ"];

/// Everything that an erratum can be about.
pub(crate) fn errata() -> impl Iterator<Item = &'static str> {
    LINTS
        .iter()
        .map(|(name, _)| *name)
        .chain(NOTES.iter().copied())
}
