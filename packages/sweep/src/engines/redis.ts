import { LagwiseError } from "@lagwise/core";
import { Redis } from "ioredis";

/** Tells people, in one line, what happens to a connection or a queue. */
export type OnNotice = (line: string) => void;

const CONNECT_MILLISECONDS = 5000;
const LONGEST_PAUSE_MILLISECONDS = 2000;

/** An address as it may be shown: without its password. */
export function shownAddress(url: string): string {
  const { protocol, username, host, pathname } = parsed(url);
  const user = username === "" ? "" : `${username}@`;
  return `${protocol}//${user}${host}${pathname === "/" ? "" : pathname}`;
}

/**
 * Connects to Redis or Valkey, with TLS where the address begins with rediss. From then on a lost connection is
 * mended for as long as it takes, and `onNotice` told once each time. Throws a LagwiseError, in one line and without
 * the password, where the server is not reached or refuses.
 */
export async function connect(url: string, onNotice: OnNotice): Promise<Redis> {
  const address = shownAddress(url);
  let once = false;
  let trouble: Error | undefined;
  const client = new Redis(parsed(url).href, {
    lazyConnect: true,
    connectTimeout: CONNECT_MILLISECONDS,
    maxRetriesPerRequest: null,
    retryStrategy: (times) => (once ? Math.min(50 * 2 ** times, LONGEST_PAUSE_MILLISECONDS) : null),
  });
  client.on("error", (error: Error) => {
    trouble = error;
  });
  try {
    await client.connect();
    await client.ping();
    if (trouble !== undefined) throw trouble; // a database that is not there does not end a connection
  } catch (error) {
    client.disconnect();
    throw new LagwiseError(`the queue at ${address} ${reasonOf(trouble ?? (error as Error))}`);
  }
  once = true;
  let lost = false;
  client.on("close", () => {
    if (lost || client.status === "end") return;
    lost = true;
    onNotice(`the connection to ${address} is lost; trying again`);
  });
  client.on("ready", () => {
    if (lost) onNotice(`connected to ${address} again`);
    lost = false;
  });
  return client;
}

/** Whether a command failed because the connection did, which is mended. */
export function isConnectionTrouble(error: unknown): boolean {
  const { message, code } = error as NodeJS.ErrnoException;
  return /connection|closed|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|LOADING|stream isn't writeable/i.test(
    `${message} ${code}`,
  );
}

/** What a server says that does not do what a queue needs. */
export function queueTrouble(error: unknown): LagwiseError {
  if (error instanceof LagwiseError) return error;
  const message = (error as Error).message.replace(/\s*\n\s*/g, " ");
  if (/^OOM|maxmemory/.test(message)) {
    return new LagwiseError(
      "the queue's server has no memory left: give it more, or submit fewer jobs at a time",
    );
  }
  if (/NOPERM/.test(message))
    return new LagwiseError(`the queue's server does not permit this user what a queue needs: ${message}`);
  return new LagwiseError(`the queue's server cannot be used: ${message}`);
}

/** For the errors that a queue emits: people are told of each kind once, and not of those that are mended. */
export function onTrouble(onNotice: OnNotice): (error: Error) => void {
  const told = new Set<string>();
  return (error) => {
    const { message } = queueTrouble(error);
    if (isConnectionTrouble(error) || told.has(message)) return;
    told.add(message);
    onNotice(message);
  };
}

function parsed(text: string): URL {
  let url: URL | undefined;
  try {
    url = new URL(text.replace(/^valkey(s?):/i, "redis$1:"));
  } catch {
    // said below, without the text: there may be a password in it
  }
  if (url === undefined || !["redis:", "rediss:"].includes(url.protocol) || url.hostname === "") {
    throw new LagwiseError("this is no address of a queue: give redis://host:port, or rediss:// for TLS");
  }
  if (!/^\/?\d*$/.test(url.pathname)) {
    throw new LagwiseError(`an address of a queue ends in the number of a database: redis://host:port/0`);
  }
  return url;
}

function reasonOf({ message, name, ...error }: Error & { readonly code?: string }): string {
  const { code } = error as { readonly code?: string };
  if (/WRONGPASS|NOAUTH|invalid password|invalid username/i.test(message)) {
    return "refuses this user or password: give redis://user:password@host:port";
  }
  if (/NOPERM/i.test(message)) return "does not permit this user what a queue needs";
  if (/DB index is out of range/i.test(message)) return "has no database of that number";
  if (/certificate|self.signed|altname|SSL|TLS/i.test(`${message} ${code}`)) {
    return `is not trusted (${code ?? "TLS"}): NODE_EXTRA_CA_CERTS names a file with your own authority's certificate`;
  }
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "cannot be found: is the host's name right?";
  if (code === "ECONNREFUSED") return "does not answer (ECONNREFUSED): is Redis or Valkey running there?";
  if (/ETIMEDOUT|timeout/i.test(`${code} ${message}`))
    return "does not answer in time: is the address right?";
  return `cannot be reached (${code ?? name}): is it Redis or Valkey, and TLS where the address says rediss?`;
}
