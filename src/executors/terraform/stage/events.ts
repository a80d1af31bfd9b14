// What `terraform apply -json` says while it works: for the person who waits, and for the report when it fails. Read, never
// believed: whether an object is gone is asked of the API. Source: Terraform documentation, “Machine-Readable UI”.
import { DIAGNOSTICS_MAX } from './limits.ts';

export interface ApplyEvents {
  /** Takes one line of standard output; what is not an event is passed over. */
  readonly onLine: (line: string) => void;
  /** Errors in its own words, in the order in which they came; empty without any. */
  errors(): string;
}

/** Tells how each object comes along: begun, still at it, done, failed. */
export function applyEvents(progress: (text: string) => void): ApplyEvents {
  const errors: string[] = [];
  return {
    onLine(line) {
      const event = eventIn(line);
      if (typeof event?.type !== 'string') return;
      if (event.type.startsWith('apply_') && typeof event['@message'] === 'string')
        progress(`terraform: ${event['@message']}`);
      const { severity, summary, detail } = event.diagnostic ?? {};
      if (severity === 'error' && errors.length < DIAGNOSTICS_MAX)
        errors.push([summary, detail].filter((text) => typeof text === 'string' && text !== '').join(': '));
    },
    errors: () => errors.join('; '),
  };
}

interface Event {
  readonly type?: unknown;
  readonly '@message'?: unknown;
  readonly diagnostic?: { readonly severity?: unknown; readonly summary?: unknown; readonly detail?: unknown };
}

function eventIn(line: string): Event | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Event;
  } catch {
    return undefined; // a line of a plug-in’s own
  }
}
