//! The parts of an address after its question mark, as plain text, so that what filters mean can
//! be tested without a browser.

/// Names and values in the order they stand in the address; each name once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// The query with these parts, already decoded. The last of several with one name counts.
    pub fn new(parts: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut query = Self::default();
        for (name, value) in parts {
            query.put(&name, Some(value));
        }
        query
    }

    /// The value of a part; none when absent or empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        let part = self.0.iter().find(|(known, _)| known == name);
        part.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// The same query with some parts changed; `None` takes one out.
    pub fn with(&self, changes: &[(&str, Option<String>)]) -> Self {
        let mut query = self.clone();
        for (name, value) in changes {
            query.put(name, value.clone());
        }
        query
    }

    /// Only the parts with these names.
    pub fn only(&self, names: &[&str]) -> Self {
        Self(self.0.iter().filter(|(name, _)| names.contains(&name.as_str())).cloned().collect())
    }

    /// The address of a page with this query.
    pub fn on(&self, path: &str) -> String {
        let mut address = path.to_owned();
        for (place, (name, value)) in self.0.iter().enumerate() {
            address.push(if place == 0 { '?' } else { '&' });
            escape(name, &mut address);
            address.push('=');
            escape(value, &mut address);
        }
        address
    }

    fn put(&mut self, name: &str, value: Option<String>) {
        let place = self.0.iter().position(|(known, _)| known == name);
        match (place, value) {
            (Some(place), Some(value)) => self.0[place].1 = value,
            (Some(place), None) => drop(self.0.remove(place)),
            (None, Some(value)) => self.0.push((name.to_owned(), value)),
            (None, None) => {}
        }
    }
}

/// Writes what may stand in a query as it is, and everything else as bytes in hexadecimal.
fn escape(text: &str, out: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(DIGITS[usize::from(byte >> 4)]));
            out.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_people_type_survive_the_address() {
        let query = Query::default().with(&[("search", Some("Kum & Co. 100%é".to_owned()))]);
        assert_eq!(query.on("/accounts"), "/accounts?search=Kum%20%26%20Co.%20100%25%C3%A9");
    }

    #[test]
    fn taking_a_part_out_leaves_the_others() {
        let both =
            Query::new([("segment".to_owned(), "loyal".to_owned()), ("period".to_owned(), "7d".to_owned())]);
        let left = both.with(&[("segment", None)]);
        assert_eq!(
            (left.get("segment"), left.get("period"), left.on("/")),
            (None, Some("7d"), "/?period=7d".to_owned())
        );
    }

    #[test]
    fn parts_that_belong_to_one_moment_are_left_out() {
        let query =
            Query::new([("account".to_owned(), "a_1".to_owned()), ("state".to_owned(), "IA".to_owned())]);
        assert_eq!(query.only(&["state"]).on(""), "?state=IA");
    }

    #[test]
    fn an_empty_query_leaves_the_path_alone() {
        assert_eq!(Query::default().on("/map"), "/map");
    }
}
