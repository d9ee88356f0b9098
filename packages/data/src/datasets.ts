import { listNames } from "./columns.js";
import { DataError } from "./DataError.js";

/** Where a data set comes from: shipped with this package, or fetched once and kept. */
export type DatasetOrigin =
  | { readonly bundled: true; readonly fileName: string }
  | {
      readonly bundled: false;
      readonly fileName: string;
      readonly url: string;
      /** lower-case hexadecimal */
      readonly sha256: string;
      readonly bytes: number;
    };

/** A recording that is known by name. */
export interface DatasetInfo {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** column list of the inputs that the recording is used with unless others are named */
  readonly inputs: string;
  readonly outputs: string;
  /** true where the differences between neighbouring samples are what is modelled, not the levels */
  readonly difference: boolean;
  readonly source: string;
  readonly licence: string;
  readonly origin: DatasetOrigin;
}

/** The data sets by name; `@lagwise/data/node` says which are on this machine and fetches the others. */
export const datasets: readonly DatasetInfo[] = [
  {
    name: "sales",
    title: "Sales with a leading indicator (Box & Jenkins series M)",
    description:
      "150 periods of a company's sales and of an indicator that runs ahead of them. In differences, sales answer the indicator after a dead time of 3 periods, and the answer fades by about 0.72 a period.",
    inputs: "leading_indicator",
    outputs: "sales",
    difference: true,
    source:
      "G. E. P. Box and G. M. Jenkins, Time Series Analysis: Forecasting and Control, Holden-Day 1976, series M",
    licence: "published observations; see datasets/README.md for where they were taken from",
    origin: { bundled: true, fileName: "sales.csv" },
  },
  {
    name: "gas-furnace",
    title: "Gas furnace (Box & Jenkins series J)",
    description:
      "296 samples, 9 s apart, of the methane feed rate of a furnace and of the carbon dioxide in its off-gas: a dead time of about 3 samples, then a decaying response.",
    inputs: "InputGasRate",
    outputs: "CO2",
    difference: false,
    source: "openMV.net data sets, repository datasets/datapackage-factory-openMV",
    licence: "as openMV.net publishes it",
    origin: {
      bundled: false,
      fileName: "gas-furnace.csv",
      url: "https://raw.githubusercontent.com/datasets/datapackage-factory-openMV/master/gas-furnace/data/gas-furnace.csv",
      sha256: "ce46e11490a11ac254a959d42d5858f66b3c8013a1b667e553b3d890c67e4d43",
      bytes: 3568,
    },
  },
  {
    name: "s1",
    title: "Somatosensory cortex during reaching (S1)",
    description:
      "Spike counts of 52 neurons in a macaque's primary somatosensory cortex, in 35 129 bins of 50 ms, with the velocity of the cursor that its hand moves (Benjamin et al., Front. Comput. Neurosci. 2018).",
    inputs: "spikes",
    outputs: "vel",
    difference: false,
    source: "repository KordingLab/spykesML",
    licence: "MIT",
    origin: {
      bundled: false,
      fileName: "s1_data.mat",
      url: "https://raw.githubusercontent.com/KordingLab/spykesML/master/data/s1_data.mat",
      sha256: "f6bbe27135636b944e0b715778dadae41dccf043c26cb880d0191665ca9e7dde",
      bytes: 1423448,
    },
  },
];

/** The data set called `name`; a DataError that lists the names where there is none. */
export function datasetInfo(name: string): DatasetInfo {
  const found = datasets.find((one) => one.name === name.toLowerCase());
  if (found !== undefined) return found;
  throw new DataError(
    `there is no data set "${name}": choose from ${listNames(datasets.map((one) => one.name))}`,
  );
}
