// Draws the README's pictures anew from evidence of the standard effort: npm run charts
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { claim } from "@lagwise/experiments";
import { chartFile, claimFigures } from "@lagwise/report";
import { nodeDocument } from "@lagwise/report/node";

const folder = fileURLToPath(new URL("../docs/charts/", import.meta.url));
mkdirSync(folder, { recursive: true });

/** The picture: which figure of which claim. */
const pictures = [
  { name: "training.svg", id: "training", figure: 0 },
  { name: "bias.svg", id: "bias", figure: 0 },
];
for (const { name, id, figure } of pictures) {
  const result = await claim(id).run({ effort: "standard", seed: 1 });
  const document = nodeDocument();
  writeFileSync(folder + name, `${chartFile(claimFigures(result)[figure].draw({ document }))}\n`);
  process.stderr.write(`${name}: ${result.verdict.sentence}\n`);
}
