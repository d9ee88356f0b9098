/** Where the peers are; `missing` says in one line why a peer (pytorch, tfjs, jax-js) is not there. */
export interface InstalledPeers {
  python?: string;
  node?: string;
  missing: Record<string, string>;
}

export function installPeers(): Promise<InstalledPeers>;
