// Many contracts, each with its journal, surveyed without looking at the world: for `due` and `calendar`. One that cannot
// be read is handed on as what went wrong, so that the others are still told of.
import { policies } from '../policies/index.ts';
import { errorDetail, KaiyakuError, type ErrorDetail } from './base/errors.ts';
import { contractName } from './contract/read-contract.ts';
import { ContractReader, type ReadInHand } from './contract-reader.ts';
import { surveyOffline } from './engine/offline.ts';
import type { Survey } from './engine/survey.ts';
import { openOffline, type OfflineOptions } from './open-offline.ts';

/** One contract, surveyed; `closed` when its journal says so. */
export interface OfflineSurvey {
  readonly name: string;
  readonly path: string;
  readonly contract: ReadInHand['contract'];
  readonly survey: Survey;
  readonly hasJournal: boolean;
  readonly closed: boolean;
}

export interface NotSurveyed {
  readonly name: string;
  readonly path: string;
  readonly error: ErrorDetail;
}

/** In the order of the paths. Bugs pass through. */
export async function* offlineSurveys(
  paths: readonly string[],
  options: OfflineOptions,
): AsyncGenerator<OfflineSurvey | NotSurveyed> {
  const reader = new ContractReader();
  for (const path of paths) yield await surveyed(path, reader, options);
}

async function surveyed(
  path: string,
  reader: ContractReader,
  options: OfflineOptions,
): Promise<OfflineSurvey | NotSurveyed> {
  try {
    const { contract } = await reader.read(path);
    const { run, hasJournal } = await openOffline(contract, options, policies);
    const closed = run.journal.state.closed !== undefined;
    return { name: contract.name, path, contract, survey: surveyOffline(run), hasJournal, closed };
  } catch (error) {
    const detail = errorDetail(error);
    if (!(error instanceof KaiyakuError) || detail.kind === 'bug') throw error;
    return { name: contractName(path), path, error: detail };
  }
}
