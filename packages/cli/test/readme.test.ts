import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { lagwise, repository, wordsOf } from "./lagwise.js";

const readme = join(repository, "README.md");

/** What a command of the README prints, without the blank lines around it. */
async function printed(command: string): Promise<string> {
  const [program, ...words] = wordsOf(command);
  const { status, stdout } =
    program === "lagwise" ? await lagwise(words) : { status: 0, stdout: example(words[words.length - 1]) };
  expect(status).toBe(0);
  return stdout.replace(/^\n+|\s+$/g, "");
}

function example(file: string): string {
  const input = readFileSync(join(repository, file));
  return execFileSync(process.execPath, ["--input-type=module"], {
    cwd: repository,
    input,
    encoding: "utf8",
  });
}

it("the README shows what the programs print today, and the example as it is", async () => {
  let page = readFileSync(readme, "utf8");
  const commands = Array.from(page.matchAll(/```text\n\$ (.+)\n[^`]*```/g));
  expect(commands.length).toBeGreaterThanOrEqual(4);
  for (const [block, command] of commands) {
    const output = await printed(command);
    page = page.replace(block, () => `\`\`\`text\n$ ${command}\n${output}\n\`\`\``);
  }
  const programs = Array.from(page.matchAll(/```ts\n\/\/ (examples\/.+)\n[\s\S]*?```/g));
  expect(programs.length).toBeGreaterThanOrEqual(1);
  for (const [block, file] of programs) {
    const source = readFileSync(join(repository, file), "utf8");
    page = page.replace(block, () => `\`\`\`ts\n// ${file}\n${source}\`\`\``);
  }
  // `npm test -- -u` writes the README anew
  await expect(page).toMatchFileSnapshot(readme);
});
