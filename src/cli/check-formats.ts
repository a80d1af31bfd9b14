// The formats of `check`, each one renderer; and `--report FORMAT=FILE`, so that one run serves the log, the summary page
// and the machines.
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { systemErrorCode, userError } from '../base/errors.ts';
import type { CheckReport } from '../engine/gate/finding.ts';
import { checkGithub } from '../report/check/github.ts';
import { checkJson } from '../report/check/json.ts';
import { checkJunit } from '../report/check/junit.ts';
import { checkMarkdown } from '../report/check/markdown.ts';
import { checkSarif } from '../report/check/sarif.ts';
import { checkText } from '../report/check/text.ts';
import type { Style } from '../report/style.ts';
import { CHECK_FORMATS, type CheckFormat } from './shared-options.ts';

const RENDERERS: Readonly<Record<CheckFormat, (report: CheckReport, style: Style) => string>> = {
  text: checkText,
  json: (report) => JSON.stringify(checkJson(report), null, 2),
  junit: checkJunit,
  sarif: (report) => JSON.stringify(checkSarif(report), null, 2),
  github: checkGithub,
  markdown: checkMarkdown,
};

export const renderCheck = (format: CheckFormat, report: CheckReport, style: Style): string =>
  RENDERERS[format](report, style);

export interface ReportFile {
  readonly format: CheckFormat;
  readonly path: string;
}

/** Reads `sarif=check.sarif`. Throws user error `bad-report`. */
export function reportFile(word: string, cwd: string): ReportFile {
  const at = word.indexOf('=');
  const format = CHECK_FORMATS.find((one) => one === word.slice(0, at));
  const path = word.slice(at + 1);
  if (at === -1 || format === undefined || path === '')
    throw userError('bad-report', `--report ${word} is not FORMAT=FILE`, {
      next: `formats: ${CHECK_FORMATS.join(', ')}; for example --report sarif=check.sarif`,
    });
  return { format, path: resolve(cwd, path) };
}

const FILE_STYLE: Style = { color: false, unicode: true, width: 100, verbose: true };

/** Writes one report file. Throws user error `report-not-written`: a report that is missing must not look like a pass. */
export async function writeReport({ format, path }: ReportFile, report: CheckReport): Promise<void> {
  const text = renderCheck(format, report, FILE_STYLE);
  try {
    await writeFile(path, text.endsWith('\n') ? text : `${text}\n`);
  } catch (cause) {
    if (systemErrorCode(cause) === undefined) throw cause;
    throw userError('report-not-written', `the report ${path} could not be written`, {
      why: systemErrorCode(cause)!,
      next: 'name a file in a folder that exists',
      exitCode: 1,
      cause,
    });
  }
}
