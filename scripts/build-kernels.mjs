// Compiles the AssemblyScript kernels and embeds the bytes as a TypeScript module, so that Node, a worker and a
// browser load the very same program without a file or a request.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const core = fileURLToPath(new URL("../packages/core/", import.meta.url));
const source = join(core, "assembly");
const target = join(core, "src/kernels/bytes.ts");

const newest = Math.max(
  statSync(fileURLToPath(import.meta.url)).mtimeMs,
  ...readdirSync(source).map((name) => statSync(join(source, name)).mtimeMs),
);
if (!existsSync(target) || statSync(target).mtimeMs < newest) await build();

async function build() {
  let bytes;
  const { error, stderr } = await asc.main(
    [
      join(source, "index.ts"),
      ...["--outFile", "kernels.wasm", "--runtime", "stub", "--enable", "simd", "--importMemory"],
      ...["-O3", "--converge", "--noAssert"],
    ],
    {
      readFile: (name, base) => {
        const path = join(base ?? ".", name);
        return existsSync(path) ? readFileSync(path, "utf8") : null;
      },
      writeFile: (_name, contents) => {
        bytes = contents;
      },
      listFiles: () => [],
    },
  );
  if (error || !bytes) {
    process.stderr.write(`${stderr.toString()}\n`);
    process.exit(1);
  }
  const base64 = Buffer.from(bytes).toString("base64");
  writeFileSync(
    target,
    `// Made by scripts/build-kernels.mjs from assembly/: not edited by hand, not in the repository.\nexport const kernelBytes = "${base64}";\n`,
  );
  process.stderr.write(`kernels: ${bytes.length} bytes of WebAssembly\n`);
}
