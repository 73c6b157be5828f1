//! One request and one response, written by hand as the generator emits them.
#![allow(dead_code)] // each test crate uses its own part

use std::collections::BTreeMap;
use std::fmt;

use aliyun_runtime::generated::{
    Decode, Location, Record, Rule, Shape, Slot, SlotMut, Value, ValueRef, WireEnum, debug,
};
use aliyun_runtime::{Image, Media};

/// Table, values and `Debug` of a struct.
macro_rules! record {
    ($name:ident { $($field:ident),* } = [$($known:literal),*] $($more:tt)*) => {
        impl Record for $name {
            fn shape(&self) -> &'static Shape {
                const { &Shape::new(stringify!($name), &[$($known),*])$($more)* }
            }

            fn at(&self, index: usize) -> &dyn Value {
                let values: &[&dyn Value] = &[$(&self.$field),*];
                values[index]
            }
        }

        impl Value for $name {
            fn get(&self) -> ValueRef<'_> {
                ValueRef::Record(self)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                debug(self, f)
            }
        }
    };
}

/// Slots of a struct.
macro_rules! decode {
    ($name:ident { $($field:ident),* }) => {
        impl Decode for $name {
            fn at_mut(&mut self, index: usize) -> &mut dyn Slot {
                let slots = [$(&mut self.$field as &mut dyn Slot),*];
                slots.into_iter().nth(index).unwrap()
            }
        }

        impl Slot for $name {
            fn open(&mut self) -> SlotMut<'_> {
                SlotMut::Record(self)
            }

            fn empty() -> Self {
                Self::default()
            }
        }
    };
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Registrant {
    Person,
    Organization,
    Other(String),
}

impl WireEnum for Registrant {
    fn text(&self) -> &str {
        match self {
            Self::Person => "1",
            Self::Organization => "2",
            Self::Other(text) => text,
        }
    }
}

impl From<&str> for Registrant {
    fn from(text: &str) -> Self {
        match text {
            "1" => Self::Person,
            "2" => Self::Organization,
            other => Self::Other(other.to_owned()),
        }
    }
}

#[derive(Clone, Default, PartialEq)]
pub(crate) struct SaveTaskRequest {
    pub(crate) domain_name: Vec<String>,
    pub(crate) registrant_type: Option<Registrant>,
    pub(crate) telephone: Option<String>,
    pub(crate) identity_credential: Option<Image>,
    pub(crate) page_num: Option<i64>,
    pub(crate) lang: Option<String>,
    pub(crate) price: Option<f64>,
    pub(crate) transfer_out_prohibited: Option<bool>,
    pub(crate) contacts: Vec<Contact>,
    pub(crate) tags: BTreeMap<String, String>,
    pub(crate) extra: Option<serde_json::Value>,
    pub(crate) secrets: BTreeMap<String, String>,
}

record! { SaveTaskRequest {
    domain_name, registrant_type, telephone, identity_credential, page_num, lang, price,
    transfer_out_prohibited, contacts, tags, extra, secrets
} = [
    "DomainName", "RegistrantType", "Telephone", "IdentityCredential", "PageNum", "Lang", "Price",
    "TransferOutProhibited", "Contacts", "Tags", "Extra", "Secrets"
]
    .flags("103380000002")
    .locations(&[(3, Location::Form)])
    .rules(&[
        (0, Rule::Items(1, 3)),
        (0, Rule::Length(4, 63)),
        (1, Rule::OneOf(&["1", "2"])),
        (2, Rule::Pattern("[0-9]{5,12}")),
        (3, Rule::Image(&[Media::Jpeg, Media::Bmp], 56_320, 1_048_576)),
        (4, Rule::Range(1, i64::MAX)),
        (5, Rule::Pattern("en|zh")),
        (5, Rule::Length(2, 2)),
        (6, Rule::FloatRange(0.0, 99.5)),
        (8, Rule::Items(0, 2)),
        (9, Rule::Items(1, 2)),
        (9, Rule::Length(0, 5)),
        (11, Rule::Length(0, 3)),
    ])
}

#[derive(Clone, Default, PartialEq)]
pub(crate) struct Contact {
    pub(crate) name: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) phones: Vec<i64>,
}

record! { Contact { name, email, phones } = ["Name", "Email", "Phones"]
    .flags("12")
    .rules(&[(1, Rule::Length(3, 20)), (2, Rule::Range(1, 9))])
}

/// A request without violations.
pub(crate) fn request() -> SaveTaskRequest {
    let mut image = vec![0; 56_320];
    image[..3].copy_from_slice(&[0xFF, 0xD8, 0xFF]);
    SaveTaskRequest {
        domain_name: vec!["a.example".to_owned(), "b.example".to_owned()],
        telephone: Some("123456789".to_owned()),
        identity_credential: Some(image.into()),
        ..SaveTaskRequest::default()
    }
}

#[derive(Clone, Default, PartialEq)]
pub(crate) struct TaskListResponse {
    pub(crate) request_id: Option<String>,
    pub(crate) total_item_num: Option<i64>,
    pub(crate) next_page: Option<bool>,
    pub(crate) rate: Option<f64>,
    pub(crate) data: Vec<TaskDetail>,
    pub(crate) domains: Vec<String>,
    pub(crate) ids: Vec<String>,
    pub(crate) labels: BTreeMap<String, i64>,
    pub(crate) policy: Option<serde_json::Value>,
    pub(crate) holder: Option<Holder>,
    pub(crate) steps: Vec<TaskDetail>,
}

record! { TaskListResponse {
    request_id, total_item_num, next_page, rate, data, domains, ids, labels, policy, holder, steps
} = [
    "RequestId", "TotalItemNum", "NextPage", "Rate", "Data", "Domains", "Ids", "Labels", "Policy",
    "Holder", "Steps"
]
    .flags("0000000002")
    .items(&[(4, "TaskDetail"), (5, "Domain")])
}
decode! { TaskListResponse {
    request_id, total_item_num, next_page, rate, data, domains, ids, labels, policy, holder, steps
}}

/// The answer to a submission: every success has the number of the task.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct SubmittedResponse {
    pub(crate) request_id: Option<String>,
    pub(crate) task_no: Option<String>,
}

record! { SubmittedResponse { request_id, task_no } = ["RequestId", "TaskNo"]
    .flags("01")
}
decode! { SubmittedResponse { request_id, task_no } }

#[derive(Clone, Default, PartialEq)]
pub(crate) struct TaskDetail {
    pub(crate) task_no: Option<String>,
    pub(crate) try_count: Option<i64>,
    pub(crate) task_result: Option<String>,
    pub(crate) registrant_type: Option<Registrant>,
}

record! { TaskDetail { task_no, try_count, task_result, registrant_type } = ["TaskNo", "TryCount", "TaskResult", "RegistrantType"]
}
decode! { TaskDetail { task_no, try_count, task_result, registrant_type } }

/// Everything about a person; sensitive as a whole where it is used.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct Holder {
    pub(crate) age: Option<i64>,
    pub(crate) numbers: BTreeMap<String, i64>,
    pub(crate) photo: Option<Image>,
}

record! { Holder { age, numbers, photo } = ["Age", "Numbers", "Photo"]
}
decode! { Holder { age, numbers, photo } }
