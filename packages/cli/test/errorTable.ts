import { crc32, gzipSync } from "node:zlib";
import { matrix, prepare, recording, writeStatistics } from "@lagwise/core";
import { csv, cutOff, mat, npy, valveAndFlow, zip } from "./files.js";

/** One thing that goes wrong, or that deserves a note. */
export interface Case {
  /** what happened, as the table's first column says it */
  readonly when: string;
  readonly typed: string;
  /** 0 for a note, 1 where the work failed, 2 for wrong usage */
  readonly status: 0 | 1 | 2;
  /** what the sentence must say, whatever its wording */
  readonly says: RegExp;
}

export interface Section {
  readonly title: string;
  readonly cases: readonly Case[];
}

const COLUMNS = "--input valve --output flow";
const log = valveAndFlow(200);
const header = "valve,flow";
const logCsv = csv(header, log);
/** The log with one row, counted from 0, replaced. */
const withRow = (index: number, row: readonly (number | string)[]) =>
  csv(
    header,
    log.map((one, i) => (i === index ? row : one)),
  );
const matFile = mat({ valve: log.map(([x]) => [x]), flow: log.map(([, y]) => [y]) });
const npzFile = zip({ "valve.npy": npy(log.map(([x]) => [x])), "flow.npy": npy(log.map(([, y]) => [y])) });

/** What `lagwise stats` makes of the log, with 10 lags. */
const segment = {
  inputs: matrix(
    log.length,
    1,
    log.map(([x]) => x),
  ),
  outputs: matrix(
    log.length,
    1,
    log.map(([, y]) => y),
  ),
};
const statsFile = writeStatistics(await prepare(recording(["valve"], ["flow"], [segment]), { lags: 10 }));
/** The same with the word at a byte of its header replaced, under a checksum that is right. */
const withWord = (at: number, value: number) => {
  const bytes = Buffer.from(statsFile);
  bytes.writeUInt32LE(value, at);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 76)), 76);
  return bytes;
};

