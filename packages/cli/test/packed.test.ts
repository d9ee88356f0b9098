import { execFile, spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { escapeCode, folderWith, repository } from "./lagwise.js";

// What users install is what `npm pack` makes of the packages, not what the workspace links together.

const run = promisify(execFile);
const onWindows = process.platform === "win32";
const npm = (words: readonly string[], cwd: string) => run("npm", [...words], { cwd, shell: onWindows });

interface Packed {
  readonly name: string;
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

const names = [
  "@lagwise/core",
  "@lagwise/data",
  "@lagwise/experiments",
  "@lagwise/lab",
  "@lagwise/report",
  "@lagwise/sweep",
  "lagwise",
];

async function pack(folder: string): Promise<Packed[]> {
  const workspaces = names.flatMap((name) => ["--workspace", name]);
  const { stdout } = await npm(["pack", ...workspaces, "--json", "--pack-destination", folder], repository);
  return JSON.parse(stdout);
}

/** Installs the tarballs into `project`; without a registry, other people's packages are linked to ours. */
async function install(project: string, packed: readonly Packed[]): Promise<void> {
  const tarballs = packed.map(({ filename }) => join(project, filename));
  try {
    const quiet = ["--no-audit", "--no-fund", "--prefer-offline", "--fetch-retries=0"];
    await npm(["install", ...quiet, ...tarballs], project);
  } catch (error) {
    if (!/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|E40[37]|ECONNRESET/.test(String(error)))
      throw error;
    console.warn("the npm registry cannot be reached: the workspace's copies of other packages are linked");
    await unpack(project, packed);
  }
}

async function unpack(project: string, packed: readonly Packed[]): Promise<void> {
  const modules = join(project, "node_modules");
  for (const { name, filename } of packed) {
    mkdirSync(join(modules, name), { recursive: true });
    await run("tar", ["-xzf", join(project, filename), "-C", join(modules, name), "--strip-components=1"]);
  }
  const ours = new Set(["@lagwise", "lagwise", ".bin", ".package-lock.json"]);
  for (const other of readdirSync(join(repository, "node_modules"))) {
    if (!ours.has(other))
      symlinkSync(join(repository, "node_modules", other), join(modules, other), "junction");
  }
  mkdirSync(join(modules, ".bin"), { recursive: true });
  symlinkSync("../lagwise/bin/lagwise.js", join(modules, ".bin/lagwise"));
}

/** The title of the page that the installed `lagwise lab` serves. */
async function titleOfLab(project: string): Promise<string | undefined> {
  const program = join(project, "node_modules/lagwise/bin/lagwise.js");
  const child = spawn(process.execPath, [program, "lab", "--port", "0", "--json"], { cwd: project });
  try {
    let said = "";
    for await (const piece of child.stdout) {
      said += String(piece);
      if (said.endsWith("}\n")) break;
    }
    const { address } = JSON.parse(said);
    const page = await (await fetch(address)).text();
    for (const [, asset] of page.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g))
      expect((await fetch(address + asset)).status, asset).toBe(200);
    return /<title>(.*)<\/title>/.exec(page)?.[1];
  } finally {
    child.kill();
  }
}

const tsconfig = (module: "NodeNext" | "ESNext") => ({
  compilerOptions: {
    target: "ES2022",
    lib: ["ES2022"],
    types: [],
    module,
    moduleResolution: module === "ESNext" ? "Bundler" : module,
    strict: true,
    noEmit: true,
  },
  include: ["*.ts"],
});

describe("the packages as they are published", () => {
  it("install, run, and type-check in an empty project", async () => {
    const project = folderWith({
      "package.json": JSON.stringify({ name: "newcomer", private: true, type: "module" }),
    });
    const packed = await pack(project);
    expect(packed.map(({ name }) => name).sort()).toEqual([...names].sort());

    await install(project, packed);
    for (const { name, files } of packed) {
      const paths = files.map(({ path }) => path);
      expect(paths, name).toEqual(expect.arrayContaining(["LICENSE", "README.md", "package.json"]));
      for (const path of paths) {
        expect(path, name).toMatch(
          /^(LICENSE|README\.md|package\.json|bin\/lagwise\.js|dist\/.+\.(js|d\.ts)|datasets\/[\w-]+\.(csv|md)|site\/(index\.html|icon\.svg|assets\/[\w.-]+))$/,
        );
        const text = readFileSync(join(project, "node_modules", name, path), "utf8");
        for (const home of [repository, homedir(), project])
          expect(text.includes(home), `${name}/${path}`).toBe(false);
      }
    }

    const { stdout, stderr } = await run("npx", ["--no-install", "lagwise", "fit", "sales", "--json"], {
      cwd: project,
      shell: onWindows,
    });
    expect(JSON.parse(stdout)).toMatchObject({ command: "fit", data: { samples: 149 } });
    expect(stderr).not.toMatch(escapeCode);
    await run("npx", ["--no-install", "lagwise", "reproduce", "data", "--quick"], {
      cwd: project,
      shell: onWindows,
    });
    expect(readFileSync(join(project, "lagwise-reproduction", "report.html"), "utf8")).toContain("<svg");

    expect(await titleOfLab(project)).toBe("Lagwise");

    // the README's program is JavaScript and TypeScript alike
    const example = readFileSync(join(repository, "examples/known-response.ts"), "utf8");
    writeFileSync(join(project, "example.mjs"), example);
    writeFileSync(
      join(project, "example.ts"),
      example.replace(/^/, "declare const console: { log(...values: unknown[]): void };\n"),
    );
    const ran = await run(process.execPath, ["example.mjs"], { cwd: project });
    expect(ran.stdout).toMatch(/nu_W = 0\.\d+/);

    for (const module of ["NodeNext", "ESNext"] as const) {
      writeFileSync(join(project, "tsconfig.json"), JSON.stringify(tsconfig(module)));
      const compiler = join(repository, "node_modules/typescript/bin/tsc");
      const checked = await run(process.execPath, [compiler, "-p", project]).catch((error) => error);
      expect(checked.stdout, module).toBe("");
    }
  }, 240_000);
});
