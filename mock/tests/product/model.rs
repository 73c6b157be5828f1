//! The product as it is in `spec/`.

use std::path::Path;
use std::sync::OnceLock;

use aliyun_codegen::model::Model;

pub(crate) fn model() -> Model {
    static MODEL: OnceLock<Model> = OnceLock::new();
    let read = || {
        let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/domain/2018-01-29");
        aliyun_codegen::read(spec).unwrap_or_else(|failure| panic!("{failure}"))
    };
    MODEL.get_or_init(read).clone()
}
