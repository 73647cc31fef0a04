//! A walk over a JSON object.
//!
//! The object is never built: a value that fills no field costs no memory.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::format::FieldMap;
use crate::format::columns::Claim;
use crate::format::gathered::Form;

/// A longer path of keys names nothing that anybody knows or could type.
const PATH_BYTES: usize = 200;

/// Walks over one object and hands over each string and number in it.
pub(super) fn walk(text: &str, map: &FieldMap, found: &mut Found<'_>) -> Result<(), serde_json::Error> {
    let mut walk = Walk { map, path: String::new(), found };
    let mut json = serde_json::Deserializer::from_str(text);
    let root = Node { walk: &mut walk, claim: None, form: Form::Whole };
    root.deserialize(&mut json)?;
    json.end()
}

/// Receives each string and number: its path, its claim, whether an array holds it, its text.
pub(super) type Found<'f> = dyn FnMut(&str, Option<Claim>, Form, &str) + 'f;

struct Walk<'w, 'f> {
    map: &'w FieldMap,
    /// The keys that lead to the present value, with a full stop between them.
    path: String,
    found: &'w mut Found<'f>,
}

/// A value at the walk's present path.
struct Node<'n, 'w, 'f> {
    walk: &'n mut Walk<'w, 'f>,
    claim: Option<Claim>,
    form: Form,
}

impl Node<'_, '_, '_> {
    fn scalar(self, text: &str) {
        (self.walk.found)(&self.walk.path, self.claim, self.form, text);
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.scalar(text);
        Ok(())
    }

    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        self.scalar(&number.to_string());
        Ok(())
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        self.scalar(&number.to_string());
        Ok(())
    }

    fn visit_f64<E>(self, number: f64) -> Result<(), E> {
        // Table software turns 17 into 17.0 when the column has gaps; Rust writes both as 17.
        self.scalar(&number.to_string());
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        loop {
            let item = Node { walk: &mut *self.walk, claim: self.claim, form: Form::Item };
            if items.next_element_seed(item)?.is_none() {
                return Ok(());
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let outer_bytes = self.walk.path.len();
        // A key that comes twice counts once: the first wins.
        let mut seen: Vec<Claim> = Vec::new();
        while let Some(key) = entries.next_key::<Key<'de>>()? {
            if key.0.starts_with('$') {
                // MongoDB writes `{"$date": ...}` where it means the value.
                entries.next_value_seed(Node {
                    walk: &mut *self.walk,
                    claim: self.claim,
                    form: self.form,
                })?;
                continue;
            }
            if outer_bytes + key.0.len() >= PATH_BYTES {
                entries.next_value::<IgnoredAny>()?;
                continue;
            }
            if outer_bytes > 0 {
                self.walk.path.push('.');
            }
            self.walk.path.push_str(&key.0);
            let claim = self.walk.map.claim(&self.walk.path);
            if claim.is_some_and(|claim| seen.contains(&claim)) {
                entries.next_value::<IgnoredAny>()?;
            } else {
                seen.extend(claim);
                entries.next_value_seed(Node { walk: &mut *self.walk, claim, form: Form::Whole })?;
            }
            self.walk.path.truncate(outer_bytes);
        }
        Ok(())
    }
}

/// A key, borrowed from the text where it holds no escapes.
struct Key<'de>(Cow<'de, str>);

impl<'de> serde::Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Key<'de>, D::Error> {
        struct Keys;
        impl<'de> Visitor<'de> for Keys {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(key.into()))
            }

            fn visit_str<E>(self, key: &str) -> Result<Key<'de>, E> {
                Ok(Key(key.to_owned().into()))
            }
        }
        deserializer.deserialize_str(Keys)
    }
}
