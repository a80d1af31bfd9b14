// Where the provider says it: document 000 (CMS パッケージ解約手順書 01版, 2015-11).
import type { Citation } from '../../src/teardown/terms.ts';

export const cite = (section: string, quote?: string): Citation => ({
  document: 'ALTUS Basic CMS パッケージ解約手順書 01版 (2015-11)',
  section,
  ...(quote === undefined ? {} : { quote }),
});
