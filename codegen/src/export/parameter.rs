//! Parameters in the path, the query and headers, and labels before the host.

use crate::json::Json;
use crate::model::{Encoding, Field, Location, Role, Type};

use super::schema::{self, Entries, Scope};
use super::text;

impl<'m> Scope<'m> {
    /// The parameters outside the body. `renamed` has the placeholders that another
    /// action with the same path calls differently: own name and name in the document.
    pub(super) fn parameters(self, renamed: &[(String, String)]) -> Vec<Json> {
        let fields = self.action.request.fields.iter();
        fields
            .filter_map(|field| match field.location {
                Location::Path => {
                    let own = |(own, _): &&(String, String)| *own == field.name;
                    let other = renamed.iter().find(own).map(|(_, other)| other.as_str());
                    Some(self.in_path(field, other))
                }
                Location::Query => Some(self.parameter("query", field)),
                Location::Header => Some(self.parameter("header", field)),
                Location::Form | Location::Host | Location::Body | Location::Payload => None,
            })
            .collect()
    }

    /// The parameters that become labels before the host, which OpenAPI cannot say.
    pub(super) fn labels(self) -> Vec<Json> {
        let fields = self.at(Location::Host);
        fields
            .map(|field| self.property(field, Role::Request, &[]))
            .zip(self.at(Location::Host))
            .map(|(schema, field)| {
                Json::map(vec![
                    ("name", Json::text(&field.name)),
                    ("required", Json::Flag(field.required)),
                    ("schema", schema),
                ])
            })
            .collect()
    }

    pub(super) fn at(self, location: Location) -> impl Iterator<Item = &'m Field> {
        let fields = self.action.request.fields.iter();
        fields.filter(move |field| field.location == location)
    }

    fn in_path(self, field: &Field, name: Option<&str>) -> Json {
        let mut parameter = self.head("path", name.unwrap_or(&field.name), field, &[], true);
        parameter.extend(self.tail(field, &[]));
        if name.is_some() {
            parameter.push(("x-acs-name", Json::text(&field.name)));
        }
        let template = self.action.path.as_ref();
        if template.is_some_and(|t| t.whole && t.placeholders().all(|p| p != field.name)) {
            parameter.push(("x-acs-whole-path", Json::Flag(true)));
        }
        Json::map(parameter)
    }

    fn parameter(self, location: &'static str, field: &Field) -> Json {
        let names = self.flattened(field);
        let mut parameter = self.head(location, &field.name, field, &names, field.required);
        if field.encoding == Encoding::Comma {
            parameter.extend(comma());
        }
        parameter.extend(self.tail(field, &names));
        Json::map(parameter)
    }

    fn head(
        self,
        location: &'static str,
        name: &str,
        field: &Field,
        names: &[String],
        required: bool,
    ) -> Entries {
        vec![
            ("name", Json::text(name)),
            ("in", Json::text(location)),
            ("description", Json::Text(text::field(field, names))),
            ("required", Json::Flag(required)),
        ]
    }

    fn tail(self, field: &Field, names: &[String]) -> Entries {
        let default = self.default(field).into_iter().collect();
        let value = schema::annotated(self.value(field, Role::Request), default);
        let value = Json::map(value);
        let mut tail = if field.encoding == Encoding::Json {
            // A parameter with a media type has its example beside the schema there.
            let mut media = vec![("schema", value)];
            media.extend(self.sample(field).map(|sample| ("example", sample)));
            let content = vec![("application/json", Json::map(media))];
            vec![("content", Json::map(content))]
        } else {
            let mut tail = vec![("schema", value)];
            tail.extend(self.sample(field).map(|sample| ("example", sample)));
            tail
        };
        tail.extend(schema::marks(field, names));
        tail
    }

    /// The names that a list, object or map has on the wire if each member is a
    /// parameter: `DomainName.N`, `Tag.N.Key`.
    pub(super) fn flattened(self, field: &Field) -> Vec<String> {
        let mut names = Vec::new();
        let flat = field.encoding == Encoding::Flattened && field.location != Location::Header;
        if flat && matches!(field.ty, Type::List(_) | Type::Map(_) | Type::Object(_)) {
            self.flatten(field.name.clone(), &field.ty, &mut Vec::new(), &mut names);
        }
        names
    }

    /// `inside` are the objects on the way, which may contain themselves.
    fn flatten(self, name: String, ty: &Type, inside: &mut Vec<usize>, names: &mut Vec<String>) {
        match ty {
            Type::List(member) => self.flatten(format!("{name}.N"), member, inside, names),
            Type::Map(member) => self.flatten(format!("{name}.KEY"), member, inside, names),
            Type::Object(at) if inside.contains(at) => names.push(format!("{name}.…")),
            Type::Object(at) => {
                inside.push(*at);
                for field in &self.action.objects[*at].fields {
                    self.flatten(format!("{name}.{}", field.name), &field.ty, inside, names);
                }
                inside.pop();
            }
            _ => names.push(name),
        }
    }
}

/// How OpenAPI says that the members of a list are joined by commas.
pub(super) fn comma() -> Entries {
    vec![
        ("style", Json::text("form")),
        ("explode", Json::Flag(false)),
    ]
}