/** The files that the commands of the table name. */
export const files: Readonly<Record<string, string | Uint8Array>> = {
  "log.csv": logCsv,
  "misspelt.yaml": "job: kernel\ngrid: { nuV: [1] }\n",
  "negative.yaml": "job: kernel\nfixed: { nuW: -1 }\n",
  "empty.csv": "",
  "blank.csv": "\n\n  \n",
  "header.csv": `${header}\n`,
  "folder/log.csv": logCsv,
  "secret.csv": logCsv,
  "my log – été.csv": withRow(2, ["x", 1]),
  "v73.mat": Buffer.concat([
    Buffer.from("MATLAB 7.3 MAT-file, Platform: GLNXA64".padEnd(512)),
    Buffer.alloc(64),
  ]),
  "log.h5": Buffer.concat([Buffer.from([0x89]), Buffer.from("HDF\r\n\x1a\n"), Buffer.alloc(64)]),
  "text.mat": "these are not\nthe arrays\nyou look for\n",
  "log.csv.gz": gzipSync(logCsv),
  "utf16.csv": Buffer.from(`\ufeff${logCsv}`, "utf16le"),
  "book.xlsx": zip({ "xl/workbook.xml": Buffer.from("<workbook/>") }),
  "photos.zip": zip({ "sea.jpg": Buffer.from("not really") }),
  "noise.bin": Uint8Array.from({ length: 500 }, (_, i) => (i * 37) % 256),
  "cut.csv": cutOff(logCsv, 0.6005),
  "cut.mat": cutOff(matFile),
  "cut.npz": cutOff(npzFile),
  "cut.npy": cutOff(npy(log)),
  "cut.parquet": Buffer.concat([Buffer.from("PAR1"), Buffer.alloc(300, 7)]),
  "damaged.parquet": Buffer.concat([Buffer.from("PAR1"), Buffer.alloc(300, 7), Buffer.from("PAR1")]),
  "log.mat": matFile,
  "log.npz": npzFile,
  "lengths.npz": zip({
    "valve.npy": npy(log.map(([x]) => [x])),
    "flow.npy": npy(log.slice(5).map(([, y]) => [y])),
  }),
  "twice.csv": csv(
    "valve,flow,flow",
    log.map(([x, y]) => [x, y, y]),
  ),
  "single.csv": csv(
    "valve",
    log.map(([x]) => [x]),
  ),
  "dates.csv": csv(
    "date,valve,flow",
    log.map(([x, y], i) => [`2024-01-01 00:${i}`, x, y]),
  ),
  "text.csv": withRow(56, ["open", 0.5]),
  "comma.csv": csv(undefined, log).replaceAll(",", ";").replaceAll(".", ",").replace(/^/, "valve;flow\n"),
  "infinite.csv": withRow(10, ["inf", 0.5]),
  "ragged.csv": withRow(41, [0.1, 0.5, 0.7]),
  "short-row.csv": withRow(41, [0.1]),
  "quote.csv": withRow(41, ['"0.1', 0.5]),
  "gaps.csv": csv(
    header,
    log.map(([x]) => [x, "NaN"]),
  ),
  "steady-input.csv": csv(
    header,
    log.map(([, y]) => [3, y]),
  ),
  "steady-output.csv": csv(
    header,
    log.map(([x]) => [x, 21.5]),
  ),
  "late.csv": csv(
    header,
    log.map(([x, y], i) => [i < 160 ? 0 : x, y]),
  ),
  "short.csv": csv(header, log.slice(0, 10)),
  "one.csv": csv(header, log.slice(0, 1)),
  "every-other.csv": csv(
    header,
    log.map(([x, y], i) => [i % 2 ? x : "", y]),
  ),
  "million.csv": csv(
    header,
    Array.from({ length: 1_300_000 }, (_, i) => [(i * i) % 7, (i * i) % 5]),
  ),
  "with-gaps.csv": csv(
    header,
    log.map(([x, y], i) => (i === 50 ? ["", y] : i === 120 ? [x, "NA"] : [x, y])),
  ),
  "semicolons.csv": logCsv.replaceAll(",", ";"),
  "no-names.csv": csv(undefined, log),
  "log.stats": statsFile,
  "cut.stats": cutOff(statsFile),
  "damaged.stats": statsFile.map((byte, k) => (k === 200 ? byte ^ 1 : byte)),
  "later.stats": withWord(8, 3),
  "shape.stats": withWord(12, 9),
  "wide.mat": mat({ valve: [log.map(([x]) => x)], flow: log.map(([, y]) => [y]) }),
};

