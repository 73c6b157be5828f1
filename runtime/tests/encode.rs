//! Encoding: what goes on the wire, where, and in which order.

mod common;

use std::collections::BTreeMap;

use aliyun_runtime::Image;
use aliyun_runtime::generated::{
    Encoding, Location, Record, Shape, Value,
    encode::{Pair, Parameters, encode, join},
};
use common::{Contact, Registrant, SaveTaskRequest};
use serde_json::json;

fn raw(pairs: &[Pair]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|pair| (pair.key.clone(), pair.raw_value()))
        .collect()
}

#[track_caller]
fn check(pairs: &[Pair], expected: &[(&str, &str)]) {
    let expected: Vec<_> = expected
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect();
    assert_eq!(raw(pairs), expected);
}

#[test]
fn nothing_set_sends_nothing() {
    let parameters = encode(&SaveTaskRequest::default());
    assert_eq!(parameters, Parameters::default());
}

#[test]
fn every_type_is_flattened_in_table_order() {
    let request = SaveTaskRequest {
        domain_name: vec!["a.example".to_owned(), "中文.example".to_owned()],
        registrant_type: Some(Registrant::Person),
        telephone: Some(String::new()),
        page_num: Some(i64::MIN),
        price: Some(0.1),
        transfer_out_prohibited: Some(true),
        contacts: vec![
            Contact::default(),
            Contact {
                name: Some("Li".to_owned()),
                email: None,
                phones: vec![1, 2],
            },
        ],
        tags: [("k.1/é".to_owned(), "v".to_owned())].into(),
        extra: Some(json!({"a": [1, "中"], "b": null})),
        ..SaveTaskRequest::default()
    };
    let parameters = encode(&request);
    check(
        &parameters.query,
        &[
            ("DomainName.1", "a.example"),
            ("DomainName.2", "中文.example"),
            ("RegistrantType", "1"),
            ("Telephone", ""),
            ("PageNum", "-9223372036854775808"),
            ("Price", "0.1"),
            ("TransferOutProhibited", "true"),
            ("Contacts.2.Name", "Li"),
            ("Contacts.2.Phones.1", "1"),
            ("Contacts.2.Phones.2", "2"),
            ("Tags.k.1/é", "v"),
            ("Extra", r#"{"a":[1,"中"],"b":null}"#),
        ],
    );
    check(&parameters.body, &[]);
    let tail =
        "&Tags.k.1%2F%C3%A9=v&Extra=%7B%22a%22%3A%5B1%2C%22%E4%B8%AD%22%5D%2C%22b%22%3Anull%7D";
    assert!(join(&parameters.query).ends_with(tail));
}

#[test]
fn whole_floats_have_no_fraction_and_others_the_shortest_digits() {
    for (price, text) in [
        (5.0, "5"),
        (1e21, "1000000000000000000000"),
        (0.30000000000000004, "0.30000000000000004"),
    ] {
        let request = SaveTaskRequest {
            price: Some(price),
            ..SaveTaskRequest::default()
        };
        check(&encode(&request).query, &[("Price", text)]);
    }
}

#[test]
fn an_image_travels_in_the_body_as_base64() {
    // Gives `+`, `/` and `=`, which need escapes.
    let request = SaveTaskRequest {
        lang: Some("en".to_owned()),
        identity_credential: Some(Image::from_bytes([0xFB, 0xEF, 0xFF, 0xFF])),
        ..SaveTaskRequest::default()
    };
    let parameters = encode(&request);
    check(&parameters.query, &[("Lang", "en")]);
    check(&parameters.body, &[("IdentityCredential", "++///w==")]);
    assert_eq!(
        join(&parameters.body),
        "IdentityCredential=%2B%2B%2F%2F%2Fw%3D%3D"
    );
}

#[test]
fn the_largest_image_survives_the_round_trip() {
    let bytes: Vec<u8> = (0..1_048_576_u32).map(|i| (i * 31 % 253) as u8).collect();
    let image = Image::from_bytes(bytes);
    let request = SaveTaskRequest {
        identity_credential: Some(image.clone()),
        ..SaveTaskRequest::default()
    };
    let text = encode(&request).body[0].raw_value();
    assert_eq!(text.len(), 1_398_104);
    assert_eq!(Image::from_base64(&text), Ok(image));
}

#[test]
fn sorting_goes_by_the_bytes_of_plain_names() {
    let mut parameters = Parameters {
        query: ["a", "X.2", "X.10", "X.1", "é", "Z~", "Z-"]
            .map(|key| Pair::new(key, ""))
            .to_vec(),
        body: ["b", "B"].map(|key| Pair::new(key, "1")).to_vec(),
    };
    parameters.sort();
    assert_eq!(
        join(&parameters.query),
        "X.1=&X.10=&X.2=&Z-=&Z~=&a=&%C3%A9="
    );
    assert_eq!(join(&parameters.body), "B=1&b=1");
}

#[test]
fn pairs_of_several_places_join_without_encoding_again() {
    let pairs = [Pair::new("b", "x y*"), Pair::new("a", "~")];
    let mut all: Vec<&Pair> = pairs.iter().collect();
    all.sort_by(|a, b| a.key.cmp(&b.key));
    assert_eq!(join(all), "a=~&b=x%20y%2A");
}

#[test]
fn debug_output_has_names_but_no_values() {
    let request = SaveTaskRequest {
        telephone: Some("secret".to_owned()),
        ..SaveTaskRequest::default()
    };
    let text = format!("{:?}", encode(&request));
    assert!(text.contains("Telephone"), "{text}");
    assert!(!text.contains("secret"), "{text}");
}

/// A request with every kind of value, encoded as its table says.
struct Encoded {
    shape: &'static Shape,
    list: Vec<String>,
    numbers: Vec<i64>,
    map: BTreeMap<String, bool>,
    contact: Option<Contact>,
    contacts: Vec<Contact>,
    text: Option<String>,
}

impl Record for Encoded {
    fn shape(&self) -> &'static Shape {
        self.shape
    }

    fn at(&self, index: usize) -> &dyn Value {
        let values: [&dyn Value; 6] = [
            &self.list,
            &self.numbers,
            &self.map,
            &self.contact,
            &self.contacts,
            &self.text,
        ];
        values[index]
    }
}

