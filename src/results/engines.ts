/**
 * @file Which engine trained a trial: the lab's own, in a browser, or PyTorch on another machine. The same seed gives the
 * same trial on both; memory and speed do not compare.
 */
import type { TrialRecord } from './results';

export type Engine = 'lab' | 'pytorch';

type Where = Pick<TrialRecord, 'environment'>;

export const engineOf = ({ environment: { backend } }: Where): Engine =>
  backend === 'pytorch' ? 'pytorch' : 'lab';

/** The engines of the trials, the lab's own first. */
export function enginesOf(records: readonly Where[]): Engine[] {
  const found = new Set(records.map(engineOf));
  return (['lab', 'pytorch'] as const).filter((engine) => found.has(engine));
}

/** The trials whose costs may share a bar or a mean: the lab's own where there are some, otherwise all. */
export function ofOneEngine<T extends Where>(records: readonly T[]): readonly T[] {
  const own = records.filter((record) => engineOf(record) === 'lab');
  return own.length > 0 ? own : records;
}

/** "the lab", or PyTorch's name with its versions. */
export const engineName = (engine: Engine, records: readonly Where[]): string =>
  engine === 'lab' ? 'the lab' : pytorchName(records.filter((record) => engineOf(record) === engine));

/** "PyTorch 2.9.0", or "PyTorch" where a record does not tell, as in links. */
export function pytorchName(records: readonly Where[]): string {
  const versions = records.flatMap(({ environment: { versions } }) => versions?.torch ?? []);
  return ['PyTorch', listed([...new Set(versions)])].filter((part) => part !== '').join(' ');
}

/** Who trained the trials, as a sentence; empty where it was the lab itself. */
export function formatTrainedBy(records: readonly Where[]): string {
  const theirs = records.filter((record) => engineOf(record) === 'pytorch');
  if (theirs.length === 0) return '';
  const devices = [...new Set(theirs.map(({ environment: { device } }) => device || 'an unnamed device'))];
  const on = `on ${listed(devices.slice(0, 3))}${devices.length > 3 ? ` and ${devices.length - 3} more` : ''}`;
  const name = pytorchName(theirs);
  if (theirs.length === records.length) return `${name} trained these trials, ${on}.`;
  return `${name} trained ${theirs.length} of these ${records.length} trials, ${on}; the lab trained the others.`;
}

interface Row {
  readonly scenario: { readonly name: string };
  readonly done: readonly (Where & Pick<TrialRecord, 'memorySource'>)[];
}

/** What to bear in mind of costs beside each other; empty where the lab itself trained all. */
export function formatCostEngines(rows: readonly Row[], cost: 'memory' | 'speed'): string {
  const of = rows.map(({ scenario, done }) => ({ name: scenario.name, engines: enginesOf(done), done }));
  const both = of.filter(({ engines }) => engines.length === 2);
  const theirs = of.filter(({ engines: [first] }) => first === 'pytorch');
  const labs = of.some(({ engines: [first] }) => first === 'lab');
  const shown = theirs.flatMap(({ done }) => done);
  const names = ({ length }: readonly unknown[], list: readonly { readonly name: string }[]): string =>
    length === rows.length && rows.length > 1 ? 'all rows' : listed(list.map(({ name }) => name));
  return [
    theirs.length === 0
      ? ''
      : labs
        ? `PyTorch trained ${names(theirs, theirs)}: do not compare with the bars of what the lab trained.`
        : 'PyTorch trained these trials.',
    theirs.length > 0 && cost === 'memory' ? memoryMeaning(shown) : '',
    both.length === 0
      ? ''
      : `PyTorch and the lab both trained ${names(both, both)}: only the lab’s trials count here.`,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function memoryMeaning(records: Row['done']): string {
  const counted = records.filter(({ memorySource }) => memorySource === 'counted').length;
  const allocator = 'Its memory is the most that tensors took at once, by PyTorch’s allocator.';
  const without = 'On a processor its tensors were counted.';
  return [counted < records.length ? allocator : '', counted > 0 ? without : ''].filter(Boolean).join(' ');
}

/** "a", "a and b", "a, b and c". */
export const listed = (texts: readonly string[]): string =>
  texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1) ?? ''}`;
