/** @file A plan of equal footing as the rows of its table, in words. */
import { count, duration, megabytes, nearly } from '../../src/base/format';
import { describeScenario } from '../../src/experiment/formatModules';
import { deviationOf, type Footing, type FootingRow } from '../../src/footing/footing';
import { changeText } from '../../src/footing/words';
import type { PlannedFooting } from './planFooting';

export interface EqualRow {
  readonly name: string;
  readonly color: string;
  readonly modules: string;
  readonly isReference: boolean;
  /** "rank 8 → 24"; "stays" where nothing changes. */
  readonly change: string;
  /** The cost as it is and as it would be; "–" where not known. */
  readonly before: string;
  readonly after: string;
  /** "+1.2 %"; empty for the reference. */
  readonly off: string;
  /** Why it cannot be matched, or comes no nearer; null if there is nothing to say. */
  readonly note: string | null;
  readonly isMatched: boolean;
}

/** More than this is named: whole ranks and steps have come no nearer. */
const FAR = 0.05;

export const COST_HEADS: Readonly<Record<Footing, string>> = {
  parameters: 'Trainable parameters',
  memory: 'Planned peak',
  time: 'Training time',
};

export function equalRows({ plan, basis }: PlannedFooting): EqualRow[] {
  const { footing, reference, target, rows } = plan;
  const cost = (value: number | null): string =>
    value === null || basis === 'compared' ? '–' : COST_TEXTS[footing](value, basis !== 'measured');
  return rows.map((row, i) => {
    const isReference = i === reference;
    const off = isReference ? null : deviationOf(row, target);
    return {
      ...{ name: row.scenario.name, color: row.scenario.color, modules: describeScenario(row.scenario) },
      ...{ isReference, isMatched: row.unmatched === null },
      change: row.changes.length === 0 ? 'stays' : row.changes.map(changeText).join(', '),
      ...{ before: cost(row.before), after: cost(row.after) },
      off: off === null ? '' : signedShare(off),
      note: row.unmatched ?? farText(row, off, footing),
    };
  });
}

const COST_TEXTS: Readonly<Record<Footing, (value: number, isEstimated: boolean) => string>> = {
  parameters: (value) => count(value),
  memory: (value) => megabytes(value),
  time: (value, isEstimated) => (isEstimated ? nearly(duration(value)) : duration(value)),
};

function farText({ changes }: FootingRow, off: number | null, footing: Footing): string | null {
  if (changes.length === 0 || off === null || Math.abs(off) <= FAR) return null;
  return footing === 'time' ? 'Whole steps come no nearer.' : 'Whole ranks come no nearer.';
}

/** "+1.2 %", "−0.4 %", "0 %". */
export function signedShare(share: number): string {
  const text = (Math.abs(share) * 100).toFixed(1);
  if (Number(text) === 0) return '0\u00a0%';
  return `${share < 0 ? '−' : '+'}${text}\u00a0%`;
}

/** What a plan's figures are, in a sentence. */
export function planBasisText({ plan, basis }: PlannedFooting): string {
  if (plan.footing === 'memory') return 'The peak of a trial that trains alone, as it is planned.';
  if (plan.footing === 'parameters') return 'Counted exactly.';
  if (basis === 'measured') return 'At the speeds that these scenarios had on this device.';
  return 'Estimated, by how far down backward goes. After a trial of each scenario it is measured.';
}
