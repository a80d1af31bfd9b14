// The simulated account as plain data: what `GET /_world` returns is what a world file holds. Objects are tied by id only.

export interface Machine {
  readonly id: string;
  readonly name: string;
  state: 'Running' | 'Stopped' | 'Stopping' | 'Starting' | 'Destroyed' | 'Expunging' | 'Error';
  readonly networkIds: readonly string[];
  deleteProtected?: boolean;
  destroyedAtMs?: number;
  readonly projectId?: string;
}

export interface Volume {
  readonly id: string;
  readonly name: string;
  readonly type: 'ROOT' | 'DATADISK';
  vmId: string | null;
  deleteProtected?: boolean;
  readonly projectId?: string;
}

export interface Snapshot {
  readonly id: string;
  readonly name: string;
  readonly volumeId: string;
  state: 'BackedUp' | 'BackingUp';
}

export interface Address {
  readonly id: string;
  readonly address: string;
  readonly networkId: string;
  readonly sourceNat?: boolean;
  readonly system?: boolean;
  readonly portable?: boolean;
  staticNatVmId: string | null;
}

export interface AddressRule {
  readonly id: string;
  readonly addressId: string;
  readonly protocol: string;
  readonly port: number;
  /** Port forwarding: where it leads; load balancer: its name. */
  readonly vmId?: string;
  readonly name?: string;
}

/** An accepted change. `status` as the API has it: 0 pending, 1 done, 2 failed. */
export interface Job {
  readonly id: string;
  readonly command: string;
  readonly params: Readonly<Record<string, string>>;
  readonly objectId: string;
  /** State of the machine before it began, for one that fails. */
  readonly stateBefore?: Machine['state'];
  readonly beganAtMs: number;
  readonly endsAtMs: number;
  readonly fails?: JobFailure;
  status: 0 | 1 | 2;
  result?: unknown;
}

export interface JobFailure {
  readonly errorcode: number;
  readonly errortext: string;
  /** How `jobresult` comes: real servers send either. */
  readonly as: 'object' | 'text';
  /** The machine was stopped before the job failed. */
  readonly half: boolean;
}

export interface WorldState {
  readonly account: { readonly id: string; readonly name: string; readonly type: 0 | 1 | 2; readonly domain: string };
  readonly zone: { readonly id: string; readonly name: string };
  readonly version: string;
  /** Settings that `listCapabilities` shows; the real defaults are false. */
  readonly capabilities: {
    allowuserexpungerecovervm: boolean;
    allowuserviewdestroyedvm: boolean;
    allowuserforcestopvm: boolean;
  };
  /** Commands that the key's role must not call (432). */
  forbidden: string[];
  networks: { readonly id: string; readonly name: string }[];
  machines: Machine[];
  volumes: Volume[];
  snapshots: Snapshot[];
  addresses: Address[];
  firewallRules: AddressRule[];
  portForwardingRules: AddressRule[];
  loadBalancerRules: AddressRule[];
  jobs: Job[];
  /** Counts ids that the simulator gives. */
  nextId: number;
}

/** Ids with a shape of UUIDs. */
export const idOf = (kind: number, n: number): string =>
  `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(n).padStart(12, '0')}`;
