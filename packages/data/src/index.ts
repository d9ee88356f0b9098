export { type BlobLike, type ByteSource, blobSource, bytesOf } from "./ByteSource.js";
export { type ColumnSelection, columnItems, nearestName, numberRange } from "./columns.js";
export { DataError } from "./DataError.js";
export { type DatasetInfo, type DatasetOrigin, datasetInfo, datasets } from "./datasets.js";
export { type ColumnDescription, describeFile, type FileDescription } from "./describeFile.js";
export type { FileFormat } from "./format.js";
export { type OpenedRecording, openRecording } from "./openRecording.js";
