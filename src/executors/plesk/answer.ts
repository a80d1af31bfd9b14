// The answer of a utility. Types.

/** What a utility left: judged by its code, never by what it prints. */
export interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}
