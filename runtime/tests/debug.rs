//! `Debug` output of generated structs, and of images.

mod common;

use aliyun_runtime::Image;
use common::{Contact, Holder, SaveTaskRequest, TaskListResponse};
use serde_json::json;

#[test]
fn values_are_shown_under_wire_names_and_absent_ones_as_none() {
    let contact = Contact {
        name: Some("Li \"x\"".to_owned()),
        email: None,
        phones: vec![1, 2],
    };
    assert_eq!(
        format!("{contact:?}"),
        r#"Contact { Name: "Li \"x\"", Email: None, Phones: [1, 2] }"#
    );
    assert_eq!(
        format!("{contact:#?}"),
        "Contact {\n    Name: \"Li \\\"x\\\"\",\n    Email: None,\n    Phones: [\n        1,\n        2,\n    ],\n}"
    );
}

#[test]
fn sensitive_values_are_redacted_at_every_level() {
    let request = SaveTaskRequest {
        telephone: Some("13800000000".to_owned()),
        identity_credential: Some(Image::from_bytes(b"BMsecret".as_slice())),
        contacts: vec![Contact {
            email: Some("li@example.com".to_owned()),
            ..Contact::default()
        }],
        tags: [("k".to_owned(), "v".to_owned())].into(),
        extra: Some(json!({"a": 1})),
        secrets: [("who".to_owned(), "what".to_owned())].into(),
        ..SaveTaskRequest::default()
    };
    for text in [format!("{request:?}"), format!("{request:#?}")] {
        for secret in ["138", "BM", "bmp", "example.com", "who", "what"] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
        assert!(text.contains("Telephone: <redacted>"), "{text}");
        assert!(text.contains("Email: <redacted>"), "{text}");
        assert!(text.contains("Secrets: <redacted>"), "{text}");
        assert!(text.contains("RegistrantType: None"), "{text}");
        assert!(text.contains(r#""k": "v""#), "{text}");
        assert!(text.contains(r#"Extra: {"a":1}"#), "{text}");
    }
}

#[test]
fn a_nested_object_is_redacted_as_a_whole() {
    let response = TaskListResponse {
        holder: Some(Holder {
            age: Some(77),
            ..Holder::default()
        }),
        ..TaskListResponse::default()
    };
    let text = format!("{response:?}");
    assert!(text.contains("Holder: <redacted>"), "{text}");
    assert!(!text.contains("77"), "{text}");
}

#[test]
fn images_show_format_and_size_only() {
    for (bytes, text) in [
        (&b"\xFF\xD8\xFF\xE0abc"[..], "Image(jpeg, 7 bytes)"),
        (b"BMabc", "Image(bmp, 5 bytes)"),
        (b"\x89PNGabc", "Image(png, 7 bytes)"),
        (b"GIF89a", "Image(gif, 6 bytes)"),
        (b"\xFF\xD8", "Image(unknown, 2 bytes)"),
        (b"", "Image(unknown, 0 bytes)"),
    ] {
        assert_eq!(format!("{:?}", Image::from(bytes)), text);
    }
}

#[test]
fn images_come_from_base64_and_files() {
    let image = Image::from_base64("Qk0\n AAA==\r\n").unwrap();
    assert_eq!(image, Image::from(&b"BM\0\0"[..]));
    for bad in ["Qk0AAA", "Qk0*", "data:image/bmp;base64,Qk0A"] {
        let error = Image::from_base64(bad).unwrap_err().to_string();
        assert!(error.contains("not base64"), "{error}");
        assert!(!error.contains("Qk0"), "{error}");
    }
    let error = Image::read("no/such/file.jpg").unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::NotFound);
    assert!(error.to_string().contains("no/such/file.jpg"), "{error}");
    let read = Image::read(file!().trim_start_matches("runtime/")).unwrap();
    assert!(!read.is_empty());
}

#[cfg(unix)]
#[test]
fn an_image_without_an_end_is_not_read() {
    let error = Image::read("/dev/zero").unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot read the image /dev/zero: it is a pipe or a device; expected a regular file"
    );
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("large.jpg");
    let file = std::fs::File::create(&path).unwrap();
    file.set_len((32 << 20) + 1).unwrap();
    let error = Image::read(&path).unwrap_err().to_string();
    assert!(
        error.ends_with("it has more than 33554432 bytes"),
        "{error}"
    );
}
