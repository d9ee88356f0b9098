import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Case, errorSections, files, notes, type Section } from "./errorTable.js";
import { escapeCode, lagwise, repository, wordsOf } from "./lagwise.js";

/** Where nothing can be made unreadable: for the superuser, and on Windows. */
const readsAnything = process.platform === "win32" || process.getuid?.() === 0;
const SECRET = "lagwise: secret.csv may not be read: ask for permission, or copy it";

const seen = new Map<Case, string>();
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lagwise-errors-"));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  chmodSync(join(folder, "secret.csv"), 0o000);
  if (readsAnything)
    console.warn("this user may read every file: the row on an unreadable one is not tested");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function said(one: Case): Promise<string> {
  if (readsAnything && one.typed.includes("secret.csv")) return SECRET;
  const { status, stdout, stderr } = await lagwise(wordsOf(one.typed).slice(1), { cwd: folder });
  expect(status, stderr).toBe(one.status);
  expect(stderr).not.toMatch(/^\s+at |internal error|undefined|\[object|node:/m);
  expect(stderr).not.toContain(folder);
  expect(stderr).not.toMatch(escapeCode);
  // a note comes with a result, which ends with what it cost; on a busy machine progress is told of before
  const lines = stderr.replace(/^[\d.]+ s, \d+ MB of memory at most\n/m, "").replace(/^.+ · \d+ s\n/gm, "");
  expect(stdout === "").toBe(one.status !== 0);
  expect(lines).toMatch(/^(lagwise|note): [^\n]+\n$/);
  return lines.trimEnd();
}

describe("what goes wrong is said in one line", () => {
  for (const { title, cases } of [...errorSections, notes]) {
    describe(title, () => {
      it.concurrent.for(cases)("$when: $typed", async (one, { expect }) => {
        const line = await said(one);
        expect(line).toMatch(one.says);
        seen.set(one, line);
      });
    });
  }
});

describe("docs/errors.md", () => {
  it("says what the program says", async () => {
    const all = [...errorSections, notes].flatMap(({ cases }) => cases);
    expect(all.filter((one) => !seen.has(one))).toEqual([]);
    const page = [
      "# What goes wrong, and what lagwise says",
      "",
      "Exit status: 0 done, 1 the work failed, 2 wrong usage, 130 stopped by Ctrl-C. An error is one line on stderr, with",
      "nothing on stdout. This page is made by `packages/cli/test/errors.test.ts`, which runs every line of it; after a",
      "change of wording, `npm test -- -u` writes it anew.",
      ...errorSections.flatMap(markdown),
      ...markdown(notes),
      "",
      "## While it runs",
      "",
      "| what happens | what lagwise does | exit |",
      "|---|---|---|",
      "| Ctrl-C | stops, says `lagwise: stopped`, and leaves nothing half-written | 130 |",
      "| `\\| head`: nobody reads the output to its end | stops, says nothing | 0 |",
      "| the disk of the output is full | says so in one line | 1 |",
      "",
    ];
    await expect(page.join("\n")).toMatchFileSnapshot(join(repository, "docs/errors.md"));
  });
});

function markdown({ title, cases }: Section): string[] {
  const cell = (text: string) => text.replaceAll("|", "\\|");
  const rows = cases.map(
    (one) => `| ${cell(one.when)} | \`${cell(one.typed)}\` | ${cell(seen.get(one) ?? "")} | ${one.status} |`,
  );
  return [
    "",
    `## ${title}`,
    "",
    "| what happened | what was typed | what is said | exit |",
    "|---|---|---|---|",
    ...rows,
  ];
}