const inFiles: Section = {
  title: "The file",
  cases: [
    {
      when: "it is not there",
      typed: `lagwise fit logg.csv ${COLUMNS}`,
      status: 1,
      says: /no file logg\.csv/,
    },
    { when: "neither a file nor a data set", typed: "lagwise fit saels", status: 2, says: /saels.*sales/ },
    { when: "no file at all", typed: "lagwise fit", status: 2, says: /file/ },
    { when: "two files", typed: "lagwise fit log.csv text.csv", status: 2, says: /too many/ },
    {
      when: "a data set that is not on this machine",
      typed: "lagwise fit s1",
      status: 1,
      says: /lagwise data pull s1/,
    },
    { when: "it is empty", typed: `lagwise fit empty.csv ${COLUMNS}`, status: 1, says: /empty/ },
    { when: "it is blank", typed: `lagwise fit blank.csv ${COLUMNS}`, status: 1, says: /blank/ },
    {
      when: "a header and nothing else",
      typed: `lagwise fit header.csv ${COLUMNS}`,
      status: 1,
      says: /no data rows/,
    },
    { when: "a directory", typed: `lagwise fit ./folder ${COLUMNS}`, status: 1, says: /directory/ },
    {
      when: "it may not be read",
      typed: `lagwise fit secret.csv ${COLUMNS}`,
      status: 1,
      says: /may not be read/,
    },
    { when: "MATLAB v7.3", typed: `lagwise fit v73.mat ${COLUMNS}`, status: 1, says: /-v7/ },
    { when: "HDF5", typed: `lagwise fit log.h5 ${COLUMNS}`, status: 1, says: /HDF5/ },
    {
      when: "text that is called .mat",
      typed: `lagwise fit text.mat ${COLUMNS}`,
      status: 1,
      says: /text\.mat/,
    },
    { when: "gzip", typed: `lagwise fit log.csv.gz ${COLUMNS}`, status: 1, says: /gunzip/ },
    { when: "UTF-16", typed: `lagwise fit utf16.csv ${COLUMNS}`, status: 1, says: /UTF-8/ },
    { when: "an Excel workbook", typed: `lagwise fit book.xlsx ${COLUMNS}`, status: 1, says: /Excel.*CSV/ },
    { when: "another ZIP archive", typed: `lagwise fit photos.zip ${COLUMNS}`, status: 1, says: /ZIP/ },
    {
      when: "bytes of some other kind",
      typed: `lagwise fit noise.bin ${COLUMNS}`,
      status: 1,
      says: /noise\.bin/,
    },
    { when: "CSV, cut off", typed: `lagwise fit cut.csv ${COLUMNS}`, status: 1, says: /cut off|ends/ },
    { when: "MAT, cut off", typed: `lagwise fit cut.mat ${COLUMNS}`, status: 1, says: /cut off/ },
    { when: "NPZ, cut off", typed: `lagwise fit cut.npz ${COLUMNS}`, status: 1, says: /cut off/ },
    { when: "NPY, cut off", typed: "lagwise fit cut.npy --input 1 --output 2", status: 1, says: /cut off/ },
    { when: "Parquet, cut off", typed: `lagwise fit cut.parquet ${COLUMNS}`, status: 1, says: /cut off/ },
    { when: "Parquet, damaged", typed: `lagwise fit damaged.parquet ${COLUMNS}`, status: 1, says: /damaged/ },
  ],
};

const inColumns: Section = {
  title: "Its columns",
  cases: [
    {
      when: "none said",
      typed: "lagwise fit log.csv",
      status: 2,
      says: /--input and --output.*valve and flow/,
    },
    { when: "only one side said", typed: "lagwise fit log.csv --input valve", status: 2, says: /--output/ },
    {
      when: "an empty list",
      typed: 'lagwise fit log.csv --input "" --output flow',
      status: 1,
      says: /no input/,
    },
    {
      when: "a name that is not there",
      typed: "lagwise fit log.csv --input vale --output flow",
      status: 1,
      says: /vale.*"valve"/,
    },
    {
      when: "a number that is not there",
      typed: "lagwise fit log.csv --input 3 --output flow",
      status: 1,
      says: /2 columns.*3/,
    },
    {
      when: "a range that runs backwards",
      typed: "lagwise fit log.csv --input 2-1 --output flow",
      status: 1,
      says: /1-2/,
    },
    {
      when: "the same one twice",
      typed: "lagwise fit log.csv --input valve,1 --output flow",
      status: 1,
      says: /twice/,
    },
    {
      when: "the same one on both sides",
      typed: "lagwise fit log.csv --input valve --output valve",
      status: 1,
      says: /both/,
    },
    {
      when: "a name that two columns have",
      typed: `lagwise fit twice.csv ${COLUMNS}`,
      status: 1,
      says: /2 and 3/,
    },
    {
      when: "a file of one column",
      typed: "lagwise fit single.csv --input 1 --output 2",
      status: 1,
      says: /single column/,
    },
    {
      when: "a column of dates",
      typed: "lagwise fit dates.csv --input date --output flow",
      status: 1,
      says: /date.*2024/,
    },
    {
      when: "an array that is not there",
      typed: "lagwise fit log.mat --input spikes --output flow",
      status: 1,
      says: /spikes.*valve, flow/,
    },
    {
      when: "arrays of different lengths",
      typed: `lagwise fit lengths.npz ${COLUMNS}`,
      status: 1,
      says: /200.*195|195.*200/,
    },
  ],
};

