// Whether the point of no return of a contract lies behind us.
import type { JournalState } from '../journal/project.ts';

/** True once any irreversible effect was done, or is open and may have been. */
export const attempted = (state: JournalState): boolean => state.irreversibleBegun;
