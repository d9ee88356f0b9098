import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { LagwiseError } from "@lagwise/core";
import sirv from "sirv";

/** The port that is tried first where none is asked for, and how many after it. */
const FIRST_PORT = 4173;
const PORTS = 10;

/** What a page served from here may do is in the page itself; this is what only a server can say. */
const HEADERS: Readonly<Record<string, string>> = {
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Content-Security-Policy": "frame-ancestors 'none'",
  // another version may be served from this port tomorrow: browsers ask, and are told that nothing has changed
  "Cache-Control": "no-cache",
};

export interface ServedLab {
  /** "http://127.0.0.1:4173/" */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Serves the built lab of the installed package. Without a port, a free one near 4173. Throws a LagwiseError where
 * there is no built lab, where the port is taken or the host is not this machine's.
 */
export async function serveLab(host: string, port?: number): Promise<ServedLab> {
  const serve = sirv(siteFolder(), {
    etag: true,
    setHeaders: (response) => {
      for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    },
  });
  const server = createServer((request, response) => {
    if (request.method !== "GET" && request.method !== "HEAD") {
      response.writeHead(405, { Allow: "GET, HEAD" }).end();
      return;
    }
    serve(request, response, () => {
      response.writeHead(404, { "Content-Type": "text/plain" }).end("There is no such file.\n");
    });
  });
  const ports =
    port === undefined ? Array.from({ length: PORTS }, (_, k) => FIRST_PORT + k).concat(0) : [port];
  await listenOnFirst(server, host, ports);
  return {
    address: `http://${shownHost(host)}:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

function siteFolder(): string {
  const index = fileURLToPath(import.meta.resolve("@lagwise/lab/site/index.html"));
  if (!existsSync(index)) {
    throw new LagwiseError(
      `the lab is not built (there is no ${index}): in a checkout, npm run build builds it`,
    );
  }
  return dirname(index);
}

async function listenOnFirst(server: Server, host: string, ports: readonly number[]): Promise<void> {
  for (const [k, port] of ports.entries()) {
    try {
      await listen(server, host, port);
      return;
    } catch (error) {
      const { code = String(error) } = error as NodeJS.ErrnoException;
      const nextMayDo = code === "EADDRINUSE" || code === "EACCES";
      if (!nextMayDo || k === ports.length - 1) throw new LagwiseError(whyNot(code, host, port));
    }
  }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((listening, failed) => {
    server.once("error", failed);
    server.listen(port, host, () => {
      server.off("error", failed);
      listening();
    });
  });
}

function whyNot(code: string, host: string, port: number): string {
  switch (code) {
    case "EADDRINUSE":
      return `port ${port} is taken: name another with --port, or leave it out and a free one is found`;
    case "EACCES":
      return `port ${port} is not for you (EACCES): name one from 1024 with --port, or leave it out`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
    case "EINVAL":
      return `"${host}" is no address of this machine (${code}): name another with --host, or leave it out`;
    default:
      return `the lab cannot be served at ${host}, port ${port} (${code})`;
  }
}

/** As it stands in an address that a browser of this machine can open. */
function shownHost(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}