const inValues: Section = {
  title: "Its values",
  cases: [
    {
      when: "text in a column of numbers",
      typed: `lagwise fit text.csv ${COLUMNS}`,
      status: 1,
      says: /line 58, column "valve": "open"/,
    },
    {
      when: "the same in a file whose name has spaces",
      typed: `lagwise fit "my log – été.csv" ${COLUMNS}`,
      status: 1,
      says: /my log – été\.csv, line 4/,
    },
    { when: "decimal commas", typed: `lagwise fit comma.csv ${COLUMNS}`, status: 1, says: /decimal comma/ },
    {
      when: "an infinite value",
      typed: `lagwise fit infinite.csv ${COLUMNS}`,
      status: 1,
      says: /line 12.*infinite/,
    },
    {
      when: "a row too long",
      typed: `lagwise fit ragged.csv ${COLUMNS}`,
      status: 1,
      says: /line 43: 3 cells/,
    },
    {
      when: "a row too short",
      typed: `lagwise fit short-row.csv ${COLUMNS}`,
      status: 1,
      says: /line 43: 1 cell/,
    },
    {
      when: "a quote that is never closed",
      typed: `lagwise fit quote.csv ${COLUMNS}`,
      status: 1,
      says: /quote|ends|cut off/,
    },
    { when: "no row without a gap", typed: `lagwise fit gaps.csv ${COLUMNS}`, status: 1, says: /gap/ },
    {
      when: "an input that does not move",
      typed: `lagwise fit steady-input.csv ${COLUMNS}`,
      status: 1,
      says: /input "valve" is constant \(always 3\)/,
    },
    {
      when: "an output that does not move",
      typed: `lagwise fit steady-output.csv ${COLUMNS}`,
      status: 1,
      says: /output "flow" is constant \(always 21\.5\)/,
    },
    {
      when: "an input that moves in the test part alone",
      typed: `lagwise fit late.csv ${COLUMNS}`,
      status: 1,
      says: /constant.*training part/,
    },
    { when: "one sample", typed: `lagwise fit one.csv ${COLUMNS}`, status: 1, says: /too few samples/ },
    {
      when: "differences where every second sample is a gap",
      typed: `lagwise fit every-other.csv ${COLUMNS} --difference`,
      status: 1,
      says: /too few samples/,
    },
  ],
};

const inSettings: Section = {
  title: "Settings of fit",
  cases: [
    {
      when: "fewer samples than lags",
      typed: `lagwise fit short.csv ${COLUMNS} --lags 30`,
      status: 1,
      says: /8 of 10.*30 lags/,
    },
    {
      when: "more lags than memory holds",
      typed: `lagwise fit million.csv ${COLUMNS} --lags 1e6`,
      status: 1,
      says: /GiB/,
    },
    { when: "no lags", typed: "lagwise fit sales --lags 0", status: 2, says: /--lags.*at least 1/ },
    { when: "half a lag", typed: "lagwise fit sales --lags 2.5", status: 2, says: /--lags.*2\.5/ },
    {
      when: "a number that is none",
      typed: "lagwise fit sales --lags many",
      status: 2,
      says: /--lags.*many/,
    },
    {
      when: "an option without its value",
      typed: "lagwise fit sales --lags",
      status: 2,
      says: /--lags.*missing/,
    },
    {
      when: "nothing to train on",
      typed: "lagwise fit sales --train-fraction 0",
      status: 2,
      says: /above 0/,
    },
    {
      when: "next to nothing to train on",
      typed: "lagwise fit sales --train-fraction 0.001",
      status: 1,
      says: /too few samples/,
    },
    {
      when: "more than all to train on",
      typed: "lagwise fit sales --train-fraction 80",
      status: 2,
      says: /at most 1/,
    },
    {
      when: "a prior that is not there",
      typed: "lagwise fit sales --prior tc",
      status: 2,
      says: /rnn, none/,
    },
    { when: "a seed below 0", typed: "lagwise fit sales --seed -1", status: 2, says: /--seed/ },
    { when: "an option misspelt", typed: "lagwise fit sales --lgs 10", status: 2, says: /--lags/ },
    {
      when: "the same with JSON asked for",
      typed: "lagwise fit sales --lgs 10 --json",
      status: 2,
      says: /--lags/,
    },
  ],
};

