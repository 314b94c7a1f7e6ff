//! Tables that are passed on: by batches, or as frames.

use crate::abi::{Batch, List, tables};

/// The tables of a call.
pub(crate) struct Tables {
    pub(crate) inputs: Vec<(String, u32)>,
    pub(crate) output: u32,
}

/// `result<frame, refusal>`.
#[repr(C)]
struct Framed {
    tag: u32,
    frame: u32,
    rest: [List; 3],
}

/// `result<u64, refusal>`.
#[repr(C)]
struct Pushed {
    tag: u64,
    rest: [List; 3],
}

mod frames {
    use super::{Framed, Pushed};

    #[link(wasm_import_module = "sandtable:transform/frames@1.0.0")]
    unsafe extern "C" {
        #[link_name = "[static]frame.from-input"]
        pub(super) fn from_input(input: u32, answer: *mut Framed);
        #[link_name = "push"]
        pub(super) fn push(frame: u32, output: u32, answer: *mut Pushed);
    }
}

impl Tables {
    fn take(&mut self, name: &str) -> Result<u32, String> {
        match self.inputs.iter().position(|(known, _)| known == name) {
            Some(index) => Ok(self.inputs.remove(index).1),
            None => Err(format!("there is no input {name}")),
        }
    }

    /// Reads an input batch by batch, and writes the same buffers.
    pub(crate) fn copy(&mut self, name: &str) -> Result<(), String> {
        let input = self.take(name)?;
        let mut fields = List::EMPTY;
        // SAFETY: the handles are the host's, and it writes answers of these shapes.
        unsafe {
            tables::schema(input, &mut fields);
            tables::start(self.output, fields.at.cast(), fields.len);
            loop {
                let mut batch = Batch { tag: 0, rows: 0, arrays: List::EMPTY };
                tables::next(input, 0, &mut batch);
                if batch.tag & 0xff == 0 {
                    return Ok(());
                }
                tables::push(self.output, batch.rows, batch.arrays.at.cast(), batch.arrays.len);
            }
        }
    }

    /// Writes an input as a frame, without its rows' coming here.
    pub(crate) fn frame(&mut self, name: &str) -> Result<(), String> {
        let input = self.take(name)?;
        let mut framed = Framed { tag: 0, frame: 0, rest: [List::EMPTY; 3] };
        let mut pushed = Pushed { tag: 0, rest: [List::EMPTY; 3] };
        // SAFETY: as above.
        unsafe {
            frames::from_input(input, &mut framed);
            if framed.tag & 0xff != 0 {
                return Err("the input was refused as a frame".to_owned());
            }
            frames::push(framed.frame, self.output, &mut pushed);
        }
        if pushed.tag & 0xff == 0 { Ok(()) } else { Err("the frame was refused as output".to_owned()) }
    }
}
