import { expose } from "comlink";
import { unitGradientNorms } from "./weightsGradients.js";

const work = { unitGradientNorms };

export type WeightsWork = typeof work;

expose(work);
