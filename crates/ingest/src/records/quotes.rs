//! What quotes betray: where a quote that was never closed swallowed the rows below it.

/// Whether every quoted value of a record ends where its closing quote stands.
pub(super) fn is_well_quoted(raw: &[u8], delimiter: u8) -> bool {
    let mut bytes = raw.iter().copied().peekable();
    let (mut is_quoted, mut at_start) = (false, true);
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' if is_quoted && bytes.peek() == Some(&b'"') => {
                bytes.next();
            }
            b'"' if is_quoted => {
                is_quoted = false;
                let ends = |next: &u8| *next == delimiter || matches!(next, b'\r' | b'\n');
                if !bytes.peek().is_none_or(ends) {
                    return false;
                }
            }
            b'"' if at_start => is_quoted = true,
            _ => {}
        }
        at_start = !is_quoted && byte == delimiter;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closing_quote_stands_at_the_end_of_its_value() {
        assert!(is_well_quoted(b"\"a\"\"b\",\"c\nd\"\r\n", b','));
        assert!(is_well_quoted(b"5\" pipe,2", b','));
        assert!(!is_well_quoted(b"\"a,1\n\"b\",2", b','));
        assert!(!is_well_quoted(b"\"a\",1", b';'));
    }
}
