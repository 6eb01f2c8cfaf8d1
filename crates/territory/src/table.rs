//! Looks a key up in a sorted text file that is part of the program, by bisecting it where it lies:
//! nothing is parsed before it is asked for, and nothing is kept in memory beside the file itself.

/// Lines `key,latitude,longitude` in byte order of the key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SortedTable {
    text: &'static str,
}

impl SortedTable {
    pub(crate) const fn new(text: &'static str) -> Self {
        Self { text }
    }

    /// Latitude and longitude in degrees of the line with this key.
    pub(crate) fn find(self, key: &str) -> Option<(f64, f64)> {
        let (mut low, mut high) = (0, self.text.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let (start, end) = self.line_around(middle)?;
            let mut columns = self.text.get(start..end)?.split(',');
            match columns.next()?.cmp(key) {
                std::cmp::Ordering::Less => low = end + 1,
                std::cmp::Ordering::Greater => high = start,
                std::cmp::Ordering::Equal => {
                    return Some((columns.next()?.parse().ok()?, columns.next()?.parse().ok()?));
                }
            }
        }
        None
    }

    /// Start and end (before the line break) of the line that holds the byte.
    fn line_around(self, byte: usize) -> Option<(usize, usize)> {
        let bytes = self.text.as_bytes();
        let start = bytes.get(..byte)?.iter().rposition(|b| *b == b'\n').map_or(0, |newline| newline + 1);
        let end = bytes.get(byte..)?.iter().position(|b| *b == b'\n').map_or(bytes.len(), |rest| byte + rest);
        Some((start, end))
    }

    /// Every key, in file order.
    #[cfg(test)]
    pub(crate) fn keys(self) -> impl Iterator<Item = &'static str> {
        self.text.lines().filter_map(|line| line.split(',').next())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: SortedTable = SortedTable::new("a,1,2\nbb,3.5,-4\nccc,-5,6\n");

    #[test]
    fn every_line_is_found() {
        assert_eq!(TABLE.find("a"), Some((1.0, 2.0)));
        assert_eq!(TABLE.find("bb"), Some((3.5, -4.0)));
        assert_eq!(TABLE.find("ccc"), Some((-5.0, 6.0)));
    }

    #[test]
    fn keys_before_between_and_after_are_absent() {
        for key in ["", "A", "ab", "b", "bbb", "cccc", "zz"] {
            assert_eq!(TABLE.find(key), None, "{key}");
        }
    }

    #[test]
    fn an_empty_table_holds_nothing() {
        assert_eq!(SortedTable::new("").find("a"), None);
    }
}
