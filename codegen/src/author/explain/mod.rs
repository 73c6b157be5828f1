//! The meaning of every code: its cause, its cure, and a sample of each.

mod example;
mod file;
mod meaning;
mod shape;

use crate::codes::{Code, LINTS, Severity};
use crate::suggest;

/// The meaning of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Explanation {
    /// The code, such as `E012`.
    pub code: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// The name that an erratum uses for it, such as `example-missing-field`;
    /// absent if no erratum can accept the finding.
    pub lint: Option<&'static str>,
    /// The finding in a few words.
    pub title: &'static str,
    /// Why it occurs.
    pub cause: &'static str,
    /// How to correct it.
    pub cure: &'static str,
    /// Part of a spec file with the finding, if a part can show it.
    pub wrong: Option<&'static str>,
    /// The same part without it.
    pub right: Option<&'static str>,
}

/// Explains a code, which may also be the name of a lint.
///
/// # Errors
///
/// If the code is unknown: a similar code, if there is one.
pub fn explain(name: &str) -> Result<Explanation, Option<String>> {
    let known = |code: &&Code| {
        name.eq_ignore_ascii_case(code.name()) || lint(**code).is_some_and(|lint| lint == name)
    };
    match Code::ALL.iter().find(known) {
        Some(code) => Ok(explanation(*code)),
        None => {
            let codes = Code::ALL.iter().map(|code| code.name());
            let lints = LINTS.iter().map(|(name, _)| *name);
            Err(suggest::did_you_mean(name, codes.chain(lints)))
        }
    }
}

/// All codes, in the order of their numbers.
#[must_use]
pub fn explanations() -> Vec<Explanation> {
    Code::ALL.iter().copied().map(explanation).collect()
}

fn explanation(code: Code) -> Explanation {
    let text = text(code);
    Explanation {
        code: code.name(),
        severity: code.severity(),
        lint: lint(code),
        title: text.title,
        cause: text.cause,
        cure: text.cure,
        wrong: text.sample.map(|(wrong, _)| wrong),
        right: text.sample.map(|(_, right)| right),
    }
}

fn lint(code: Code) -> Option<&'static str> {
    LINTS
        .iter()
        .find(|(_, known)| *known == code)
        .map(|(name, _)| *name)
}

/// The words of an explanation.
#[derive(Clone, Copy)]
struct Text {
    title: &'static str,
    cause: &'static str,
    cure: &'static str,
    /// Wrong and right samples.
    sample: Option<(&'static str, &'static str)>,
}

impl Text {
    const fn new(title: &'static str, cause: &'static str, cure: &'static str) -> Self {
        Self {
            title,
            cause,
            cure,
            sample: None,
        }
    }

    const fn sample(self, wrong: &'static str, right: &'static str) -> Self {
        Self {
            sample: Some((wrong, right)),
            ..self
        }
    }
}

fn text(code: Code) -> Text {
    match code {
        Code::Unreadable => file::UNREADABLE,
        Code::NotUtf8 => file::NOT_UTF8,
        Code::Syntax => file::SYNTAX,
        Code::DuplicateKey => file::DUPLICATE_KEY,
        Code::Reference => file::REFERENCE,
        Code::TooLarge => file::TOO_LARGE,
        Code::TooDeep => file::TOO_DEEP,
        Code::Empty => file::EMPTY,
        Code::Documents => file::DOCUMENTS,
        Code::UnknownKey => shape::UNKNOWN_KEY,
        Code::WrongType => shape::WRONG_TYPE,
        Code::MissingKey => shape::MISSING_KEY,
        Code::UnknownWord => shape::UNKNOWN_WORD,
        Code::ProductFile => shape::PRODUCT_FILE,
        Code::FileName => shape::FILE_NAME,
        Code::BadNumber => shape::BAD_NUMBER,
        Code::BadText => shape::BAD_TEXT,
        Code::Duplicate => meaning::DUPLICATE,
        Code::Collision => meaning::COLLISION,
        Code::BadName => meaning::BAD_NAME,
        Code::UnknownType => meaning::UNKNOWN_TYPE,
        Code::EmptyEnum => meaning::EMPTY_ENUM,
        Code::BadDefault => meaning::BAD_DEFAULT,
        Code::BadBounds => meaning::BAD_BOUNDS,
        Code::BadPattern => meaning::BAD_PATTERN,
        Code::RequiredDefault => meaning::REQUIRED_DEFAULT,
        Code::NotApplicable => meaning::NOT_APPLICABLE,
        Code::HttpStatus => meaning::HTTP_STATUS,
        Code::Reserved => meaning::RESERVED,
        Code::UnknownErratum => example::UNKNOWN_ERRATUM,
        Code::UnknownReference => meaning::UNKNOWN_REFERENCE,
        Code::BadSample => meaning::BAD_SAMPLE,
        Code::OutcomesDiffer => meaning::OUTCOMES_DIFFER,
        Code::ExampleMalformed => example::MALFORMED,
        Code::BadPath => meaning::BAD_PATH,
        Code::ExampleUnknownParameter => example::UNKNOWN_PARAMETER,
        Code::ExampleMissingParameter => example::MISSING_PARAMETER,
        Code::ExampleUnknownField => example::UNKNOWN_FIELD,
        Code::ExampleMissingField => example::MISSING_FIELD,
        Code::ExampleKeyCase => example::KEY_CASE,
        Code::ExampleTypeDiffers => example::TYPE_DIFFERS,
        Code::ExampleRootElement => example::ROOT_ELEMENT,
        Code::ExamplesDiffer => example::DIFFER,
        Code::UnusedErratum => example::UNUSED_ERRATUM,
        Code::UnusedArea => meaning::UNUSED_AREA,
    }
}
