//! Functions of the browser's own: those of the standard library bring tables that everyone would
//! have to download. Tests on the host use the standard library's.

/// Cosine of an angle in radians.
pub(super) fn cosine(angle: f64) -> f64 {
    #[cfg(target_arch = "wasm32")]
    return js_sys::Math::cos(angle);
    #[cfg(not(target_arch = "wasm32"))]
    angle.cos()
}

/// Sine of an angle in radians.
pub(super) fn sine(angle: f64) -> f64 {
    #[cfg(target_arch = "wasm32")]
    return js_sys::Math::sin(angle);
    #[cfg(not(target_arch = "wasm32"))]
    angle.sin()
}

/// Two to the power of a number.
pub(super) fn power_of_two(exponent: f64) -> f64 {
    #[cfg(target_arch = "wasm32")]
    return js_sys::Math::pow(2.0, exponent);
    #[cfg(not(target_arch = "wasm32"))]
    exponent.exp2()
}

/// The power of two that a number is.
pub(super) fn binary_logarithm(number: f64) -> f64 {
    #[cfg(target_arch = "wasm32")]
    return js_sys::Math::log2(number);
    #[cfg(not(target_arch = "wasm32"))]
    number.log2()
}
