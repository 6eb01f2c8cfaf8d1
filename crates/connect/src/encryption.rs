//! One implementation of encryption for everything that leaves, and the authorities the machine trusts.

use rustls::{ClientConfig, RootCertStore};

/// Chooses the implementation. Somebody else in the process may have chosen the same one before, which is as
/// good.
pub(crate) fn install() {
    _ = rustls::crypto::ring::default_provider().install_default();
}

/// Trusts whom the machine trusts. A machine that trusts nobody reaches no encrypted address, but may still reach
/// plain ones that the operator allowed.
pub(crate) fn client() -> ClientConfig {
    install();
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    ClientConfig::builder().with_root_certificates(roots).with_no_client_auth()
}
