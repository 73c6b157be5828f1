//! One test per documented example and error, made from the spec.

use aliyun_tests::conformance;

include!(concat!(env!("OUT_DIR"), "/domain_tests/tests.rs"));
