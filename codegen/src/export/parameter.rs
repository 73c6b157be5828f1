//! Parameters in the query and in the form body.

use crate::json::Json;
use crate::model::{Field, Location, Role, Type};

use super::schema::{self, Scope};
use super::text;

impl<'m> Scope<'m> {
    /// The parameters in the query.
    pub(super) fn query(self) -> Vec<Json> {
        let query = self.at(Location::Query);
        query.map(|field| self.parameter(field)).collect()
    }

    /// The form body, if the action has one.
    pub(super) fn body(self) -> Option<Json> {
        let fields = || self.at(Location::Form);
        fields().next()?;
        let properties = fields().map(|field| {
            let names = self.flattened(field);
            let property = self.property(field, Role::Request, &names);
            (field.name.clone(), property)
        });
        let mut schema = vec![
            ("type", Json::text("object")),
            ("properties", Json::Map(properties.collect())),
        ];
        let required: Vec<Json> = fields()
            .filter(|field| field.required)
            .map(|field| Json::text(&field.name))
            .collect();
        let needed = Json::Flag(!required.is_empty());
        if !required.is_empty() {
            schema.push(("required", Json::List(required)));
        }
        let media = Json::map(vec![("schema", Json::map(schema))]);
        let content = vec![("application/x-www-form-urlencoded", media)];
        Some(Json::map(vec![
            ("required", needed),
            ("content", Json::map(content)),
        ]))
    }

    fn at(self, location: Location) -> impl Iterator<Item = &'m Field> {
        let fields = self.action.request.fields.iter();
        fields.filter(move |field| field.location == location)
    }

    fn parameter(self, field: &Field) -> Json {
        let names = self.flattened(field);
        let mut parameter = vec![
            ("name", Json::text(&field.name)),
            ("in", Json::text("query")),
            ("description", Json::Text(text::field(field, &names))),
            ("required", Json::Flag(field.required)),
        ];
        let default = self.default(field).into_iter().collect();
        let value = schema::annotated(self.value(field, Role::Request), default);
        parameter.push(("schema", Json::map(value)));
        if let Some(sample) = self.sample(field) {
            parameter.push(("example", sample));
        }
        parameter.extend(schema::marks(field, &names));
        Json::map(parameter)
    }

    /// The names that a list, object or map has on the wire: `DomainName.N`,
    /// `Tag.N.Key`.
    fn flattened(self, field: &Field) -> Vec<String> {
        let mut names = Vec::new();
        if matches!(field.ty, Type::List(_) | Type::Map(_) | Type::Object(_)) {
            self.flatten(field.name.clone(), &field.ty, &mut names);
        }
        names
    }

    fn flatten(self, name: String, ty: &Type, names: &mut Vec<String>) {
        match ty {
            Type::List(member) => self.flatten(format!("{name}.N"), member, names),
            Type::Map(member) => self.flatten(format!("{name}.KEY"), member, names),
            Type::Object(at) => {
                for field in &self.action.objects[*at].fields {
                    self.flatten(format!("{name}.{}", field.name), &field.ty, names);
                }
            }
            _ => names.push(name),
        }
    }
}
