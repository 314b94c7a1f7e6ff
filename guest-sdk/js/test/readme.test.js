// The pages of README.md and of docs/guests/javascript.md run: each is a module at the place that its first line names.

import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

const sdk = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), "sandtable-readme-"));
after(() => rmSync(folder, { recursive: true }));

for (const [name, text] of [["readme", "README.md"], ["page", "../../docs/guests/javascript.md"]]) {
  const project = path.join(folder, name);
  mkdirSync(path.join(project, "node_modules"), { recursive: true });
  symlinkSync(sdk, path.join(project, "node_modules", "sandtable-guest"));
  writeFileSync(path.join(project, "package.json"), '{"type": "module"}');

  const pages = [...readFileSync(path.join(sdk, text), "utf8").matchAll(/^```js\n\/\/ (\S+)\n(.*?)^```$/gms)];
  test(`${text} has pages`, () => pages.length >= 3 || Promise.reject(new Error(`${pages.length} pages`)));
  for (const [, place, source] of pages) {
    test(`${text}: ${place}`, async () => {
      const file = path.join(project, place);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, source);
      // Tests of its own run by themselves: inside a test they would be that one's.
      if (source.includes('"node:test"')) execFileSync(process.execPath, [file], { env: { ...process.env, NODE_TEST_CONTEXT: undefined }, stdio: "pipe" });
      else await import(pathToFileURL(file).href);
    });
  }
}
