// A small tree for trying a check. Only for tests of the checks.
import type { Problem, Tree } from './tree.ts';

export const treeOf = (files: Record<string, string>): Tree => new Map(Object.entries(files));

export const paths = (problems: readonly Problem[]): string[] => problems.map(({ path }) => path);
