//! Does with native frames what a script says, step by step: the tests' hand inside a guest.
//!
//! What a refusal says is logged when its step may fail, and ends the call when it may not.

mod raw;

use std::collections::HashMap;

use sandtable_guest::frames::{Arg, Args, Frame};
use sandtable_guest::prelude::*;
use sandtable_guest::{Input, info};
use serde_json::{Map, Value};

struct FramesScript;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    script: Vec<Step>,
}

#[derive(serde::Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case", deny_unknown_fields)]
enum Step {
    /// All of an input.
    Input {
        name: String,
        to: String,
    },
    /// The numbers from 0 on, in a column `n`.
    Rows {
        rows: i64,
        to: String,
    },
    /// A function of the module.
    Make {
        function: String,
        #[serde(default)]
        args: Vec<Value>,
        #[serde(default)]
        kwargs: Map<String, Value>,
        #[serde(default)]
        frames: Vec<String>,
        to: String,
        #[serde(default)]
        may_fail: bool,
    },
    /// An operation on a frame.
    Apply {
        frame: String,
        operation: String,
        #[serde(default)]
        args: Vec<Value>,
        #[serde(default)]
        kwargs: Map<String, Value>,
        #[serde(default)]
        frames: Vec<String>,
        to: String,
        #[serde(default)]
        may_fail: bool,
    },
    /// The same operation, again and again on what came of it.
    Repeat {
        frame: String,
        operation: String,
        times: usize,
        #[serde(default)]
        args: Vec<Value>,
    },
    /// Joined with itself, again and again.
    RepeatJoin {
        frame: String,
        times: usize,
    },
    /// Runs it, and makes a frame of the rows.
    Collect {
        frame: String,
        to: String,
    },
    /// Runs it, and logs how many rows came, batch by batch.
    Read {
        frame: String,
    },
    /// Reads a row of an input before a frame is made of it.
    Spoil {
        name: String,
    },
    /// Writes it to the output.
    Push {
        frame: String,
        #[serde(default)]
        may_fail: bool,
    },
    /// Writes one row of a column `n` of the guest's own to the output.
    PushOwn,
    Schema {
        frame: String,
    },
    Explain {
        frame: String,
    },
    /// Makes so many frames, and keeps them.
    Handles {
        count: usize,
    },
    /// Makes so many frames, and gives each up at once.
    MakeAndDrop {
        count: usize,
    },
    /// Arguments of so many bytes.
    LongArguments {
        frame: String,
        bytes: usize,
    },
    /// Arguments that nest so deep.
    DeepArguments {
        frame: String,
        depth: usize,
    },
    /// Takes time by itself.
    Spin,
    /// A call without the SDK.
    Raw {
        call: raw::Call,
        handle: u32,
        #[serde(default)]
        other: u32,
    },
}

impl TableTransform for FramesScript {
    type Params = Params;

