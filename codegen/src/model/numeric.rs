//! Enums of whole numbers inside JSON, where their values are numbers and not texts.

use super::{Encoding, Enum, EnumRef, Field, Location, Model, Object, Type};

/// Marks the fields of a model that hold such an enum.
pub(super) fn mark(model: &mut Model) {
    let shared: Vec<bool> = model.enums.iter().map(is_whole).collect();
    for object in &mut model.objects {
        // The enums of shared objects are shared.
        nested(object, &shared, &[]);
    }
    for action in &mut model.actions {
        let own: Vec<bool> = action.enums.iter().map(is_whole).collect();
        for object in &mut action.objects {
            nested(object, &shared, &own);
        }
        for field in &mut action.request.fields {
            let in_json = matches!(field.location, Location::Body | Location::Payload)
                || field.encoding == Encoding::Json;
            field.numeric = in_json && holds(field, &shared, &own);
        }
    }
}

/// An object may be inside JSON; elsewhere the mark changes nothing.
fn nested(object: &mut Object, shared: &[bool], own: &[bool]) {
    for field in &mut object.fields {
        field.numeric = holds(field, shared, own);
    }
}

fn holds(field: &Field, shared: &[bool], own: &[bool]) -> bool {
    let whole = match field.ty.innermost() {
        Type::Enum(EnumRef::Shared(at)) => shared.get(*at),
        Type::Enum(EnumRef::Action(at)) => own.get(*at),
        _ => None,
    };
    whole.copied().unwrap_or(false)
}

fn is_whole(definition: &Enum) -> bool {
    definition.integer
}
