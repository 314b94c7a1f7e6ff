// The pages of README.md run: each is a module at the place that its first line names.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

const sdk = fileURLToPath(new URL("..", import.meta.url));
const project = mkdtempSync(path.join(tmpdir(), "sandtable-readme-"));
after(() => rmSync(project, { recursive: true }));

mkdirSync(path.join(project, "node_modules"));
symlinkSync(sdk, path.join(project, "node_modules", "sandtable-guest"));
writeFileSync(path.join(project, "package.json"), '{"type": "module"}');

const pages = readFileSync(path.join(sdk, "README.md"), "utf8").matchAll(/^```js\n\/\/ (\S+)\n(.*?)^```$/gms);
for (const [, place, source] of pages) {
  test(`README.md: ${place}`, async () => {
    const file = path.join(project, place);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, source);
    await import(pathToFileURL(file).href);
  });
}
