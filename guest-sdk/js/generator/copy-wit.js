// Before the package is packed the contract, which the repository keeps at its top, goes into it; after it, out again: a copy
// that stays would grow old.

import { cpSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL("../wit", import.meta.url));
rmSync(here, { recursive: true, force: true });
if (!process.argv.includes("--remove")) cpSync(fileURLToPath(new URL("../../../wit", import.meta.url)), here, { recursive: true });
