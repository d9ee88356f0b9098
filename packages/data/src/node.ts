export { type DatasetStatus, datasetPath, listDatasets } from "./datasetStore.js";
export { fileSource } from "./fileSource.js";
export { type PullOptions, pullDataset } from "./pullDataset.js";
