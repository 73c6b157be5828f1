use serde::de::value::BorrowedStrDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::xml::{Malformed, Next, Tag, Xml, blank};

/// One element as a value: an object if it has child elements, otherwise a text.
pub(super) struct Element<'x, 'a> {
    xml: &'x mut Xml<'a>,
    tag: Tag<'a>,
}

impl<'x, 'a> Element<'x, 'a> {
    pub(super) fn new(xml: &'x mut Xml<'a>, tag: Tag<'a>) -> Self {
        Self { xml, tag }
    }
}

impl<'de> Deserializer<'de> for Element<'_, 'de> {
    type Error = Malformed;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        let Self { xml, tag } = self;
        if tag.empty {
            return visitor.visit_str("");
        }
        let mut text = xml.spare();
        match xml.next(&tag, &mut text)? {
            Next::End => {
                let value = visitor.visit_str(&text);
                xml.spare = text;
                value
            }
            Next::Child(child) => {
                no_text(&text)?;
                xml.spare = text;
                let mut children = Children {
                    xml,
                    parent: tag,
                    next: Some(child),
                    open: true,
                };
                let value = visitor.visit_map(&mut children)?;
                if children.open {
                    return Err(Malformed::custom("child elements left over"));
                }
                Ok(value)
            }
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        self.xml.skip(self.tag)?;
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string
        bytes byte_buf option unit unit_struct newtype_struct seq tuple
        tuple_struct map struct enum identifier
    }
}

/// The child elements of one element, each under its name.
struct Children<'x, 'a> {
    xml: &'x mut Xml<'a>,
    parent: Tag<'a>,
    next: Option<Tag<'a>>,
    open: bool,
}

impl<'de> MapAccess<'de> for Children<'_, 'de> {
    type Error = Malformed;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Malformed> {
        if self.next.is_none() && self.open {
            let mut text = self.xml.spare();
            match self.xml.next(&self.parent, &mut text)? {
                Next::Child(child) => self.next = Some(child),
                Next::End => self.open = false,
            }
            no_text(&text)?;
            self.xml.spare = text;
        }
        let Some(tag) = &self.next else {
            return Ok(None);
        };
        let key: BorrowedStrDeserializer<'_, Malformed> = BorrowedStrDeserializer::new(tag.name);
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Malformed> {
        match self.next.take() {
            Some(tag) => seed.deserialize(Element::new(self.xml, tag)),
            None => Err(Malformed::custom("a value without a name")),
        }
    }
}

/// Text beside child elements may only be indentation.
fn no_text(text: &str) -> Result<(), Malformed> {
    if blank(text) {
        Ok(())
    } else {
        Err(Malformed::custom("text beside child elements"))
    }
}