    fn describe() -> Description {
        Description::new().input(InputSpec::new("left")).input(InputSpec::new("right")).params(r#"{"type": "object"}"#).feature("frames")
    }

    fn run(inputs: Inputs, params: Params, output: Output) -> Result<()> {
        let mut play = Play { inputs, output, frames: HashMap::new(), kept: Vec::new() };
        for step in params.script {
            play.step(step)?;
        }
        Ok(())
    }
}

struct Play {
    inputs: Inputs,
    output: Output,
    frames: HashMap<String, Frame>,
    kept: Vec<Frame>,
}

impl Play {
    fn step(&mut self, step: Step) -> Result<()> {
        match step {
            Step::Input { name, to } => {
                let frame = self.inputs.take(&name)?.lazy();
                self.keep(to, frame, false)?;
            }
            Step::Rows { rows, to } => {
                let frame = Self::rows(rows)?;
                self.keep(to, frame, false)?;
            }
            Step::Make { function, args, kwargs, frames, to, may_fail } => {
                let args = self.args(args, kwargs, &frames)?;
                self.keep(to, sandtable_guest::frames::make(&function, args), may_fail)?;
            }
            Step::Apply { frame, operation, args, kwargs, frames, to, may_fail } => {
                let args = self.args(args, kwargs, &frames)?;
                let made = self.frame(&frame)?.apply(&operation, args);
                self.keep(to, made, may_fail)?;
            }
            Step::Repeat { frame, operation, times, args } => {
                let mut made = self.frame(&frame)?;
                for _ in 0..times {
                    made = made.apply(&operation, self.args(args.clone(), Map::new(), &[])?);
                }
                self.keep(frame, made, false)?;
            }
            Step::RepeatJoin { frame, times } => {
                let mut made = self.frame(&frame)?;
                for _ in 0..times {
                    made = made.join(&made, ["n"], "inner");
                }
                self.keep(frame, made, false)?;
            }
            Step::Collect { frame, to } => {
                let rows = self.frame(&frame)?.collect()?;
                info!("collected {:?} rows", rows.rows());
                self.keep(to, rows.lazy(), false)?;
            }
            Step::Read { frame } => {
                let input: Input = self.frame(&frame)?.collect()?;
                let (mut rows, mut batches) = (0, 0);
                for batch in input {
                    rows += batch?.num_rows();
                    batches += 1;
                }
                info!("read {rows} rows in {batches} batches");
            }
            Step::Spoil { name } => {
                let mut input = self.inputs.take(&name)?;
                input.next_batch(1)?;
                if let Some(refusal) = input.lazy().refusal() {
                    info!("refused: {}", refusal.message);
                }
            }
            Step::Push { frame, may_fail } => match self.frame(&frame)?.push(&mut self.output) {
                Ok(rows) => info!("pushed {rows} rows"),
                Err(error) if may_fail => info!("refused: {error}"),
                Err(error) => return Err(error),
            },
            Step::PushOwn => {
                let n: ArrayRef = Arc::new(Int64Array::from(vec![-1]));
                self.output.push(&RecordBatch::try_from_iter_with_nullable([("n", n, true)])?)?;
            }
            Step::Schema { frame } => {
                let schema = self.frame(&frame)?.schema()?;
                let columns: Vec<String> = schema.fields().iter().map(|field| format!("{} {}", field.name(), field.data_type())).collect();
                info!("columns: {}", columns.join(", "));
            }
            Step::Explain { frame } => info!("{}", self.frame(&frame)?.explain()?),
            Step::Handles { count } => {
                for _ in 0..count {
                    self.kept.push(sandtable_guest::frames::make("from_dicts", Args::new().arg(serde_json::json!([{"x": 1}]))));
                }
            }
            Step::MakeAndDrop { count } => {
                for _ in 0..count {
                    let made = sandtable_guest::frames::make("from_dicts", Args::new().arg(serde_json::json!([{"x": 1}])));
                    made.schema()?;
                }
            }
            Step::LongArguments { frame, bytes } => {
                let made = self.frame(&frame)?.apply("select", Args::new().arg("x".repeat(bytes)));
                self.keep(frame, made, true)?;
            }
            Step::DeepArguments { frame, depth } => {
                let mut deep = serde_json::json!({"expr": "col", "args": ["n"]});
                for _ in 0..depth {
                    deep = serde_json::json!({"expr": "abs", "on": deep});
                }
                let made = self.frame(&frame)?.apply("select", Args::new().arg(deep));
                self.keep(frame, made, true)?;
            }
            Step::Raw { call, handle, other } => {
                let (refused, number) = raw::call(call, handle, other)?;
                info!("raw: {refused} {number}");
            }
            Step::Spin => {
                let mut turns = 0_u64;
                loop {
                    turns = std::hint::black_box(turns).wrapping_add(1);
                }
            }
        }
        Ok(())
    }

    fn rows(rows: i64) -> Result<Frame> {
        let n: ArrayRef = Arc::new(Int64Array::from_iter_values(0..rows));
        let batch = RecordBatch::try_from_iter_with_nullable([("n", n, true)])?;
        Frame::from_batches(&batch.schema(), &[batch])
    }

    /// The frames come first, in front of the other arguments.
    fn args(&self, args: Vec<Value>, kwargs: Map<String, Value>, frames: &[String]) -> Result<Args> {
        let mut all = Args::new();
        if !frames.is_empty() {
            let listed = frames.iter().map(|name| self.frame(name).map(Arg::from)).collect::<Result<Vec<_>>>()?;
            // One frame is an argument, several are a list of them.
            all = match <[Arg; 1]>::try_from(listed) {
                Ok([one]) => all.arg(one),
                Err(several) => all.arg(several),
            };
        }
        for arg in args {
            all = all.arg(arg);
        }
        for (name, arg) in kwargs {
            all = all.kwarg(name, arg);
        }
        Ok(all)
    }

    fn frame(&self, name: &str) -> Result<Frame> {
        match self.frames.get(name) {
            Some(frame) => Ok(frame.clone()),
            None => bail!("bad-script", "there is no frame {name}"),
        }
    }

    fn keep(&mut self, name: String, frame: Frame, may_fail: bool) -> Result<()> {
        match frame.refusal() {
            None => {
                self.frames.insert(name, frame);
                Ok(())
            }
            Some(refusal) if may_fail => {
                info!("refused: {} {}", refusal.message, refusal.details);
                Ok(())
            }
            Some(refusal) => Err(refusal.clone().into()),
        }
    }
}

sandtable_guest::register!(table FramesScript);
