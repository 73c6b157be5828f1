//! Parameters and response fields: names, types, and keys that fit together.

use crate::check::unique::Unique;
use crate::check::{Scope, Subject, enums, limits, values};
use crate::codes::Code;
use crate::diagnostic::Report;
use crate::names;
use crate::notation;
use crate::source::Span;
use crate::spec::{Field, Need, TypeExpr, Usage};
use crate::suggest;

/// The owner of a list of fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    /// Top level of a request.
    Parameters,
    /// An object inside a request.
    RequestObject,
    /// Top level of a response.
    Response,
    /// An object inside a response.
    ResponseObject,
    /// An object of the product, which may be sent and received.
    SharedObject,
}

impl Owner {
    fn request(self) -> bool {
        matches!(
            self,
            Self::Parameters | Self::RequestObject | Self::SharedObject
        )
    }

    /// Whether an object can be used here.
    fn fits(self, usage: Usage) -> bool {
        match usage {
            Usage::Sent => self.request() && self != Self::SharedObject,
            Usage::Received => !self.request(),
            Usage::Shared => true,
        }
    }

    fn nested(self) -> Self {
        if self == Self::SharedObject {
            self
        } else if self.request() {
            Self::RequestObject
        } else {
            Self::ResponseObject
        }
    }

    fn what(self) -> &'static str {
        if self.request() { "parameter" } else { "field" }
    }
}

/// Checks a list of fields and everything nested in it.
pub(crate) fn check(
    fields: &[Field],
    owner: Owner,
    scope: &Scope<'_>,
    parent: &Subject,
    report: &mut Report,
) {
    let mut unique = Unique::new(owner.what(), parent);
    for field in fields {
        let subject = parent.join(&field.name);
        let location = field.location.as_ref().map(|location| location.value);
        unique.add_in(
            location.unwrap_or_default().word(),
            &field.name,
            field.rust.as_ref(),
            names::field,
            "rust",
            report,
        );
        wire_name(field, owner, scope, &subject, report);
        types(field, owner, scope, &subject, report);
        if !scope.unknown(&field.ty.value) {
            together(field, owner, &subject, report);
            limits::check(field, &subject, report);
            values::check(field, scope, &subject, report);
        }
        if let Some(nested) = &field.fields {
            check(&nested.value, owner.nested(), scope, &subject, report);
        }
    }
}

fn wire_name(
    field: &Field,
    owner: Owner,
    scope: &Scope<'_>,
    subject: &Subject,
    report: &mut Report,
) {
    let name = &field.name;
    if !name.value.bytes().all(|byte| byte.is_ascii_graphic()) {
        let message = format!("`{}` is not a wire name", name.value);
        report.push(
            subject
                .find(Code::BadName, name.span, message)
                .help("use only visible ASCII characters"),
        );
    }
    if let Some((stem, suffix)) = name.value.rsplit_once('.')
        && (suffix == "N" || suffix == "n" || suffix.bytes().all(|byte| byte.is_ascii_digit()))
    {
        let message = format!("`{}` names a list member", name.value);
        report.push(
            subject
                .find(Code::BadName, name.span, message)
                .help(format!("call it `{stem}` and give it the type `list<…>`")),
        );
    }
    if owner == Owner::Parameters
        && let Some(reserved) = scope.common.get(name.value.as_str())
    {
        let message = format!(
            "`{}` is a common parameter, which the runtime sets",
            name.value
        );
        report.push(
            subject
                .find(Code::Reserved, name.span, message)
                .related(reserved.name.span, "declared here"),
        );
    }
}

fn types(field: &Field, owner: Owner, scope: &Scope<'_>, subject: &Subject, report: &mut Report) {
    let ty = &field.ty;
    match ty.value.innermost() {
        TypeExpr::Named(name) => named(name, field, owner, scope, subject, report),
        TypeExpr::Enum(integer) => match &field.values {
            Some(values) => enums::values(&values.value, *integer, values.span, subject, report),
            None => report.push(
                subject
                    .find(Code::EmptyEnum, ty.span, "an enum needs `values`")
                    .help("list them, or name an enum of the product or the action as type"),
            ),
        },
        TypeExpr::Object
            if field
                .fields
                .as_ref()
                .is_none_or(|fields| fields.value.is_empty()) =>
        {
            report.push(
                subject
                    .find(Code::MissingKey, ty.span, "an object needs `fields`")
                    .help("list them, name an object of the action, or use `json`"),
            );
        }
        _ => {}
    }
}

