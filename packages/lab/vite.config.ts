import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  // addresses relative to the page: the site works under any path of any file server
  base: "./",
  plugins: [react()],
  worker: { format: "es" },
  build: {
    outDir: "site",
    target: "es2022",
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1000,
  },
});
