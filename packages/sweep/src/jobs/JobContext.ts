import { type PreparedRecording, prepare, type RecordingSource } from "@lagwise/core";
import { type Dataset, openDataset } from "../data/dataset.js";
import { openRecordingFile, type RecordingFile } from "../statistics/RecordingFile.js";

/** What the jobs of one thread share: recordings that are open, and the last one that was made ready. */
export interface JobContext {
  open(dataset: Dataset): Promise<RecordingSource>;
  /** kept until another file is asked for */
  file(file: RecordingFile): Promise<RecordingSource>;
  /** as `prepare` of core; kept until another recording, number of lags or fraction is asked for */
  prepared(dataset: Dataset, lags: number, trainFraction: number): Promise<PreparedRecording>;
}

export function jobContext(): JobContext {
  const remembered = <T>() => {
    let last: { readonly key: string; readonly value: Promise<T> } | undefined;
    return (key: string, make: () => Promise<T>): Promise<T> => {
      if (last?.key !== key) last = { key, value: make() };
      const { value } = last;
      value.catch(() => {
        last = undefined;
      });
      return value;
    };
  };
  const opened = remembered<RecordingSource>();
  const made = remembered<PreparedRecording>();
  const open = (dataset: Dataset) => opened(JSON.stringify(dataset), () => openDataset(dataset));
  return {
    open,
    file: (file) => opened(JSON.stringify(file), () => openRecordingFile(file)),
    prepared: (dataset, lags, trainFraction) =>
      made(JSON.stringify([dataset, lags, trainFraction]), async () =>
        prepare(await open(dataset), { lags, trainFraction }),
      ),
  };
}