const NAMES: &[&str] = &["List", "Numbers", "Map", "Contact", "Contacts", "Text"];

fn encoded(shape: &'static Shape) -> Encoded {
    let contact = Contact {
        name: Some("李 \"四\"".to_owned()),
        email: None,
        phones: vec![i64::MAX],
    };
    Encoded {
        shape,
        list: vec!["a,b".to_owned(), "c".to_owned()],
        numbers: vec![1, -2],
        map: [("k.2 é".to_owned(), true)].into(),
        contact: Some(contact.clone()),
        contacts: vec![contact],
        text: Some("x".to_owned()),
    }
}

#[test]
fn json_is_one_pair_with_members_in_table_order() {
    static SHAPE: Shape = Shape::new("Request", NAMES).encodings(&[
        (0, Encoding::Json),
        (1, Encoding::Json),
        (2, Encoding::Json),
        (3, Encoding::Json),
        (4, Encoding::Json),
        (5, Encoding::Json),
    ]);
    let contact = r#"{"Name":"李 \"四\"","Phones":[9223372036854775807]}"#;
    check(
        &encode(&encoded(&SHAPE)).query,
        &[
            ("List", r#"["a,b","c"]"#),
            ("Numbers", "[1,-2]"),
            ("Map", r#"{"k.2 é":true}"#),
            ("Contact", contact),
            ("Contacts", &format!("[{contact}]")),
            // What is a text already gets no quotes.
            ("Text", "x"),
        ],
    );
    // What is not set must not empty what the service has.
    let unset = Encoded {
        list: Vec::new(),
        map: BTreeMap::new(),
        numbers: Vec::new(),
        contact: None,
        contacts: Vec::new(),
        text: None,
        ..encoded(&SHAPE)
    };
    check(&encode(&unset).query, &[]);
    let without_phones = Encoded {
        contact: Some(Contact::default()),
        contacts: vec![Contact::default()],
        ..unset
    };
    check(
        &encode(&without_phones).query,
        &[("Contact", "{}"), ("Contacts", "[{}]")],
    );
}

#[test]
fn commas_join_the_members_of_lists_without_escapes() {
    static SHAPE: Shape = Shape::new("Request", NAMES).encodings(&[
        (0, Encoding::Comma),
        (1, Encoding::Comma),
        (2, Encoding::Comma),
    ]);
    let request = Encoded {
        contact: None,
        contacts: Vec::new(),
        ..encoded(&SHAPE)
    };
    check(
        &encode(&request).query,
        &[
            ("List", "a,b,c"),
            ("Numbers", "1,-2"),
            ("Map.k.2 é", "true"),
            ("Text", "x"),
        ],
    );
    let empty = Encoded {
        list: Vec::new(),
        ..request
    };
    check(&encode(&empty).query[..1], &[("Numbers", "1,-2")]);
}

#[test]
fn the_table_tells_where_each_parameter_travels() {
    static SHAPE: Shape = Shape::new("Request", NAMES)
        .locations(&[(1, Location::Form), (5, Location::Form)])
        .encodings(&[(1, Encoding::Comma), (4, Encoding::Json)]);
    let parameters = encode(&Encoded {
        list: Vec::new(),
        contact: None,
        contacts: Vec::new(),
        ..encoded(&SHAPE)
    });
    check(&parameters.query, &[("Map.k.2 é", "true")]);
    check(&parameters.body, &[("Numbers", "1,-2"), ("Text", "x")]);
}
