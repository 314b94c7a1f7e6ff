//! Who may come in: signed tokens, and what they allow.

mod guard;
mod scope;
mod token;

pub(crate) use guard::{Access, Peer, guard};
pub(crate) use scope::{Grants, Scope};
pub use token::Auth;
pub(crate) use token::bearer;
