//! What generated code uses: the tables of products, actions and fields, the traits
//! that give access to fields, and the types of client methods.
//!
//! It is not for people. It changes together with the generator.

pub use crate::call::Call;
pub use crate::client::Core;
pub use crate::config::Config;
pub use crate::copy::copy;
pub use crate::debug::debug;
pub use crate::decode::{
    DecodeError, ErrorBody, Unread, decode, decode_error, decode_lenient, excerpt,
};
pub use crate::error::Error;
pub use crate::image::Image;
pub use crate::location::{Encoding, Location};
pub use crate::pages::{Items, PageRequest, Paginate, Pagination, Position};
pub use crate::same::same;
pub use crate::shape::{
    Action, Field, Fields, INT32, Media, Method, NUMERIC, Product, REQUIRED, Rule, SENSITIVE, Shape,
};
pub use crate::slot::{Decode, ListSlot, MapSlot, Scalar, ScalarSlot, Slot, SlotMut};
pub use crate::untyped::UntypedCall;
pub use crate::validate::{ValidationError, validate};
pub use crate::value::{List, Map, Record, Value, ValueRef, WireEnum};
pub use crate::waiter::{SubmitAndWait, Wait, Waiter};
pub use bytes::Bytes;
pub use serde_json::Value as Json;

/// The flattened parameters of a request.
pub mod encode {
    pub use crate::encode::{Pair, Parameters, encode, join};
}

/// Percent encoding as the gateway expects it.
pub mod percent {
    pub use crate::percent::{decode, encode, encode_base64_into, encode_into};
}

/// The stages of each signature.
pub mod sign {
    pub use crate::sign::{Stages, v1, v3};
}
