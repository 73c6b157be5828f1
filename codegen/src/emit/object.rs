//! Structs: a request, a response, or an object nested in one.

use proc_macro2::Literal;

use crate::emit::fields::Context;
use crate::emit::{doc, text};
use crate::model::{Field, Object, Role, Rule, Type};

/// Whether a struct is a whole request or response, or nested in one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    Top,
    Nested,
}

/// The struct, its setters or slots, its table.
pub(crate) fn emit(context: Context<'_>, object: &Object, level: Level, docs: &str) -> String {
    let name = &object.rust_name;
    let mut out = text::docs("", docs);
    out.push_str(match object.role {
        Role::Request => "#[derive(Clone, Default)]\n",
        // Copying needs the slots.
        Role::Response | Role::Both => "#[derive(Default)]\n",
    });
    out.push_str("#[non_exhaustive]\npub struct ");
    out.push_str(name);
    out.push_str(if object.fields.is_empty() {
        " {"
    } else {
        " {\n"
    });
    for field in &object.fields {
        out.push_str(&text::docs("    ", &doc::field(field, object.role)));
        let ty = context.field_type(field);
        out.push_str(&format!("    pub {}: {ty},\n", field.ident));
    }
    out.push_str("}\n");
    if object.role.is_sent() {
        out.push_str(&setters(context, object, level));
    }
    out.push_str(&record(context, object, level));
    if object.role.is_received() {
        out.push_str(&decode(object));
    }
    out.push_str(&walks(name));
    if level == Level::Nested {
        out.push_str(&nested(object));
    }
    out
}

/// `set_domain_name(…)`, one per field, and `validate` for a whole request.
fn setters(context: Context<'_>, object: &Object, level: Level) -> String {
    let mut out = format!(
        "
impl {} {{
    /// A value in which no field is set.
    #[must_use]
    #[inline]
    pub fn new() -> Self {{
        Self::default()
    }}
",
        object.rust_name
    );
    for field in &object.fields {
        out.push('\n');
        out.push_str(&setter(context, field));
    }
    if level == Level::Top {
        out.push_str(
            "
    /// Checks the request against the documented limits, as every call
    /// does before it sends anything.
    ///
    /// # Errors
    ///
    /// All violations at once. Sensitive values are not shown.
    #[inline]
    pub fn validate(&self) -> Result<(), rt::ValidationError> {
        rt::validate(self)
    }
",
        );
    }
    out.push_str("}\n");
    out
}

/// `set_type` for `r#type`.
pub(crate) fn setter_name(field: &Field) -> String {
    let plain = field.ident.trim_start_matches("r#");
    format!("set_{}", plain.trim_start_matches('_'))
}

fn setter(context: Context<'_>, field: &Field) -> String {
    let name = &field.ident;
    let plain = name.trim_start_matches("r#");
    let setter = setter_name(field);
    let (all, argument, value) = match &field.ty {
        Type::List(member) => (
            "all of ",
            format!(
                "impl IntoIterator<Item = impl Into<{}>>",
                context.name(member)
            ),
            vec!["value", ".into_iter()", ".map(Into::into)", ".collect();"],
        ),
        Type::Map(value) => (
            "all of ",
            format!(
                "impl IntoIterator<Item = (impl Into<String>, impl Into<{}>)>",
                context.name(value)
            ),
            vec![
                "value",
                ".into_iter()",
                ".map(|(key, value)| (key.into(), value.into()))",
                ".collect();",
            ],
        ),
        ty => (
            "",
            format!("impl Into<{}>", context.name(ty)),
            vec![if field.boxed {
                "Some(Box::new(value.into()));"
            } else {
                "Some(value.into());"
            }],
        ),
    };
    let deprecated = text::deprecated("    ", field.deprecated.as_ref());
    let mut signature = format!("pub fn {setter}(mut self, value: {argument}) -> Self {{");
    if !text::fits("    ", &signature) {
        signature = format!(
            "pub fn {setter}(\n        mut self,\n        value: {argument},\n    ) -> Self {{"
        );
    }
    let mut body = format!("self.{name} = {}", value.concat());
    if !text::fits("        ", &body) {
        body = format!("self.{name} = {}", value.join("\n            "));
    }
    format!(
        "    /// Sets {all}[`{plain}`](Self::{plain}).
{deprecated}    #[must_use]
    {signature}
        {body}
        self
    }}
"
    )
}