const SYNTHETIC = "lagwise train --synthetic delay --nu-w 0.3 --width 100";

const inTraining: Section = {
  title: "Training",
  cases: [
    { when: "nothing to train on", typed: "lagwise train --nu-w 0.3", status: 2, says: /--synthetic/ },
    {
      when: "two things to train on",
      typed: "lagwise train sales --synthetic delay --nu-w 0.3",
      status: 2,
      says: /one of them/,
    },
    { when: "no initialisation", typed: "lagwise train sales", status: 2, says: /--nu-w/ },
    {
      when: "a learning rate that diverges",
      typed: `${SYNTHETIC} --learning-rate 50`,
      status: 1,
      says: /50 diverges.*largest stable/,
    },
    { when: "a learning rate below 0", typed: `${SYNTHETIC} --learning-rate -1`, status: 2, says: /above 0/ },
    {
      when: "a learning rate that is no number",
      typed: `${SYNTHETIC} --learning-rate fast`,
      status: 2,
      says: /fast/,
    },
    { when: "momentum for ever", typed: `${SYNTHETIC} --momentum 1`, status: 2, says: /--momentum/ },
    { when: "a width of 0", typed: "lagwise train sales --nu-w 0.3 --width 0", status: 2, says: /--width/ },
    {
      when: "columns of a made-up system",
      typed: `${SYNTHETIC} --input x`,
      status: 2,
      says: /leave them out/,
    },
    { when: "no steps", typed: `${SYNTHETIC} --steps 0`, status: 2, says: /--steps/ },
    {
      when: "a teacher that is not known",
      typed: "lagwise train --synthetic chaos --nu-w 0.3",
      status: 2,
      says: /rnn, delay, oscillator/,
    },
    {
      when: "a delay beyond the lags",
      typed: `${SYNTHETIC} --delay 40`,
      status: 1,
      says: /delay: 40.*20 lags/,
    },
    {
      when: "a network that memory does not hold",
      typed: "lagwise train --synthetic delay --nu-w 0.3 --width 1e6",
      status: 1,
      says: /GiB/,
    },
  ],
};

