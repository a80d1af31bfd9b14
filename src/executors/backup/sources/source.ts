// What every kind of source can do: be looked at, and be taken whole into a folder. Taking throws unless all of it is there.
import type { JsonObject } from '../../../base/canonical-json.ts';
import type { Secret } from '../../../base/redact.ts';
import type { Attempt } from '../attempt.ts';

export interface Source {
  /** Reaches it and says whether what is to be saved is there; `absent` gives the reading that shows that it is not. */
  look(attempt: Attempt): Promise<{ readonly absent?: string }>;
  /** Fills the empty folder. What it says of itself goes into the receipt. */
  take(attempt: Attempt, into: string): Promise<JsonObject>;
}

export interface SourceSecrets {
  readonly privateKey?: Secret;
  readonly password?: Secret;
}
