//! One exchange with the server, as both ways of talking HTTP take it.

use crate::Answer;
use crate::transport::{Body, Content, query_of};
use serde::Serialize;

/// What a call does to what its address names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Adds or starts something.
    Post,
    /// Puts something in the place of what is there.
    Put,
    /// Takes something away.
    Delete,
}

/// What is sent.
#[derive(Debug)]
pub struct Call {
    /// What to do.
    pub method: Method,
    /// Full address, its query included.
    pub url: String,
    /// Names and values of the headers.
    pub headers: Vec<(&'static str, String)>,
    /// What comes after the headers.
    pub body: Option<Body>,
}

impl Call {
    /// With parameters after its address.
    ///
    /// # Errors
    /// When the parameters cannot be written as names and values.
    pub fn asking(mut self, query: &impl Serialize) -> Answer<Self> {
        let query = query_of(query)?;
        if !query.is_empty() {
            self.url.push('?');
            self.url.push_str(&query);
        }
        Ok(self)
    }

    /// With a body of a media type.
    #[must_use]
    pub fn carrying(mut self, media_type: &str, body: Body) -> Self {
        self.headers.push(("Content-Type", media_type.to_owned()));
        self.body = Some(body);
        self
    }
}

/// What comes back.
#[derive(Debug)]
pub struct Reply {
    /// Status code, for example 200.
    pub status: u16,
    /// The whole body.
    pub content: Content,
}
