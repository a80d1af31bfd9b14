// The limits of declared backups, each with its unit in its name. Tests hand in smaller ones.

export interface BackupLimits {
  /** A look at a source, all of it. */
  readonly lookMsMax: number;
  /** Until a server has answered at all. */
  readonly connectSecondsMax: number;
  /** A transfer in which nothing arrives. */
  readonly silenceSecondsMax: number;
  /** So often a source that changes while it is copied is copied again. */
  readonly passesMax: number;
  /** So much room stays free where the scratch folder lies; below it the backup is stopped. */
  readonly freeBytesMin: number;
  readonly freeSpacePollMs: number;
  /** Files, folders and links of one backup. */
  readonly entriesMax: number;
  /** A larger manifest is not filed whole; its digest is in the receipt. */
  readonly manifestBytesMax: number;
  /** Kept of what the programs print. */
  readonly outputBytesMax: number;
  /** One message by IMAP. */
  readonly messageBytesMax: number;
}

export const BACKUP_LIMITS: BackupLimits = {
  lookMsMax: 60_000,
  connectSecondsMax: 20,
  silenceSecondsMax: 300,
  passesMax: 3,
  freeBytesMin: 256 * 1_048_576,
  freeSpacePollMs: 1_000,
  entriesMax: 2_000_000,
  manifestBytesMax: 16 * 1_048_576,
  outputBytesMax: 1_048_576,
  messageBytesMax: 256 * 1_048_576,
};
