import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** What the built page may do: run its own programs, and reach nobody. Styles are set by the charts as they draw. */
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "connect-src 'self' data: blob:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** The development server's own scripts need more than the policy allows: only the built page has it. */
const withPolicy: Plugin = {
  name: "lagwise:policy",
  apply: "build",
  transformIndexHtml: () => [
    {
      tag: "meta",
      attrs: { "http-equiv": "Content-Security-Policy", content: policy },
      injectTo: "head-prepend",
    },
  ],
};

export default defineConfig({
  // addresses relative to the page: the site works under any path of any file server
  base: "./",
  plugins: [react(), withPolicy],
  worker: { format: "es" },
  build: {
    outDir: "site",
    target: "es2022",
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1000,
  },
});
