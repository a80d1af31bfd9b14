// Where the provider says it: document 001, Clara's FAQ on ending an additional IP address and the entries around it.
import type { Citation } from '../../src/teardown/terms.ts';

export const cite = (section: string, quote?: string): Citation => ({
  document: 'クララ よくある質問: 追加IPアドレスのご解約 (2022)',
  section,
  ...(quote === undefined ? {} : { quote }),
});
