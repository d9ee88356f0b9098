// A worker in a process of its own for sweep.ts: node bench/dist/sweepWorker.js URL CODE
import { startWorker } from "@lagwise/sweep";

const [url, code] = process.argv.slice(2);
const worker = await startWorker({
  url,
  code,
  concurrency: 1,
  jobModule: new URL("./sweepJob.js", import.meta.url),
});
process.send?.("ready");
process.on("SIGTERM", () => void worker.finish().then(() => process.exit()));
