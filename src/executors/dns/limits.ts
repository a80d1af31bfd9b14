// Every limit of the talk with name servers, with its unit in its name. A limit that is reached is an error, never an end.
export interface DnsLimits {
  /** One UDP answer, one TCP connection, and each silence within a transfer. */
  readonly answerMs: number;
  readonly transferMs: number;
  /** By UDP: an answer that came is never asked for again. Of a transfer: where the server fails before its first record. */
  readonly triesMax: number;
  /** Before a transfer is tried again: a server transfers only so many zones at a time. */
  readonly busyPauseMs: number;
  /** Offered to the server by EDNS; small enough to cross any path unfragmented. */
  readonly udpBytes: number;
  readonly transferBytesMax: number;
  readonly recordsMax: number;
  /** Servers asked at the same time. */
  readonly parallelMax: number;
  /** Zones that are transferred from one server in a row, before their SOAs are asked for, all at once. */
  readonly zonesInARowMax: number;
  /** Rounds of following targets and includes. */
  readonly hopsMax: number;
  /** Names asked one by one, over the whole sweep. */
  readonly namesMax: number;
}

export const DNS_LIMITS: DnsLimits = {
  answerMs: 3_000,
  transferMs: 120_000,
  triesMax: 3,
  busyPauseMs: 250,
  udpBytes: 1_232,
  transferBytesMax: 67_108_864,
  recordsMax: 200_000,
  parallelMax: 8,
  zonesInARowMax: 16,
  hopsMax: 10,
  namesMax: 2_000,
};
