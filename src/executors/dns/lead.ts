// A name that a record leads to, and what of it is to be looked at. Types.

/** What of a name matters: its addresses, its policy text, its mail servers or its reverse entry. */
export type LeadKind = 'address' | 'text' | 'mail' | 'reverse';

export interface Lead {
  readonly name: string;
  readonly kind: LeadKind;
}
