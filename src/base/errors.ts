// Errors are values with a code and a class. Nothing in this project tells errors apart by their text:
// callers switch on `code` or `kind`, and every error says what happened, why, and what to run next.

/** Who has to act on an error. `user`: the input; `refusal`: a numbered rule held; `provider`: the other side; `bug`: us. */
export type ErrorKind = 'user' | 'refusal' | 'provider' | 'bug';

/** What an executor's error means for the effect in flight; see `executors/port.ts`. */
export type ErrorClass = 'retry' | 'permanent' | 'unknown-outcome';

export interface ErrorDetail {
  /** Stable, kebab-case or a refusal id (`R08`). Part of the interface: never renamed silently. */
  readonly code: string;
  readonly kind: ErrorKind;
  /** What happened, to what; one sentence. */
  readonly message: string;
  readonly why?: string;
  /** The command or action that mends it. */
  readonly next?: string;
  /** For the effect in flight; reports say it of `kind: 'provider'` only. */
  readonly class?: ErrorClass;
  /** Machine-readable context; must hold no secret. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** Overrides the exit code that the kind implies (src/cli/exit-codes.ts). */
  readonly exitCode?: number;
}

/** The only error class that this project throws on purpose; anything else reaching the top is a bug. */
export class KaiyakuError extends Error {
  readonly detail: ErrorDetail;
  constructor(detail: ErrorDetail, options?: { cause?: unknown }) {
    super(detail.message, options);
    this.name = 'KaiyakuError';
    this.detail = detail;
  }
  get code(): string {
    return this.detail.code;
  }
  get kind(): ErrorKind {
    return this.detail.kind;
  }
}

type Rest = Omit<ErrorDetail, 'code' | 'kind' | 'message'> & { cause?: unknown };

const make =
  (kind: ErrorKind) =>
  (code: string, message: string, rest: Rest = {}): KaiyakuError => {
    const { cause, ...detail } = rest;
    return new KaiyakuError({ code, kind, message, ...detail }, cause === undefined ? undefined : { cause });
  };

export const userError = make('user');
export const refusal = make('refusal');
export const providerError = make('provider');
export const bugError = make('bug');

/** The detail of any thrown value; what is not ours becomes kind `bug`, code `unexpected`. */
export function errorDetail(error: unknown): ErrorDetail {
  if (error instanceof KaiyakuError) return error.detail;
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'unexpected', kind: 'bug', message };
}

/** The `code` of a Node system error (`ENOENT`, `ECONNREFUSED`…), or undefined. */
export function systemErrorCode(error: unknown): string | undefined {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string')
    return error.code;
  return undefined;
}