const inStatistics: Section = {
  title: "Lag statistics",
  cases: [
    {
      when: "a pattern that no file matches",
      typed: `lagwise stats "z*.csv" ${COLUMNS} --out log.stats`,
      status: 1,
      says: /no file matches z\*\.csv/,
    },
    { when: "nowhere to write", typed: `lagwise stats log.csv ${COLUMNS}`, status: 2, says: /--out/ },
    {
      when: "a folder that is not there",
      typed: `lagwise stats log.csv ${COLUMNS} --out no/log.stats`,
      status: 1,
      says: /no\/log\.stats.*no such folder/,
    },
    {
      when: "no columns said",
      typed: "lagwise stats log.csv gaps.csv --out new.stats",
      status: 2,
      says: /--input and --output.*valve and flow/,
    },
    {
      when: "neither a file nor a data set",
      typed: "lagwise stats saels --out new.stats",
      status: 2,
      says: /saels.*sales/,
    },
    {
      when: "no pieces",
      typed: "lagwise stats sales --pieces 0 --out new.stats",
      status: 2,
      says: /--pieces.*at least 1|--pieces.*from 1/,
    },
    {
      when: "the only file cannot be read",
      typed: `lagwise stats text.csv ${COLUMNS} --out new.stats`,
      status: 1,
      says: /text\.csv, line 58, column "valve": "open"/,
    },
    {
      when: "statistics of statistics",
      typed: `lagwise stats log.stats ${COLUMNS} --out new.stats`,
      status: 1,
      says: /log\.stats.*already/,
    },
    {
      when: "a queue that does not answer",
      typed: "lagwise stats sales --queue redis://127.0.0.1:1 --out new.stats",
      status: 1,
      says: /redis:\/\/127\.0\.0\.1:1 does not answer/,
    },
    {
      when: "statistics, cut off",
      typed: "lagwise fit cut.stats",
      status: 1,
      says: /cut\.stats: .*cut off/,
    },
    {
      when: "statistics, damaged",
      typed: "lagwise fit damaged.stats",
      status: 1,
      says: /damaged\.stats: .*damaged/,
    },
    {
      when: "statistics of another version",
      typed: "lagwise train later.stats --nu-w 0.3",
      status: 1,
      says: /later\.stats: .*version 3.*version 2/,
    },
    {
      when: "statistics whose shape is not that of their numbers",
      typed: "lagwise fit shape.stats",
      status: 1,
      says: /shape\.stats: .*damaged/,
    },
    {
      when: "more lags than the statistics have",
      typed: "lagwise fit log.stats --lags 11",
      status: 1,
      says: /10 lags.*lagwise stats/,
    },
    {
      when: "more lags to train with than the statistics have",
      typed: "lagwise train log.stats --lags 20 --nu-w 0.3",
      status: 1,
      says: /10 lags.*--lags 20/,
    },
    {
      when: "columns, or a cut, of a recording that is not there any more",
      typed: "lagwise fit log.stats --input valve --train-fraction 0.5",
      status: 2,
      says: /leave out --input and --train-fraction/,
    },
  ],
};

const elsewhere: Section = {
  title: "The other commands",
  cases: [
    { when: "a command misspelt", typed: "lagwise fti sales", status: 2, says: /fti.*fit/ },
    { when: "an option of no command", typed: "lagwise --lags 3", status: 2, says: /--lags/ },
    { when: "no initialisation", typed: "lagwise kernel", status: 2, says: /--nu-w/ },
    { when: "a negative variance", typed: "lagwise kernel --nu-w -0.5", status: 2, says: /-0\.5.*0 or more/ },
    {
      when: "a variance that is no number",
      typed: "lagwise kernel --nu-w NaN",
      status: 2,
      says: /NaN.*0 or more/,
    },
    {
      when: "an infinite variance",
      typed: "lagwise kernel --nu-w 0.5 --nu-f Infinity",
      status: 2,
      says: /Infinity/,
    },
    {
      when: "two initialisations at once",
      typed: "lagwise kernel --init pytorch --nu-w 0.5",
      status: 2,
      says: /--init.*--nu-w/,
    },
    {
      when: "an initialisation that is not known",
      typed: "lagwise kernel --init xavier",
      status: 2,
      says: /pytorch, glorot, he/,
    },
    {
      when: "no weight left",
      typed: "lagwise kernel --nu-w 0.5 --nu-f 0 --nu-c 0",
      status: 1,
      says: /nu_F and nu_C/,
    },
    {
      when: "more lags than anybody can read",
      typed: "lagwise kernel --nu-w 0.5 --lags 1e9",
      status: 2,
      says: /1000000/,
    },
    { when: "no horizon", typed: "lagwise init", status: 2, says: /--horizon/ },
    { when: "a horizon of no lags", typed: "lagwise init --horizon 0", status: 2, says: /--horizon/ },
    { when: "a horizon out of reach", typed: "lagwise init --horizon 1e9", status: 2, says: /9999999/ },
    {
      when: "a network without units",
      typed: "lagwise init --horizon 20 --width 0",
      status: 2,
      says: /--width/,
    },
    {
      when: "a program in a language that is not known",
      typed: "lagwise init --horizon 20 --code keras",
      status: 2,
      says: /keras.*pytorch, flax, lagwise/,
    },
    {
      when: "a program and a document at once",
      typed: "lagwise init --horizon 20 --code flax --json",
      status: 2,
      says: /--code.*--json/,
    },
    {
      when: "the lab at a port that there is not",
      typed: "lagwise lab --port 70000",
      status: 2,
      says: /--port.*65535/,
    },
    {
      when: "the lab at another machine's address",
      typed: "lagwise lab --host 203.0.113.7",
      status: 1,
      says: /203\.0\.113\.7.*no address of this machine.*--host/,
    },
    {
      when: "a data set that is not known",
      typed: "lagwise data pull gas",
      status: 1,
      says: /gas.*gas-furnace/,
    },
    { when: "no data set", typed: "lagwise data pull", status: 2, says: /name/ },
    {
      when: "a claim that is not known",
      typed: "lagwise reproduce kernel --quick",
      status: 2,
      says: /kernels, training/,
    },
    {
      when: "two efforts at once",
      typed: "lagwise reproduce --quick --full",
      status: 2,
      says: /--quick and --full/,
    },
    { when: "a subcommand misspelt", typed: "lagwise data lits", status: 2, says: /lits.*list/ },
  ],
};

