import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import type { Reporter, TestModule } from "vitest/node";

/** The count on a line of its own, for people and programs that read the end of a log. */
const closingLine: Reporter = {
  onTestRunEnd(modules: readonly TestModule[]) {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) count[test.result().state]++;
    }
    process.stdout.write(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped\n`);
  },
};

export default defineConfig({
  test: {
    testTimeout: 60_000,
    // many tests wait for a program or a page that they have started: two at once keep two cores busy
    maxWorkers: Math.max(2, availableParallelism() - 1),
    reporters: ["default", closingLine],
    // the lab's tests need a browser, which is found, or got, before the first of them and only for them
    projects: [
      {
        extends: true,
        test: {
          name: "packages",
          include: ["packages/*/test/**/*.test.ts"],
          exclude: ["packages/lab/**", "**/node_modules/**"],
        },
      },
      {
        extends: true,
        test: {
          name: "lab",
          include: ["packages/lab/test/**/*.test.ts"],
          globalSetup: "packages/lab/test/getBrowser.ts",
        },
      },
    ],
  },
});
