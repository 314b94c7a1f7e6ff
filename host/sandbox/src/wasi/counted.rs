//! What the library does as it is: a host call more, and then its own function.

use wasmtime::component::Resource;
use wasmtime_wasi::cli::WasiCliView;
use wasmtime_wasi::clocks::WasiClocksView;
use wasmtime_wasi::filesystem::{Descriptor, WasiFilesystemView};
use wasmtime_wasi::p2::bindings::cli::terminal_input::{self, TerminalInput};
use wasmtime_wasi::p2::bindings::cli::terminal_output::{self, TerminalOutput};
use wasmtime_wasi::p2::bindings::cli::{environment, stdin, terminal_stderr, terminal_stdin, terminal_stdout};
use wasmtime_wasi::p2::bindings::clocks::wall_clock::{self, Datetime};
use wasmtime_wasi::p2::bindings::filesystem::preopens;
use wasmtime_wasi::p2::bindings::sync::io::error;
use wasmtime_wasi::p2::{DynInputStream, IoError};

use crate::guest::Guest;

/// Implements generated traits by what the library has them do for one of its views.
macro_rules! counted {
    ($($interface:ident::$host:ident for $view:ident { $($function:ident($($argument:ident: $type:ty)?) -> $result:ty;)* })*) => {
        $(impl $interface::$host for Guest {
            $(fn $function(&mut self $(, $argument: $type)?) -> wasmtime::Result<$result> {
                self.enter()?;
                $interface::$host::$function(&mut self.$view() $(, $argument)?)
            })*
        })*
    };
}

counted! {
    environment::Host for cli {
        get_environment() -> Vec<(String, String)>;
        get_arguments() -> Vec<String>;
        initial_cwd() -> Option<String>;
    }
    stdin::Host for cli {
        get_stdin() -> Resource<DynInputStream>;
    }
    terminal_input::Host for cli {}
    terminal_input::HostTerminalInput for cli {
        drop(terminal: Resource<TerminalInput>) -> ();
    }
    terminal_output::Host for cli {}
    terminal_output::HostTerminalOutput for cli {
        drop(terminal: Resource<TerminalOutput>) -> ();
    }
    terminal_stdin::Host for cli {
        get_terminal_stdin() -> Option<Resource<TerminalInput>>;
    }
    terminal_stdout::Host for cli {
        get_terminal_stdout() -> Option<Resource<TerminalOutput>>;
    }
    terminal_stderr::Host for cli {
        get_terminal_stderr() -> Option<Resource<TerminalOutput>>;
    }
    wall_clock::Host for clocks {
        now() -> Datetime;
        resolution() -> Datetime;
    }
    preopens::Host for filesystem {
        get_directories() -> Vec<(Resource<Descriptor>, String)>;
    }
    error::Host for table {}
    error::HostError for table {
        drop(error: Resource<IoError>) -> ();
        to_debug_string(error: Resource<IoError>) -> String;
    }
}