const inSweeps: Section = {
  title: "Sweeps and queues",
  cases: [
    {
      when: "a key of a sweep file misspelt",
      typed: "lagwise sweep misspelt.yaml",
      status: 1,
      says: /misspelt\.yaml, line 2, column 9: .*did you mean nuW/,
    },
    {
      when: "a value that is none",
      typed: "lagwise sweep negative.yaml",
      status: 1,
      says: /negative\.yaml, line 2, column 15: .*variance, 0 or more/,
    },
    {
      when: "no sweep file",
      typed: "lagwise sweep none.yaml",
      status: 1,
      says: /none\.yaml cannot be read: there is no such file/,
    },
    {
      when: "no server at the queue's address",
      typed: "lagwise worker --queue redis://:secret@127.0.0.1:1",
      status: 1,
      says: /redis:\/\/127\.0\.0\.1:1 does not answer/,
    },
    {
      when: "an address of something else",
      typed: "lagwise worker --queue http://127.0.0.1",
      status: 1,
      says: /give redis:\/\/host:port/,
    },
    {
      when: "results that are none",
      typed: "lagwise results log.csv",
      status: 1,
      says: /log\.csv is no results file/,
    },
  ],
};

/** What goes wrong, and what is said of it: one line each. */
export const errorSections: readonly Section[] = [
  inFiles,
  inColumns,
  inValues,
  inSettings,
  inTraining,
  inStatistics,
  inSweeps,
  elsewhere,
];

/** What is done all the same, and said: a line on stderr before the result. */
export const notes: Section = {
  title: "Notes",
  cases: [
    { when: "gaps", typed: `lagwise fit with-gaps.csv ${COLUMNS}`, status: 0, says: /2 gaps.*3 segments/ },
    { when: "semicolons", typed: `lagwise fit semicolons.csv ${COLUMNS}`, status: 0, says: /semicolons/ },
    { when: "no names", typed: "lagwise fit no-names.csv --input 1 --output 2", status: 0, says: /numbers/ },
    {
      when: "time runs along the columns",
      typed: `lagwise fit wide.mat ${COLUMNS}`,
      status: 0,
      says: /columns/,
    },
    {
      when: "a file named twice",
      typed: `lagwise stats log.csv "l?g.csv" ${COLUMNS} --out twice.stats`,
      status: 0,
      says: /log\.csv was named twice/,
    },
    {
      when: "a report of statistics",
      typed: "lagwise fit log.stats --report log.html --json",
      status: 0,
      says: /no predictions.*log\.stats has sums only/,
    },
    { when: "the edge of stability", typed: "lagwise kernel --nu-w 1", status: 0, says: /edge of stability/ },
    { when: "beyond it", typed: "lagwise kernel --nu-w 1.2", status: 0, says: /explode/ },
    {
      when: "training beyond it",
      typed: "lagwise train sales --nu-w 1.2 --width 50 --lags 4 --steps 3 --json",
      status: 0,
      says: /above 1/,
    },
  ],
};
