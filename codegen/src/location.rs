//! Where parameters travel and how they are encoded there. The runtime uses the same
//! words.

/// Defines an enum whose variants have the words of spec files.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
        }

        impl $name {
            /// The words of spec files, in the order of the variants.
            pub(crate) const WORDS: &'static [&'static str] = &[$($word,)*];

            /// The word of spec files.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }

            /// What a word of spec files names.
            pub(crate) fn parse(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

words! {
    /// Where a parameter of a request travels, or where a field of an answer is found.
    Location {
        /// In the query of the URL.
        #[default]
        Query = "query",
        /// In the form body.
        Form = "form",
        /// In the path, in place of a placeholder.
        Path = "path",
        /// In a header.
        Header = "header",
        /// A label before the host name.
        Host = "host",
        /// A member of the JSON body. Fields of an answer are there unless they say
        /// otherwise.
        Body = "body",
        /// The whole body.
        Payload = "payload",
    }
}

words! {
    /// How a list, map or object in a query or a form becomes text.
    Encoding {
        /// One pair per member: `X.1`, `X.Key`. An empty list or object sends nothing.
        #[default]
        Flattened = "flattened",
        /// One pair with compact JSON. An empty list sends `[]`, an empty object `{}`.
        Json = "json",
        /// One pair with the members of a list, joined by commas and not escaped. An
        /// empty list sends an empty value.
        Comma = "comma",
    }
}

words! {
    /// HTTP method of an action.
    Method {
        /// `POST`
        #[default]
        Post = "POST",
        /// `GET`
        Get = "GET",
        /// `PUT`
        Put = "PUT",
        /// `DELETE`
        Delete = "DELETE",
        /// `PATCH`
        Patch = "PATCH",
        /// `HEAD`
        Head = "HEAD",
    }
}

impl Location {
    /// The words for fields of an answer.
    pub(crate) const ANSWER_WORDS: &'static [&'static str] =
        &[Self::Header.word(), Self::Payload.word()];
}
