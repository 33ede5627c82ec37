/** @file Recorded runs beside a person's own trials: trials that ship with the lab, and what they ran on. */
import { formatDate } from '../base/format';
import type { ResultsFile } from '../results/results';
import type { ScenarioResults } from './scenarioResults';

/** A recorded run, beside the groups of an experiment. */
export interface RecordedRun {
  /** The recorded trials by scenario, in the order of the groups; null for a scenario that was not recorded. */
  readonly groups: readonly (RecordedResults | null)[];
  /** "an NVIDIA H200, 29 Nov 2026". */
  readonly source: string;
}

export type RecordedResults = Pick<
  ScenarioResults,
  'scenario' | 'done' | 'measure' | 'measured' | 'values' | 'summary'
>;

/** Whether at least one of the groups has a recorded trial with a value. */
export const hasRecorded = (recorded: RecordedRun | null): recorded is RecordedRun =>
  recorded?.groups.some((group) => group !== null && group.values.length > 0) ?? false;

/**
 * The recorded trials in place of a person's own, as long as there are none of these; null otherwise. For figures that draw
 * one or the other; {@link RecordedRun.source} says whose they are.
 */
export function recordedInstead<G extends ScenarioResults>(
  groups: readonly G[],
  recorded: RecordedRun | null,
): G[] | null {
  if (!hasRecorded(recorded) || groups.some(({ done }) => done.length > 0)) return null;
  const known = new Map(recorded.groups.flatMap((each) => (each ? [[each.scenario, each] as const] : [])));
  return groups.map((group) => ({ ...group, ...known.get(group.scenario) }));
}

/** A sentence about figures that are {@link recordedInstead}. */
export const recordedInsteadText = ({ source }: RecordedRun): string =>
  `Recorded on ${source}; your own trials will take the place of these.`;

/** On what and when a run was recorded: "an NVIDIA H200, 29 Nov 2026". */
export function formatRecordedSource({
  environment,
  trials,
}: Pick<ResultsFile, 'environment' | 'trials'>): string {
  const { deviceName, device } = environment;
  const name = deviceName ?? (device === '' ? 'unnamed device' : device);
  const last = trials.reduce((latest, { finishedAt }) => (finishedAt > latest ? finishedAt : latest), '');
  const date = last === '' ? '' : `, ${formatDate(new Date(last))}`;
  return `${articleFor(name)} ${name}${date}`;
}

/** Words that begin with a vowel, and abbreviations whose first letter is spoken with one: "an NVIDIA". */
const WITH_AN = /^(?:[AEIOUaeiou]|[FHLMNRSX](?:[A-Z\d]|\b))/;

const articleFor = (name: string): 'a' | 'an' => (WITH_AN.test(name) ? 'an' : 'a');
