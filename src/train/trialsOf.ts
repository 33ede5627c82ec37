/** @file How many trials an op set computes side by side, and in which precision. */
import type { Hyperparameters } from '../experiment/experiment';
import type { Company, Ops } from '../ops';

export const isCompany = (ops: Ops): ops is Company => 'count' in ops;

/** The number of trials: 1 unless the op set is a company's. */
export const trialsOf = (ops: Ops): number => (isCompany(ops) ? ops.count : 1);

/** The op set in the precision that trials are asked to compute in. */
export const opsIn = (ops: Ops, { precision }: Pick<Hyperparameters, 'precision'>): Ops =>
  precision === 'mixed' ? ops.mixed() : ops;
