/** @file How many trials an op set computes side by side. */
import type { Company, Ops } from '../ops';

export const isCompany = (ops: Ops): ops is Company => 'count' in ops;

/** The number of trials: 1 unless the op set is a company's. */
export const trialsOf = (ops: Ops): number => (isCompany(ops) ? ops.count : 1);
