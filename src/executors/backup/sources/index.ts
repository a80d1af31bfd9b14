// Every kind of source by its name. The libraries of mail and FTP are loaded only where a contract has such a source.
import type { BackupSource } from '../command.ts';
import { dumpSource } from './dump.ts';
import { filesSource } from './files.ts';
import { ftpSource } from './ftp.ts';
import { imapSource } from './imap.ts';
import type { Source, SourceSecrets } from './source.ts';

/** `baseDir`: the contract's folder. */
export function openSource(source: BackupSource, secrets: SourceSecrets, baseDir: string): Source {
  switch (source.kind) {
    case 'files':
      return filesSource(source, secrets);
    case 'postgres':
    case 'mysql':
      return dumpSource(source, secrets);
    case 'imap':
      return imapSource(source, secrets, baseDir);
    case 'ftp':
      return ftpSource(source, secrets, baseDir);
  }
}
