// From a transform in JavaScript to a component.

import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rename, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const SDK = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/**
 * Builds `entry`, a module that exports what `defineTable` or `defineRows` gave, into `output`: without one
 * `build/NAME.wasm` of its project, by the name that the transform has.
 *
 * @returns {Promise<{path: string, bytes: number, world: string, ms: number}>}
 * @throws {Error} with a message for people
 */
export async function buildComponent({ entry, output, wit }) {
  const started = Date.now();
  const file = await realpath(entry).catch(() => fail(`${entry} is not there`));
  const project = await projectOf(path.dirname(file));
  const stage = await realpath(await mkdtemp(path.join(tmpdir(), "sandtable-guest-")));
  let target;
  let world;
  try {
    await copyProject(project, stage);
    const staged = path.join(stage, path.relative(project, file));
    const seen = await look(staged, entry);
    world = seen.world;
    target = path.resolve(output ?? path.join(project, "build", `${seen.name}.wasm`));
    await mkdir(path.dirname(target), { recursive: true });
    const [command, ...before] = await componentizeQjs(project);
    const partial = `${target}.partial`;
    // --sync: the host does not offer the component model's async ABI. With WASI, not --stub-wasi: a panic of the engine
    // then says on stderr what went wrong.
    const options = ["--sync", "--wit", wit ?? (await witFolder()), "--world", world, "--js", staged];
    await run(command, [...before, ...options, "--module-root", stage, "--output", partial]).catch(({ stderr, stdout, message }) =>
      fail(`componentize-qjs failed: ${(stderr || stdout || message).trim().replaceAll(stage, project)}`),
    );
    await rename(partial, target);
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
  return { path: path.relative(process.cwd(), target), bytes: (await stat(target)).size, world, ms: Date.now() - started };
}

/** What the transform is called, and the world that it was written for. The module is loaded, as tests load it. */
async function look(file, entry) {
  const module = await import(pathToFileURL(file).href);
  const { metadata, tableTransform, rowTransform } = module;
  if (!metadata || !tableTransform === !rowTransform) {
    fail(`${entry} must export what one of these gives: const { metadata, tableTransform } = defineTable(…), const { metadata, rowTransform } = defineRows(…)`);
  }
  const { name, features } = metadata.describe();
  if (rowTransform) {
    if (features.includes("frames")) fail(`${entry} uses frames, which transforms of rows cannot: use defineTable`);
    return { name, world: "rows" };
  }
  return { name, world: features.includes("frames") ? "table-frames" : "table" };
}

/** The nearest folder above with a package.json. */
async function projectOf(folder) {
  for (let at = folder; ; at = path.dirname(at)) {
    if (await isThere(path.join(at, "package.json"))) return at;
    if (at === path.dirname(at)) return folder;
  }
}

/**
 * Copies the project's own modules and the packages that it depends on at run time. The engine reads modules from one
 * folder and follows no link out of it, and npm installs packages from folders as links.
 */
async function copyProject(project, stage) {
  await copyModules(project, stage);
  const done = new Set(["sandtable-guest"]);
  await copyModules(path.join(SDK, "src"), path.join(stage, "node_modules", "sandtable-guest", "src"));
  await cp(path.join(SDK, "package.json"), path.join(stage, "node_modules", "sandtable-guest", "package.json"));
  const copyDependencies = async (folder) => {
    const { dependencies = {} } = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8").catch(() => "{}"));
    for (const name of Object.keys(dependencies)) {
      if (done.has(name)) continue;
      done.add(name);
      const from = await packageFolder(name, folder);
      await copyModules(from, path.join(stage, "node_modules", name));
      await copyDependencies(from);
    }
  };
  await copyDependencies(project);
}

/** The modules of a folder, without those of other packages inside it, and without data, which may be large. */
async function copyModules(from, to) {
  const isWanted = (entry) => (entry.isDirectory() ? !["node_modules", ".git"].includes(entry.name) : /\.([cm]?js|json)$/.test(entry.name));
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (!isWanted(entry)) continue;
    if (entry.isDirectory()) await copyModules(path.join(from, entry.name), path.join(to, entry.name));
    else await cp(path.join(from, entry.name), path.join(to, entry.name), { dereference: true });
  }
}

async function packageFolder(name, from) {
  for (let at = from; ; at = path.dirname(at)) {
    const folder = path.join(at, "node_modules", name);
    if (await isThere(folder)) return realpath(folder);
    if (at === path.dirname(at)) fail(`the package '${name}' is not installed: npm install`);
  }
}

/** The command: what SANDTABLE_COMPONENTIZE_QJS names, or the installed package's. */
async function componentizeQjs(project) {
  const named = process.env.SANDTABLE_COMPONENTIZE_QJS;
  if (named) return [named];
  for (const from of [path.join(project, "package.json"), path.join(SDK, "package.json")]) {
    try {
      const manifest = createRequire(from).resolve("componentize-qjs/package.json");
      const { bin } = JSON.parse(await readFile(manifest, "utf8"));
      return [process.execPath, path.join(path.dirname(manifest), typeof bin === "string" ? bin : bin["componentize-qjs"])];
    } catch {
      // Not there: the next.
    }
  }
  const { peerDependencies } = JSON.parse(await readFile(path.join(SDK, "package.json"), "utf8"));
  return fail(`componentize-qjs is not installed: npm install --save-dev componentize-qjs@${peerDependencies["componentize-qjs"]}`);
}

/** The contract: in the published package, beside the SDK in a project of `sandtable new`, or at the repository's top. */
async function witFolder() {
  for (const folder of ["wit", "../wit", "../../wit"].map((place) => path.join(SDK, place))) if (await isThere(folder)) return folder;
  return fail("the contract's files are not there: name their folder with --wit");
}

const isThere = (file) => stat(file).then(() => true, () => false);

function fail(message) {
  throw new Error(message);
}
