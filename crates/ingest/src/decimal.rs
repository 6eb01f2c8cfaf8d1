//! Exact decimal numbers as people and programs write them: currency signs, parentheses,
//! thousands separators, European commas. No floating point anywhere.

/// Which sign separates the decimals in numbers such as `1.234` that can be read both ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DecimalMark {
    /// `1,234.50`
    Point,
    /// `1.234,50`
    Comma,
}

impl DecimalMark {
    /// The one that it is not.
    pub(crate) fn other(self) -> Self {
        match self {
            Self::Point => Self::Comma,
            Self::Comma => Self::Point,
        }
    }
}

/// `mantissa / 10^scale`, exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Decimal {
    mantissa: i128,
    scale: u32,
}

/// Digits beyond which a number is refused; products of two such numbers are checked.
const MOST_DIGITS: usize = 28;

impl Decimal {
    /// This times `other`, if it can be represented.
    pub(crate) fn times(self, other: Self) -> Option<Self> {
        let mantissa = self.mantissa.checked_mul(other.mantissa)?;
        Some(Self { mantissa, scale: self.scale + other.scale })
    }

    /// This minus `other`, if it can be represented.
    pub(crate) fn minus(self, other: Self) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        let lifted = |number: Self| number.mantissa.checked_mul(10i128.checked_pow(scale - number.scale)?);
        Some(Self { mantissa: lifted(self)?.checked_sub(lifted(other)?)?, scale })
    }

    /// In units of `10^-places`, half away from zero; none when the size reaches `limit`.
    pub(crate) fn rounded(self, places: u32, limit: i64) -> Option<i64> {
        let units = if self.scale <= places {
            self.mantissa.checked_mul(10i128.checked_pow(places - self.scale)?)?
        } else {
            self.divided(self.scale - places)
        };
        i64::try_from(units).ok().filter(|units| units.abs() < limit)
    }

    /// Digits and a decimal point, nothing else.
    pub(crate) fn plain(self) -> String {
        let places = usize::try_from(self.scale).unwrap_or(usize::MAX);
        let digits = format!("{:0>width$}", self.mantissa.unsigned_abs(), width = places.saturating_add(1));
        let (whole, fraction) = digits.split_at(digits.len().saturating_sub(places));
        let sign = if self.mantissa < 0 { "-" } else { "" };
        if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
    }

    /// Mantissa over `10^digits`, half away from zero.
    fn divided(self, digits: u32) -> i128 {
        // i64 division is several times faster, and nearly every amount fits.
        if let (Ok(mantissa), Some(divisor)) = (i64::try_from(self.mantissa), 10i64.checked_pow(digits)) {
            let (quotient, rest) = (mantissa / divisor, mantissa % divisor);
            let up = rest.unsigned_abs() >= divisor.unsigned_abs().div_ceil(2);
            return i128::from(quotient) + if up { i128::from(mantissa.signum()) } else { 0 };
        }
        // A mantissa has at most 39 digits; more than 38 places below it nothing is left.
        let Some(divisor) = 10i128.checked_pow(digits) else { return 0 };
        let (quotient, rest) = (self.mantissa / divisor, self.mantissa % divisor);
        let up = rest.unsigned_abs() >= divisor.unsigned_abs().div_ceil(2);
        quotient + if up { self.mantissa.signum() } else { 0 }
    }
}

/// The number `text` spells, if it is one.
pub(crate) fn parse(text: &str, mark: DecimalMark) -> Option<Decimal> {
    parse_plain(text.as_bytes(), mark).or_else(|| parse_dressed(text, mark))
}

/// The fast road: `-1234.5`, as programs write numbers.
fn parse_plain(text: &[u8], mark: DecimalMark) -> Option<Decimal> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    let (mut mantissa, mut point_at) = (0i64, None);
    for (index, byte) in digits.iter().enumerate() {
        match byte {
            b'0'..=b'9' => mantissa = mantissa * 10 + i64::from(byte - b'0'),
            b'.' if point_at.is_none() && mark == DecimalMark::Point => point_at = Some(index),
            _ => return None,
        }
    }
    let scale = point_at.map_or(0, |index| digits.len() - index - 1);
    if point_at.is_some() && digits.len() == 1 {
        return None;
    }
    let mantissa = i128::from(if negative { -mantissa } else { mantissa });
    Some(Decimal { mantissa, scale: u32::try_from(scale).ok()? })
}

/// Everything else: signs, currency, separators, exponents.
fn parse_dressed(text: &str, mark: DecimalMark) -> Option<Decimal> {
    if text.len() > 100 {
        return None;
    }
    let (negative, body) = undress(text)?;
    let (body, exponent) = split_exponent(body)?;
    let (whole, fraction) = split_decimals(body, mark)?;
    let whole = join_groups(whole)?;
    assemble(negative, &whole, fraction, exponent)
}

