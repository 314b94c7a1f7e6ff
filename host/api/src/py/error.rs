//! The contract's codes: five, under every path of the service.

use sandtable_core::{Code, Error};

/// The error as the contract knows it. What has no code of its own there keeps its meaning in `details.reason`.
pub(crate) fn contract(mut error: Error) -> Error {
    let (code, reason) = match error.code {
        Code::ValidationError | Code::IoError | Code::Timeout | Code::ResourceCap | Code::AuthError => return error,
        Code::NotFound => (Code::ValidationError, "not_found"),
        Code::Conflict => (Code::ValidationError, "conflict"),
        Code::Cancelled => (Code::ValidationError, "cancelled"),
        Code::GuestError => (Code::ValidationError, "guest_error"),
        Code::GuestTrap => (Code::ValidationError, "guest_trap"),
        Code::Unavailable => (Code::ResourceCap, "unavailable"),
        Code::Internal => (Code::IoError, "internal"),
    };
    error.code = code;
    error.details.entry("reason").or_insert_with(|| reason.into());
    error
}
