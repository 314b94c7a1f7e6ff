//! How deep a component's types nest, found out without recursion.
//!
//! A component's type may hold the types of components and instances, which hold types again, at three bytes a level.
//! wasmparser reads them by calling itself, and so do those that stand on it: a megabyte of openers is the end of any
//! stack. So this is looked at before any of them reads a type.

use wasmparser::{BinaryReader, ComponentType, ComponentTypeDeclaration, Result};

/// How deep types may nest. What tools make of WIT nests three or four deep.
pub(super) const MAX_DEPTH: usize = 100;

/// What opens a component's type, and an instance's.
const OPENERS: [u8; 2] = [0x41, 0x42];
/// The declaration that is a type again.
const TYPE: u8 = 0x01;

/// The depth of a section of component types, or one more than is allowed. `section` is what the section holds, and
/// `offset` where that begins, for messages.
///
/// # Errors
/// What a reader finds wrong with the bytes.
pub(super) fn depth(section: &[u8], offset: usize) -> Result<usize> {
    let mut reader = BinaryReader::new(section, offset);
    // What is still to come: types at the bottom, and above it the declarations of each type that is open.
    let mut open = vec![reader.read_var_u32()?];
    let mut deepest = 0;
    while let Some(left) = open.last_mut() {
        if *left == 0 {
            open.pop();
            continue;
        }
        *left -= 1;
        if open.len() > 1 {
            let mut after = reader.clone();
            if after.read_u8()? != TYPE {
                // No other declaration holds types of components.
                reader.read::<ComponentTypeDeclaration<'_>>()?;
                continue;
            }
            reader = after;
        }
        let mut after = reader.clone();
        if !OPENERS.contains(&after.read_u8()?) {
            reader.read::<ComponentType<'_>>()?;
            continue;
        }
        open.push(after.read_var_u32()?);
        reader = after;
        deepest = deepest.max(open.len() - 1);
        if deepest > MAX_DEPTH {
            break;
        }
    }
    Ok(deepest)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A section of one type: components in components, `levels` of them.
    fn nested(levels: usize) -> Vec<u8> {
        let mut section = vec![1];
        section.extend([0x41, 1, TYPE].repeat(levels - 1));
        section.extend([0x42, 0]);
        section
    }

    #[test]
    fn depth_is_counted_up_to_one_too_many() {
        assert_eq!(depth(&[0], 0).unwrap(), 0);
        assert_eq!(depth(&nested(1), 0).unwrap(), 1);
        assert_eq!(depth(&nested(MAX_DEPTH), 0).unwrap(), MAX_DEPTH);
        assert_eq!(depth(&nested(1_000_000), 0).unwrap(), MAX_DEPTH + 1);
    }

    #[test]
    fn siblings_are_not_depth() {
        // Two types; the first holds two instances beside each other and an alias between them.
        let section = [2, 0x41, 3, TYPE, 0x42, 0, 0x02, 0x03, 0x02, 0x01, 0x00, TYPE, 0x42, 0, 0x42, 0];
        assert_eq!(depth(&section, 0).unwrap(), 2);
    }

    #[test]
    fn what_ends_early_is_an_error() {
        for section in [&[][..], &[1], &[1, 0x41], &[1, 0x41, 1], &[1, 0x41, 0xff, 0xff, 0xff, 0xff, 0x0f], &[1, 0x41, 1, 0x77]] {
            assert!(depth(section, 0).is_err(), "{section:?}");
        }
    }
}
