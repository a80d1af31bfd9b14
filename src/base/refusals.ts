// The numbered list of what kaiyaku refuses. A number never changes its meaning; docs/refusals.md says the same in prose
// and a test compares both. `waivable` refusals name what a waiver must say; the others have no way round.

export interface RefusalRule {
  readonly id: string;
  readonly slug: string;
  /** One sentence: what is refused. */
  readonly title: string;
  readonly waivable: boolean;
}

export const REFUSALS = [
  { id: 'R01', slug: 'not-accepted', title: 'to act before the application is accepted', waivable: false },
  {
    id: 'R02',
    slug: 'wrong-window',
    title: 'to send an application outside the window that ends the contract when wanted',
    waivable: false,
  },
  { id: 'R03', slug: 'out-of-order', title: 'to act out of the order of the teardown', waivable: false },
  { id: 'R04', slug: 'unlisted', title: 'to destroy what the contract does not list', waivable: false },
  { id: 'R05', slug: 'owned-elsewhere', title: 'to destroy what another Terraform state owns', waivable: false },
  { id: 'R06', slug: 'wrong-account', title: 'to touch an account other than the contract’s', waivable: false },
  {
    id: 'R07',
    slug: 'wrong-object',
    title: 'to touch an object whose identity differs from the contract’s',
    waivable: false,
  },
  {
    id: 'R08',
    slug: 'wrong-fortigate',
    title: 'to reset a FortiGate whose serial, hostname or version differs',
    waivable: false,
  },
  { id: 'R09', slug: 'host-key', title: 'to trust an unknown or changed SSH host key', waivable: false },
  { id: 'R10', slug: 'ha-member', title: 'to reset a member of an HA cluster', waivable: false },
  {
    id: 'R11',
    slug: 'no-backup',
    title: 'to reset a device or delete a domain without a fresh, verified backup of what it holds',
    waivable: false,
  },
  { id: 'R12', slug: 'keep-licence', title: 'to reset with keepvmlicense', waivable: false },
  { id: 'R13', slug: 'address-in-use', title: 'to release an address that something still uses', waivable: true },
  { id: 'R14', slug: 'undecided-copy', title: 'to leave a copy of the licensed disk undecided', waivable: false },
  {
    id: 'R15',
    slug: 'plan-changed',
    title: 'to carry out a plan that no longer matches what was approved',
    waivable: false,
  },
  {
    id: 'R16',
    slug: 'not-approved',
    title: 'to do an irreversible thing without an unspent approval',
    waivable: false,
  },
  { id: 'R17', slug: 'claimed-twice', title: 'to touch an object that two contracts claim', waivable: false },
  { id: 'R18', slug: 'could-not-look', title: 'to go on when it could not look', waivable: false },
  {
    id: 'R19',
    slug: 'journal',
    title: 'to act with a journal that is missing, another one, damaged or behind its anchor',
    waivable: false,
  },
  { id: 'R20', slug: 'clock', title: 'to do an irreversible thing while the clock cannot be trusted', waivable: false },
  {
    id: 'R21',
    slug: 'before-service-ends',
    title: 'to take down a service before the day its users may lose it',
    waivable: false,
  },
  { id: 'R22', slug: 'path-lost', title: 'to destroy the path that a later step or proof needs', waivable: true },
  {
    id: 'R23',
    slug: 'amended-after-effect',
    title: 'to change identities or drop a target after the first irreversible effect',
    waivable: false,
  },
  {
    id: 'R24',
    slug: 'licence-copy',
    title: 'to call the licence files gone while something that looks like a copy is left',
    waivable: true,
  },
  {
    id: 'R25',
    slug: 'open-factory-default',
    title: 'to leave a FortiGate without a password on a reachable address',
    waivable: false,
  },
  {
    id: 'R26',
    slug: 'out-of-reach',
    title: 'to begin what its key or the object does not let it finish and prove',
    waivable: false,
  },
  {
    id: 'R27',
    slug: 'invoice-differs',
    title: 'to pay an invoice that the terms do not give and nobody has explained',
    waivable: false,
  },
  {
    id: 'R28',
    slug: 'dns-elsewhere',
    title: 'to work on a domain whose name servers are not run by whom the contract says',
    waivable: false,
  },
  {
    id: 'R29',
    slug: 'registry-differs',
    title: 'to move or cancel a domain that its registry shows otherwise than the contract says',
    waivable: false,
  },
  {
    id: 'R30',
    slug: 'plan-not-whole',
    title: 'to trust a Terraform plan that failed, is not whole, or holds what kaiyaku does not know',
    waivable: false,
  },
  { id: 'R31', slug: 'plan-too-old', title: 'to trust a Terraform plan that is too old', waivable: false },
  {
    id: 'R32',
    slug: 'plan-examined-nothing',
    title: 'to pass a Terraform plan that shows no object of the contract',
    waivable: false,
  },
  {
    id: 'R33',
    slug: 'plan-out-of-order',
    title: 'to let a Terraform plan end an object whose turn has not come',
    waivable: false,
  },
  {
    id: 'R34',
    slug: 'plan-unlisted',
    title: 'to let a Terraform plan delete or import what the contract does not list as ending',
    waivable: false,
  },
  {
    id: 'R35',
    slug: 'plan-misses-due',
    title: 'to pass a Terraform deletion that leaves out an object that is due',
    waivable: false,
  },
  {
    id: 'R36',
    slug: 'plan-beyond-stage',
    title: 'to let a Terraform plan do more than its stage is for',
    waivable: false,
  },
  {
    id: 'R37',
    slug: 'plan-import-among-deletes',
    title: 'to let one Terraform plan both import and delete',
    waivable: false,
  },
  {
    id: 'R38',
    slug: 'plan-hidden-reach',
    title: 'to let a Terraform deletion reach what its plan does not show',
    waivable: false,
  },
  {
    id: 'R39',
    slug: 'plan-running-server',
    title: 'to let a Terraform plan touch a server that is not shown down',
    waivable: false,
  },
  {
    id: 'R40',
    slug: 'plan-wrong-object',
    title: 'to let a Terraform plan touch an object that is not the one the contract names',
    waivable: false,
  },
  {
    id: 'R41',
    slug: 'plan-not-its-own',
    title: 'to let a Terraform plan delete what the contract says another one deletes',
    waivable: false,
  },
] as const satisfies readonly RefusalRule[];

export type RefusalId = (typeof REFUSALS)[number]['id'];

/** The rule of a refusal id. */
export function refusalRule(id: RefusalId): RefusalRule {
  return REFUSALS.find((rule) => rule.id === id)!;
}