/// Whether a limit may look like a constant of mathematics.
fn has_float(object: &Object) -> bool {
    let mut rules = object.fields.iter().flat_map(|field| &field.rules);
    object.role.is_sent() && rules.any(|rule| matches!(rule, Rule::FloatRange(..)))
}

/// The table, and how the runtime reads the fields.
fn record(context: Context<'_>, object: &Object, level: Level) -> String {
    let table = context.table("            ", object, level == Level::Top, |field| {
        context.one_of(field)
    });
    let constants = if has_float(object) {
        "    #[allow(clippy::approx_constant, reason = \"a documented limit\")]\n"
    } else {
        ""
    };
    let line = format!("const {{ &{table} }}");
    let table = if !table.contains('\n') && text::fits("        ", &line) {
        line
    } else {
        format!("const {{\n            &{table}\n        }}")
    };
    let (index, value) = at(object, "&self", "&()");
    format!(
        "
impl rt::Record for {} {{
{constants}    #[inline]
    fn shape(&self) -> &'static rt::Shape {{
        {table}
    }}

    #[inline]
    fn at(&self, {index}: usize) -> &dyn rt::Value {{
{value}    }}
}}
",
        object.rust_name
    )
}

/// How the runtime fills the fields, and copies by filling.
fn decode(object: &Object) -> String {
    let name = &object.rust_name;
    let none = "unreachable!(\"there is no field\")";
    let (index, slot) = at(object, "&mut self", none);
    format!(
        "
impl rt::Decode for {name} {{
    #[inline]
    fn at_mut(&mut self, {index}: usize) -> &mut dyn rt::Slot {{
{slot}    }}
}}

impl Clone for {name} {{
    #[inline]
    fn clone(&self) -> Self {{
        let mut copy = Self::default();
        rt::copy(self, &mut copy);
        copy
    }}
}}
"
    )
}

/// The argument and the body of a function from an index to a field.
fn at(object: &Object, of: &str, none: &str) -> (&'static str, String) {
    let (last, fields) = match object.fields.as_slice() {
        [] => return ("_", format!("        {none}\n")),
        [only] => return ("_", format!("        {of}.{}\n", only.ident)),
        [fields @ .., last] => (last, fields),
    };
    let mut body = "        match index {\n".to_owned();
    for (index, field) in fields.iter().enumerate() {
        let index = Literal::usize_unsuffixed(index);
        body.push_str(&format!("            {index} => {of}.{},\n", field.ident));
    }
    body.push_str(&format!(
        "            _ => {of}.{},\n        }}\n",
        last.ident
    ));
    ("index", body)
}

/// The impls that the runtime provides through the table.
fn walks(name: &str) -> String {
    format!(
        "
impl PartialEq for {name} {{
    #[inline]
    fn eq(&self, other: &Self) -> bool {{
        rt::same(self, other)
    }}
}}

impl fmt::Debug for {name} {{
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {{
        rt::debug(self, f)
    }}
}}
"
    )
}

/// The impls that make an object a value of a field.
fn nested(object: &Object) -> String {
    let mut out = value(object, &object.rust_name, "self", "self");
    // Each object on a way back to itself has a box for the next one.
    if object.fields.iter().any(|field| field.boxed) {
        let boxed = format!("Box<{}>", object.rust_name);
        out.push_str(&value(object, &boxed, "&**self", "&mut **self"));
    }
    out
}

/// What makes a type a value of a field: the object or a box with it.
fn value(object: &Object, name: &str, record: &str, slot: &str) -> String {
    let mut out = format!(
        "
impl rt::Value for {name} {{
    #[inline]
    fn get(&self) -> rt::ValueRef<'_> {{
        rt::ValueRef::Record({record})
    }}
}}
"
    );
    if object.role.is_received() {
        out.push_str(&format!(
            "
impl rt::Slot for {name} {{
    #[inline]
    fn open(&mut self) -> rt::SlotMut<'_> {{
        rt::SlotMut::Record({slot})
    }}

    #[inline]
    fn empty() -> Self {{
        Self::default()
    }}
}}
"
        ));
    }
    out
}
