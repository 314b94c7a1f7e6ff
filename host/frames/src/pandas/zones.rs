//! What a clock in a zone shows, and how far it is from UTC.

use chrono::{FixedOffset, Offset, TimeZone};
use chrono_tz::Tz;
use sandtable_core::{Error, Result, text};

/// A zone by name, or a fixed offset such as `+02:00`.
pub(super) enum Zone {
    Named(Tz),
    Fixed(i32),
}

impl Zone {
    /// # Errors
    /// `VALIDATION_ERROR` for a name that no zone has.
    pub(super) fn of(name: &str) -> Result<Self> {
        if let Ok(zone) = name.parse::<Tz>() {
            return Ok(Self::Named(zone));
        }
        let fixed = name.parse::<FixedOffset>().map(|offset| offset.local_minus_utc());
        fixed.map(Self::Fixed).map_err(|_| Error::invalid("zone", format!("{} names no known time zone", text::quote(name))))
    }

    /// Seconds that are to be added to UTC at an instant, in seconds since 1970.
    pub(super) fn offset(&self, seconds: i64) -> i32 {
        match self {
            Self::Fixed(offset) => *offset,
            // Instants that no calendar of chrono's has are so far away that no zone is known for them.
            Self::Named(zone) => {
                chrono::DateTime::from_timestamp(seconds, 0).map_or(0, |instant| zone.offset_from_utc_datetime(&instant.naive_utc()).fix().local_minus_utc())
            }
        }
    }
}

/// Writes `+02:00`, with seconds where history had them.
pub(super) fn write_offset(out: &mut Vec<u8>, offset: i32) {
    let (sign, offset) = if offset < 0 { ('-', -offset) } else { ('+', offset) };
    let (hours, minutes, seconds) = (offset / 3600, offset / 60 % 60, offset % 60);
    let text = if seconds == 0 { format!("{sign}{hours:02}:{minutes:02}") } else { format!("{sign}{hours:02}:{minutes:02}:{seconds:02}") };
    out.extend_from_slice(text.as_bytes());
}
