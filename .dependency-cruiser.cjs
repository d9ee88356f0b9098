/**
 * The arrows of the house, one way only:
 *
 *     core ◄── data ◄── cli        (experiments, report and sweep come between data and cli)
 *
 * That core and the readers of data use nothing of the DOM or of Node is also what their tsconfig says: neither
 * the library "DOM" nor the types of Node are there to compile against.
 */

/** What the source of each package may import of the others. A package that is not listed may import none. */
const allowed = {
  core: [],
  data: ["core"],
  experiments: ["core", "data"],
  report: ["core", "experiments"],
  sweep: ["core", "data", "experiments"],
  cli: ["core", "data", "experiments", "report", "sweep"],
  lab: ["core", "data", "experiments", "report"],
};

const arrows = Object.entries(allowed).map(([name, others]) => ({
  name: `arrows-of-${name}`,
  comment: `packages/${name} imports ${others.length > 0 ? others.join(", ") : "no other package"}`,
  severity: "error",
  from: { path: `^packages/${name}/src/` },
  to: { path: "^packages/([^/]+)/", pathNot: `^packages/(${[name, ...others].join("|")})/` },
}));

module.exports = {
  forbidden: [
    ...arrows,
    {
      name: "unknown-package",
      comment: "a new package gets its line in `allowed` above",
      severity: "error",
      from: { path: "^packages/", pathNot: `^packages/(${Object.keys(allowed).join("|")})/` },
      to: {},
    },
    {
      name: "no-cycles",
      comment: "imports of types alone leave nothing behind when the program runs",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "front-doors-only",
      comment: "another package is reached through what its package.json exports, not through its files",
      severity: "error",
      from: { path: "^packages/([^/]+)/" },
      to: {
        path: "^packages/[^/]+/(src|dist|test)/",
        pathNot: ["^packages/$1/", "^packages/[^/]+/dist/(index|node)\\.js$"],
      },
    },
    {
      name: "front-doors-only-outside",
      comment: "benchmarks and examples use the packages as anybody does",
      severity: "error",
      from: { path: "^(bench|examples)/" },
      to: { path: "^packages/[^/]+/(src|dist|test)/", pathNot: "^packages/[^/]+/dist/(index|node)\\.js$" },
    },
    {
      name: "core-runs-everywhere",
      comment: "core is the same code in Node, in workers and in browsers",
      severity: "error",
      from: { path: "^packages/core/src/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "readers-run-everywhere",
      comment:
        "what @lagwise/data exports from its main entry runs in a browser: files on disk are in ./node",
      severity: "error",
      from: { path: "^packages/data/src/index\\.ts$" },
      to: { path: "^(node:)?(fs|os|path|crypto|url|stream|zlib|process)(/|$)", reachable: true },
    },
    {
      name: "no-tests-in-sources",
      severity: "error",
      from: { path: "^packages/[^/]+/src/" },
      to: { path: "/test/" },
    },
    {
      name: "no-missing-files",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "no-unlisted-packages",
      comment: "what a package imports stands in its package.json",
      severity: "error",
      from: { path: "^packages/[^/]+/src/", pathNot: "^packages/lab/" },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown", "npm-dev"] },
    },
    {
      name: "no-unlisted-packages-in-the-lab",
      comment: "what the lab imports is bundled into its site: nothing is installed with it",
      severity: "error",
      from: { path: "^packages/lab/src/" },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    },
  ],
  options: {
    doNotFollow: { path: ["node_modules", "^packages/[^/]+/dist/"] },
    exclude: {
      path: [
        "^packages/[^/]+/dist/.*\\.d\\.ts$",
        "^packages/core/assembly/",
        "^packages/lab/site/",
        "^bench/results/",
      ],
    },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.test.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "default"],
    },
  },
};
