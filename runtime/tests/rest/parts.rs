//! Tables made at run time, so that each test shows its own.

use aliyun_runtime::generated::{Action, Core, Encoding, Location, Record, Rule, Shape, Value};
use aliyun_runtime::{Call, Error, SignedRequest};

use crate::common::TaskListResponse;
use crate::server::{PRODUCT, fixed, key};

type Held = Box<dyn Value + Send + Sync>;

/// A request with fields of any names, places and values.
#[derive(Default)]
pub(crate) struct Request {
    fields: Vec<(&'static str, Location, Encoding, Held)>,
    rules: Vec<(usize, Rule)>,
    flags: String,
    shape: Option<&'static Shape>,
}

impl Request {
    pub(crate) fn with(
        self,
        name: &'static str,
        location: Location,
        value: impl Value + Send + Sync + 'static,
    ) -> Self {
        self.encoded(name, location, Encoding::Flattened, value)
    }

    pub(crate) fn encoded(
        mut self,
        name: &'static str,
        location: Location,
        encoding: Encoding,
        value: impl Value + Send + Sync + 'static,
    ) -> Self {
        self.fields
            .push((name, location, encoding, Box::new(value)));
        self.flags.push('0');
        self
    }

    /// A demand for the last field.
    pub(crate) fn rule(mut self, rule: Rule) -> Self {
        self.rules.push((self.fields.len() - 1, rule));
        self
    }

    /// Flags of the last field.
    pub(crate) fn flag(mut self, flag: char) -> Self {
        self.flags.pop();
        self.flags.push(flag);
        self
    }

    pub(crate) fn done(mut self) -> Self {
        fn leak<T>(list: impl Iterator<Item = T>) -> &'static [T] {
            Box::leak(list.collect())
        }
        let fields = || self.fields.iter().enumerate();
        let names = leak(fields().map(|(_, field)| field.0));
        let locations = fields().filter(|(_, field)| field.1 != Location::Query);
        let encodings = fields().filter(|(_, field)| field.2 != Encoding::Flattened);
        let shape = Shape::new("Request", names)
            .flags(Box::leak(self.flags.clone().into_boxed_str()))
            .rules(leak(self.rules.iter().copied()))
            .locations(leak(locations.map(|(index, field)| (index, field.1))))
            .encodings(leak(encodings.map(|(index, field)| (index, field.2))));
        self.shape = Some(Box::leak(Box::new(shape)));
        self
    }
}

impl Record for Request {
    fn shape(&self) -> &'static Shape {
        self.shape.unwrap()
    }

    fn at(&self, index: usize) -> &dyn Value {
        &*self.fields[index].3
    }
}

pub(crate) fn action(action: Action) -> &'static Action {
    Box::leak(Box::new(action))
}

pub(crate) const fn named(name: &'static str) -> Action {
    Action::new(name, &PRODUCT)
}

pub(crate) async fn sign(table: Action, request: Request) -> Result<SignedRequest, Error> {
    let core = Core::new(&PRODUCT, fixed(key())).unwrap();
    let request = request.done();
    let call: Call<'_, TaskListResponse> = Call::new(&core, action(table), &request);
    call.sign().await
}
