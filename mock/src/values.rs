//! Checks single values against the spec.

use aliyun_codegen::model::{Action, Encoding, Enum, EnumRef, Field, Location, Model, Rule, Type};
use regex_lite::Regex;

use crate::image;
use crate::refusal::{INVALID_PARAMETER, Refusal};

/// The most characters of a value in a message.
const SHOWN: usize = 40;

/// The field that a value belongs to.
pub(crate) struct Site<'m> {
    pub(crate) model: &'m Model,
    pub(crate) action: &'m Action,
    pub(crate) field: &'m Field,
    /// Whether the field or one around it is sensitive. Then no message repeats a value.
    pub(crate) sensitive: bool,
}

impl Site<'_> {
    /// A refusal whose message repeats no value. It has the action's own code for
    /// illegal values if the spec lists one.
    pub(crate) fn refuse(&self, path: &str, what: impl std::fmt::Display) -> Refusal {
        const ILLEGAL: &str = "ParameterIllegal";
        let listed = self.action.errors.iter().any(|error| error.code == ILLEGAL);
        let code = if listed { ILLEGAL } else { INVALID_PARAMETER };
        Refusal {
            code: code.into(),
            ..Refusal::invalid(path, what)
        }
    }

    /// A refusal that shows the value, unless it is sensitive.
    pub(crate) fn illegal(&self, path: &str, value: &str, what: impl std::fmt::Display) -> Refusal {
        if self.sensitive {
            return self.refuse(path, what);
        }
        let cut = value.chars().count() > SHOWN;
        let shown: String = value.chars().take(SHOWN).collect();
        self.refuse(
            path,
            format!("{what}; found {shown:?}{}", if cut { "…" } else { "" }),
        )
    }

    /// Whether one text holds all members of the field.
    pub(crate) fn is_encoded(&self) -> bool {
        let holds = matches!(
            self.field.ty,
            Type::List(_) | Type::Map(_) | Type::Object(_)
        );
        // A list in a whole body has an encoding that says what an empty one sends.
        let whole = self.field.location == Location::Payload;
        holds && !whole && self.field.encoding != Encoding::Flattened
    }

    fn enumeration(&self, which: EnumRef) -> &Enum {
        enumeration(self.model, self.action, which)
    }
}

/// The enum of a reference.
pub(crate) fn enumeration<'m>(model: &'m Model, action: &'m Action, which: EnumRef) -> &'m Enum {
    match which {
        EnumRef::Shared(at) => &model.enums[at],
        EnumRef::Action(at) => &action.enums[at],
    }
}

/// Checks a value of a simple type.
pub(crate) fn check(site: &Site<'_>, path: &str, ty: &Type, value: &str) -> Result<(), Refusal> {
    let illegal = |what: &str| Err(site.illegal(path, value, what));
    match ty {
        Type::Integer if !number::<i32>(value) => illegal("is not a whole number of 32 bits"),
        Type::Long if !number::<i64>(value) => illegal("is not a whole number of 64 bits"),
        Type::Float if !value.parse::<f64>().is_ok_and(f64::is_finite) => {
            illegal("is not a number")
        }
        Type::Boolean
            if !["true", "false"]
                .iter()
                .any(|word| value.eq_ignore_ascii_case(word)) =>
        {
            illegal("is neither true nor false")
        }
        Type::Json if serde_json::from_str::<serde_json::Value>(value).is_err() => {
            illegal("is not JSON")
        }
        Type::Enum(which) => {
            listed(site, path, site.enumeration(*which), value)?;
            rules(site, path, value, None)
        }
        Type::Image => {
            let raw = image::decode(value).map_err(|what| site.refuse(path, what))?;
            rules(site, path, value, Some(&raw))
        }
        _ => rules(site, path, value, None),
    }
}

/// Whole numbers have no plus sign on the wire.
fn number<N: std::str::FromStr>(value: &str) -> bool {
    !value.starts_with('+') && value.parse::<N>().is_ok()
}

fn listed(site: &Site<'_>, path: &str, list: &Enum, value: &str) -> Result<(), Refusal> {
    if list.integer && !number::<i64>(value) {
        return Err(site.illegal(path, value, "is not a whole number"));
    }
    if list.open || list.values.iter().any(|known| known.value == value) {
        return Ok(());
    }
    let known: Vec<&str> = list
        .values
        .iter()
        .map(|known| known.value.as_str())
        .collect();
    Err(site.illegal(path, value, format!("must be one of {}", known.join(", "))))
}

fn rules(site: &Site<'_>, path: &str, value: &str, image: Option<&[u8]>) -> Result<(), Refusal> {
    for rule in &site.field.rules {
        let broken = match rule {
            Rule::Length(least, most) => {
                let count = value.chars().count();
                let fits = u64::try_from(count).is_ok_and(|count| (least..=most).contains(&&count));
                (!fits).then(|| format!("has {count} characters; expected {least} to {most}"))
            }
            Rule::Range(least, most) => {
                let fits = value
                    .parse()
                    .is_ok_and(|number: i64| (least..=most).contains(&&number));
                (!fits).then(|| format!("must be a whole number from {least} to {most}"))
            }
            Rule::FloatRange(least, most) => {
                let fits = value
                    .parse()
                    .is_ok_and(|number: f64| (*least..=*most).contains(&number));
                (!fits).then(|| format!("must be a number from {least} to {most}"))
            }
            Rule::Pattern(pattern) => {
                let whole = Regex::new(&format!("^(?:{pattern})$")).map_err(|_| {
                    Refusal::internal(format!(
                        "The model's pattern of \"{path}\" is not a regular expression."
                    ))
                })?;
                (!whole.is_match(value)).then(|| format!("does not match the pattern {pattern}"))
            }
            Rule::Image(formats, least, most) => {
                let raw = image.unwrap_or(value.as_bytes());
                image::check(raw, formats, *least, *most).err()
            }
            // The check of the list counts its members.
            Rule::Items(..) => None,
        };
        if let Some(what) = broken {
            return Err(match rule {
                Rule::Image(..) => site.refuse(path, what),
                _ => site.illegal(path, value, what),
            });
        }
    }
    Ok(())
}