/// Takes off parentheses, signs and currency; what stays is digits and separators.
fn undress(text: &str) -> Option<(bool, &str)> {
    let mut body = text.trim();
    let mut negative = false;
    let mut signs = 0;
    loop {
        let before = body;
        if let Some(inner) = body.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
            (body, negative, signs) = (inner, true, signs + 1);
        }
        for minus in ['-', '\u{2212}'] {
            if let Some(rest) = body.strip_prefix(minus).or_else(|| body.strip_suffix(minus)) {
                (body, negative, signs) = (rest, true, signs + 1);
            }
        }
        if let Some(rest) = body.strip_prefix('+') {
            (body, signs) = (rest, signs + 1);
        }
        if let Some(rest) = body.strip_suffix("CR") {
            (body, negative, signs) = (rest, true, signs + 1);
        }
        body = strip_currency(body).trim();
        if body == before {
            break;
        }
    }
    (signs <= 1 && !body.is_empty()).then_some((negative, body))
}

/// Takes a currency sign or code off either end.
fn strip_currency(text: &str) -> &str {
    const CURRENCIES: [&str; 23] = [
        "US$", "CA$", "C$", "A$", "$", "€", "£", "¥", "USD", "CAD", "AUD", "NZD", "MXN", "EUR", "GBP", "CHF",
        "SEK", "NOK", "DKK", "PLN", "JPY", "INR", "BRL",
    ];
    for currency in CURRENCIES {
        if let Some(rest) = text.strip_prefix(currency).or_else(|| text.strip_suffix(currency)) {
            return rest;
        }
    }
    text
}

/// `1.5E-3` into `1.5` and -3.
fn split_exponent(text: &str) -> Option<(&str, i32)> {
    match text.split_once(['e', 'E']) {
        None => Some((text, 0)),
        Some((body, exponent)) => {
            let exponent: i32 = exponent.parse().ok()?;
            (exponent.abs() <= 60).then_some((body, exponent))
        }
    }
}

/// Whole part with its separators, and decimals.
fn split_decimals(text: &str, mark: DecimalMark) -> Option<(&str, &str)> {
    let (last_point, last_comma) = (text.rfind('.'), text.rfind(','));
    let decimal_at = match (last_point, last_comma) {
        (None, None) => None,
        (Some(point), Some(comma)) => Some(point.max(comma)),
        (Some(at), None) | (None, Some(at)) => match proven_alone(text, at) {
            Some(is_decimal) => is_decimal.then_some(at),
            None => ((mark == DecimalMark::Point) == last_point.is_some()).then_some(at),
        },
    };
    match decimal_at {
        None => Some((text, "")),
        Some(at) => Some((text.get(..at)?, text.get(at + 1..)?)),
    }
}

/// Whether the only kind of separator in `text`, last seen at `at`, is the decimal one; none when
/// `1,234` can be read both ways.
fn proven_alone(text: &str, at: usize) -> Option<bool> {
    let (before, after) = (text.get(..at)?, text.get(at + 1..)?);
    if before.contains(['.', ',']) {
        return Some(false);
    }
    let could_be_group = after.len() == 3 && (1..=3).contains(&before.len()) && !before.starts_with('0');
    if could_be_group { None } else { Some(true) }
}

/// Which decimal mark a number proves, if it does.
pub(crate) fn proven_mark(text: &str) -> Option<DecimalMark> {
    let (_, body) = undress(text)?;
    let of = |is_point: bool| if is_point { DecimalMark::Point } else { DecimalMark::Comma };
    match (body.rfind('.'), body.rfind(',')) {
        (None, None) => None,
        (Some(point), Some(comma)) => Some(of(point > comma)),
        (Some(at), None) => proven_alone(body, at).map(of),
        (None, Some(at)) => proven_alone(body, at).map(|is_decimal| of(!is_decimal)),
    }
}

/// Joins `1,234,567` or `1 234 567`; groups must be of three digits and of one separator.
fn join_groups(whole: &str) -> Option<String> {
    let is_separator = |letter: char| matches!(letter, '.' | ',' | ' ' | '\'' | '’' | '\u{a0}' | '\u{202f}');
    let mut separators = whole.chars().filter(|letter| is_separator(*letter));
    if let Some(first) = separators.next() {
        if separators.any(|letter| letter != first) {
            return None;
        }
        let mut groups = whole.split(first);
        if !groups.next().is_some_and(|group| (1..=3).contains(&group.len()))
            || !groups.all(|group| group.len() == 3)
        {
            return None;
        }
    }
    Some(whole.chars().filter(|letter| !is_separator(*letter)).collect())
}

fn assemble(negative: bool, whole: &str, fraction: &str, exponent: i32) -> Option<Decimal> {
    let digits = whole.len() + fraction.len();
    let all_digits = whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit());
    if digits == 0 || !all_digits {
        return None;
    }
    let mut mantissa = 0i128;
    let significant = whole.bytes().chain(fraction.bytes()).skip_while(|byte| *byte == b'0');
    for (index, byte) in significant.enumerate() {
        if index == MOST_DIGITS {
            return None;
        }
        mantissa = mantissa * 10 + i128::from(byte - b'0');
    }
    let scale = i32::try_from(fraction.len()).ok()? - exponent;
    let mantissa = if negative { -mantissa } else { mantissa };
    match u32::try_from(scale) {
        Ok(scale) => Some(Decimal { mantissa, scale }),
        Err(_) => {
            let mantissa = mantissa.checked_mul(10i128.checked_pow(scale.unsigned_abs())?)?;
            Some(Decimal { mantissa, scale: 0 })
        }
    }
}
