// What a provider brings: a schema, its terms, its teardown, its texts. Everything here is pure; a provider is one
// folder in scripts/ and one line in scripts/index.ts.
import type { JsonObject } from '../base/canonical-json.ts';
import type { CivilDate } from '../calendar/civil-date.ts';
import type { Observation, Target } from '../executors/port.ts';
import type { TerraformHeld } from '../executors/terraform/command.ts';
import type { AdoptedEstate } from './adopted-estate.ts';
import type { NamedObject } from './named-object.ts';
import type { Teardown } from './step.ts';
import type { Terms } from './terms.ts';

/** What the journal tells a provider, as plain data. */
export interface History {
  /** Attested facts by step; the last attestation of a field wins. */
  readonly attested: Readonly<Record<string, JsonObject>>;
  /** Receipts of effects that are done, by effect id. */
  readonly receipts: Readonly<Record<string, JsonObject>>;
  /** Ids of all effects that the journal knows, in order. */
  readonly effects: readonly string[];
  /** The approved route, or `ordinary`. */
  readonly route: string;
  /** Instants (ISO 8601) at which effects and closing probes were proven, by effect id and by step id. */
  readonly provenAt?: Readonly<Record<string, string>>;
  /** Day on which the last effect was verified. */
  readonly lastVerifiedOn?: CivilDate;
}

export const NO_HISTORY: History = { attested: {}, receipts: {}, effects: [], route: 'ordinary' };

/** A day that `terms` is asked about, although nothing of it has happened: accepted, received or told on it. */
export type WhatIf = 'acceptedOn' | 'receivedOn' | 'toldOn';

/** What is known when a request is printed: texts may name the end that the provider has accepted. */
export interface RequestKnown {
  readonly terms: Terms;
  readonly history: History;
  readonly todayOn: CivilDate;
  /** What the step's own looks have shown, right before its text is printed. */
  readonly seen?: Discovered;
}

/** Observations of the targets that `discover` named, by target key. */
export type Discovered = ReadonlyMap<string, Observation>;

export interface RequestText {
  readonly step: string;
  readonly title: string;
  /** Ready to paste, in the provider's language. */
  readonly text: string;
  /** Where it goes, in English. */
  readonly how: string;
}

export interface ExplainText {
  readonly title: string;
  readonly text: string;
  readonly quote?: string;
}

/** One provider's contracts, all of it pure. `C` is the parsed contract of its schema. */
export interface Provider<C = unknown> {
  readonly id: string;
  readonly title: string;
  readonly explain: Readonly<Record<string, ExplainText>>;
  termsOf(contract: C, history: History, todayOn: CivilDate): Terms;
  /** Targets that have to be seen before the effects can be listed (interfaces of a server, files behind a glob). */
  discover(contract: C): readonly Target[];
  teardownOf(contract: C, terms: Terms, history: History, discovered: Discovered): Teardown;
  /** Throws `user` errors for what is missing. `form`: undefined is the provider's ordinary one. */
  requestText(contract: C, step: string, form?: string, known?: RequestKnown): RequestText;
  /** What the journal would attest if that happened on that day; undefined: this provider's terms do not ask for it. */
  whatIf?(option: WhatIf, on: CivilDate): History['attested'] | undefined;
  /** Object ids that the contract claims against the contract of that name; shared ones yield to whom `usedBy` names. */
  claims(contract: C, against: string): readonly string[];
  /** The end that the contract wants, where it wants one. */
  wantedEndsOn(contract: C): CivilDate | undefined;
  /** Who may approve (empty: whoever can write the journal), and for how long an approval holds. */
  approval(contract: C): { readonly approvers: readonly { name: string; key: string }[]; readonly hours: number };
  /** What the contract names and Terraform could hold; left out where a contract ends nothing of that kind. */
  terraformObjects?(contract: C): readonly NamedObject[];
  /** The estate of the chosen servers (ids or names; none: all) out of what a state holds; the one that is not in it. */
  adopt?(
    objects: readonly TerraformHeld[],
    chosen: readonly string[],
    domains: ReadonlyMap<string, string>,
  ): AdoptedEstate | { readonly missing: string };
  /** DNS records that end with the contract; their zones do not. */
  endingRecords?(
    contract: C,
  ): readonly { readonly zoneId: string; readonly name: string; readonly type: string; readonly data: string }[];
  /** Waivers that the contract file declares. */
  waivers(contract: C): readonly { refusal: string; about: string; reason: string; untilOn?: CivilDate }[];
}