fn named(
    name: &str,
    field: &Field,
    owner: Owner,
    scope: &Scope<'_>,
    subject: &Subject,
    report: &mut Report,
) {
    let span = field.ty.span;
    if scope.enums.contains_key(name) {
        return;
    }
    if let Some(object) = scope.objects.get(name) {
        if !owner.fits(object.usage) {
            let (has, needs) = if object.usage == Usage::Sent {
                ("parameters", "fields")
            } else {
                ("fields", "parameters")
            };
            let message = format!("the object `{name}` has `{has}`; here it would need `{needs}`");
            report.push(
                subject
                    .find(Code::UnknownType, span, message)
                    .related(object.name.span, "defined here"),
            );
        }
        return;
    }
    let reads = matches!(notation::type_expr(name), Ok(TypeExpr::Named(_)));
    if reads && scope.product.is_none() {
        // The product file is missing or could not be read: it may define it.
        return;
    }
    if let Some(reason) = notation::type_expr(name)
        .err()
        .filter(|reason| reason.contains("deeper"))
    {
        let finding = subject.find(Code::UnknownType, span, reason);
        report.push(finding.help("use `json` for data of any depth"));
        return;
    }
    let types = notation::TYPES.iter().copied().chain(scope.names());
    let member = match (&field.fields, &field.values) {
        (Some(_), _) => "object",
        (None, Some(_)) => "enum",
        (None, None) => "string",
    };
    let help = suggest::usual_name(name, member).or_else(|| report.suggest(name, types));
    report.push(
        subject
            .find(
                Code::UnknownType,
                span,
                format!("there is no type `{name}`"),
            )
            .help(format!(
                "there are: {}, and the enums and objects defined in the spec",
                notation::TYPES.join(", ")
            ))
            .help_if(help),
    );
}

/// Keys that only make sense with a certain type or location.
fn together(field: &Field, owner: Owner, subject: &Subject, report: &mut Report) {
    let inner = field.ty.value.innermost();
    let in_place_enum = matches!(inner, TypeExpr::Enum(_));
    let list = matches!(field.ty.value, TypeExpr::List(_));
    let mut refuse = |span: Option<Span>, applies: bool, message: &str| {
        if let Some(span) = span
            && !applies
        {
            report.push(subject.find(Code::NotApplicable, span, message));
        }
    };
    refuse(
        field.values.as_ref().map(|v| v.span),
        in_place_enum,
        "`values` belongs to a type such as `enum` or `list<enum>`",
    );
    refuse(
        field.open.as_ref().map(|v| v.span),
        in_place_enum,
        "`open` belongs to the type `enum`",
    );
    refuse(
        field.fields.as_ref().map(|v| v.span),
        matches!(inner, TypeExpr::Object),
        "`fields` belongs to a type such as `object` or `list<object>`",
    );
    refuse(
        field.item.as_ref().map(|v| v.span),
        list,
        "`item` belongs to a list",
    );
    refuse(
        field.location.as_ref().map(|v| v.span),
        matches!(owner, Owner::Parameters | Owner::Response),
        "only a parameter or field at the top level has a location; nested ones travel with it",
    );
    refuse(
        field.encoding.as_ref().map(|v| v.span),
        owner == Owner::Parameters,
        "only a parameter at the top level has an encoding; nested ones travel with it",
    );
    refuse(
        field.content_type.as_ref().map(|v| v.span),
        owner == Owner::Parameters,
        "only a parameter at the top level has a content type",
    );
    let required = field.required.as_ref();
    let required = required.filter(|required| required.value != Need::Optional);
    refuse(
        field.required_when.as_ref().map(|v| v.span),
        required.is_none(),
        "a required parameter needs no `required_when`",
    );
    if let (Some(required), Some(default)) = (required, &field.default) {
        report.push(
            subject
                .find(
                    Code::RequiredDefault,
                    default.span,
                    "a required parameter has no default",
                )
                .related(required.span, "required here")
                .help("remove one of the two"),
        );
    }
}
