// Where the provider says it: document 002 (FortiGateVMライセンス 解約概要, 2026-01-29).
import type { Citation } from '../../src/teardown/terms.ts';

export const cite = (section: string, quote?: string): Citation => ({
  document: 'FortiGateVMライセンス 解約概要 (2026-01-29)',
  section,
  ...(quote === undefined ? {} : { quote }),
});
