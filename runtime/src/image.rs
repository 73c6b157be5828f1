//! x
/// x
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Image;
