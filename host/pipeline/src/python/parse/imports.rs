//! Imports: nothing is loaded, they only say what names mean.

use ruff_python_ast::{Alias, StmtImport, StmtImportFrom};
use ruff_text_size::Ranged;

use super::term::Term;
use super::{Meaning, Reader};
use crate::fault::Result;

/// What may be imported.
const ALLOWED: &str = "polars, polars.selectors, datetime, typing, and custom functions from transforms";

impl Reader<'_> {
    pub(super) fn import(&mut self, statement: &StmtImport) -> Result<()> {
        for alias in &statement.names {
            let module = alias.name.as_str();
            let meaning = match module {
                "polars" => Meaning::Polars,
                // Without `as`, `import polars.selectors` makes the name `polars`.
                "polars.selectors" if alias.asname.is_some() => Meaning::Selectors,
                "polars.selectors" => {
                    self.names.insert("polars".to_owned(), Meaning::Polars);
                    continue;
                }
                "datetime" => Meaning::Calendar,
                "typing" => Meaning::Annotation,
                _ => return Err(self.fault(alias.range(), format!("{module} cannot be imported; allowed: {ALLOWED}"))),
            };
            self.names.insert(bound_name(alias).to_owned(), meaning);
        }
        Ok(())
    }

    pub(super) fn import_from(&mut self, statement: &StmtImportFrom) -> Result<()> {
        let module = statement.module.as_ref().map_or("", |module| module.as_str());
        if statement.level > 0 {
            return Err(self.fault(statement.range(), format!("a relative import cannot be taken; allowed: {ALLOWED}")));
        }
        for alias in &statement.names {
            let member = alias.name.as_str();
            if member == "*" && module != "__future__" {
                return Err(self.fault(alias.range(), "name what is imported: * could stand for anything"));
            }
            let meaning = match (module, member) {
                ("__future__", _) => continue,
                ("typing", _) => Meaning::Annotation,
                ("polars", "selectors") => Meaning::Selectors,
                ("polars", _) => Meaning::Member(member.to_owned()),
                ("polars.selectors", _) => Meaning::Member(format!("selectors.{member}")),
                ("datetime", "date") => Meaning::Moment("date"),
                ("datetime", "datetime") => Meaning::Moment("datetime"),
                ("datetime", "time") => Meaning::Moment("time"),
                ("datetime", "timedelta") => Meaning::Moment("duration"),
                ("transforms", _) => Meaning::Given(Term::Function(member.to_owned())),
                _ => return Err(self.fault(alias.range(), format!("{member} cannot be imported from {module}; allowed: {ALLOWED}"))),
            };
            self.names.insert(bound_name(alias).to_owned(), meaning);
        }
        Ok(())
    }
}

fn bound_name(alias: &Alias) -> &str {
    alias.asname.as_ref().unwrap_or(&alias.name).as_str()
}
