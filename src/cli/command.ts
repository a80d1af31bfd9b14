// What a command is: data, and one function that is loaded only when the command runs. `--help`, completion and the
// exit-code table are made from the records; nothing else describes a command twice.
import type { Io } from './io.ts';

export interface OptionRecord {
  /** `--until <step>`, `-n, --days <n>`, `--all`. */
  readonly flags: string;
  readonly what: string;
  /** May be given several times. */
  readonly many?: boolean;
  readonly choices?: readonly string[];
  readonly default?: string;
}

export interface Given {
  readonly args: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** Returns the exit code; throws `KaiyakuError` for everything that went wrong. */
export type Verb = (given: Given, io: Io) => Promise<number>;

export interface CommandRecord {
  readonly name: string;
  /** `<contract>`, `[contracts...]`, `<contract> <step>`. */
  readonly args: string;
  readonly what: string;
  readonly options: readonly OptionRecord[];
  readonly examples: readonly string[];
  load(): Promise<{ readonly verb: Verb }>;
}

/** The text value of an option, or undefined. */
export function textOption(given: Given, name: string): string | undefined {
  const value = given.options[name];
  return typeof value === 'string' ? value : undefined;
}

export const listOption = (given: Given, name: string): readonly string[] => {
  const value = given.options[name];
  return Array.isArray(value) ? value.flatMap((one) => String(one).split(',')) : [];
};

export const isSet = (given: Given, name: string): boolean => given.options[name] === true;
export const wantsJson = (given: Given): boolean => given.options['format'] === 'json';
