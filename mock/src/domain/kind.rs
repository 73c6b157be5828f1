//! The kinds of records, and what an action does with them: by the names of its
//! fields, and by the verb that its name begins with.

use aliyun_codegen::model::{Action, Field, Model};

use crate::listing::{Listing, field};

/// A kind of record.
pub(super) struct Kind {
    /// The field and parameter that identify a record.
    pub(super) key: &'static str,
    /// Another one that identifies it.
    pub(super) other: Option<&'static str>,
    /// Fields that together occur only in descriptions of this kind.
    marks: &'static [&'static str],
    /// The field that marks the default record of the account.
    pub(super) default: Option<&'static str>,
}

pub(super) const DOMAIN: usize = 0;
pub(super) const PROFILE: usize = 1;
pub(super) const GROUP: usize = 2;

pub(super) const KINDS: [Kind; 3] = [
    Kind {
        key: "DomainName",
        other: Some("InstanceId"),
        marks: &["InstanceId", "RegistrationDate", "ExpirationDate"],
        default: None,
    },
    Kind {
        key: "RegistrantProfileId",
        other: None,
        marks: &["RegistrantProfileType"],
        default: Some("DefaultRegistrantProfile"),
    },
    Kind {
        key: "DomainGroupId",
        other: None,
        marks: &["BeingDeleted"],
        default: None,
    },
];

impl Kind {
    fn describes(&self, fields: &[Field]) -> bool {
        let mut marks = self.marks.iter().chain([&self.key]);
        marks.all(|mark| field(fields, mark).is_some())
    }

    /// The parameters that identify records.
    pub(super) fn named_by(&self) -> impl Iterator<Item = &'static str> {
        [Some(self.key), self.other].into_iter().flatten()
    }
}

/// What an action does with records of a kind.
pub(super) enum Role<'m> {
    /// Lists records.
    List(Listing<'m>),
    /// Describes the record that this parameter names.
    Describe(&'static str),
    /// Creates a record, or changes the named one.
    Save,
    /// Removes the named records.
    Delete,
    /// Makes the named record the default.
    Choose,
    /// Changes the named records at once, without a task.
    Change,
}

/// The kind that an action is about, and what it does.
pub(super) fn role<'m>(model: &'m Model, action: &'m Action) -> Option<(usize, Role<'m>)> {
    let begins = |verbs: &[&str]| verbs.iter().any(|verb| action.name.starts_with(verb));
    let sent = |name: &str| field(&action.request.fields, name).is_some();
    let reads = begins(&["Query", "List", "Scroll"]);
    for (at, kind) in KINDS.iter().enumerate() {
        let plural = format!("{}s", kind.key);
        let named = sent(kind.key) || sent(&plural);
        let role = if reads {
            read(model, action, kind)
        } else if action.submits.is_some() {
            None
        } else if begins(&["Delete"]) && named {
            Some(Role::Delete)
        } else if begins(&["SetDefault"]) && sent(kind.key) {
            Some(Role::Choose)
        } else if begins(&["Save"]) && field(&action.response.fields, kind.key).is_some() {
            Some(Role::Save)
        } else {
            None
        };
        if let Some(role) = role {
            return Some((at, role));
        }
    }
    // Only domains are changed without a task by other verbs than `Save`.
    let domains = ["DomainName", "InstanceId", "InstanceIds"];
    let changes = begins(&["Save", "Update", "Setup"]) && action.submits.is_none();
    (changes && domains.iter().any(|name| sent(name))).then_some((DOMAIN, Role::Change))
}

fn read<'m>(model: &'m Model, action: &'m Action, kind: &Kind) -> Option<Role<'m>> {
    if let Some(listing) = Listing::find(model, action, |fields| kind.describes(fields)) {
        return Some(Role::List(listing));
    }
    if !kind.describes(&action.response.fields) {
        return None;
    }
    let named = kind
        .named_by()
        .find(|name| field(&action.request.fields, name).is_some());
    named.map(Role::Describe)
}

/// The names of all fields that describe records of each kind, in any answer.
pub(super) fn vocabulary(model: &Model) -> Vec<Vec<String>> {
    let mut words = vec![Vec::new(); KINDS.len()];
    for action in &model.actions {
        let fields = match role(model, action) {
            Some((at, Role::List(listing))) => Some((at, listing.fields)),
            Some((at, Role::Describe(_))) => Some((at, action.response.fields.as_slice())),
            _ => None,
        };
        if let Some((at, fields)) = fields {
            words[at].extend(fields.iter().map(|field| field.name.clone()));
        }
    }
    for words in &mut words {
        words.sort();
        words.dedup();
        words.retain(|word| word != "RequestId");
    }
    words
}
