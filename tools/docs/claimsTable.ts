/**
 * @file The table of docs/where-to-fine-tune.md on published claims: what was published, from the lessons' words, and what
 * the recorded runs say of it, by the lab's verdicts.
 */
import { existsSync, readFileSync } from 'node:fs';
import { CLAIMS } from '../../src/lessons';
import {
  verdictOn,
  verdictOnAll,
  type ClaimVerdict,
  type Expectation,
} from '../../src/lessons/claims/expectation';
import type { Outcomes } from '../../src/lessons/outcomes';
import { recordedPath } from '../../src/lessons/recorded';
import { standingsOf } from '../../src/lessons/standings';
import { wordsOf, type Claim } from '../../src/lessons/words';
import { measureTrials } from '../../src/results/measureTrials';
import type { ResultsFile } from '../../src/results/results';
import { parseResults } from '../../src/results/resultsFile';
import { allDifferences } from '../../src/stats/comparisons/differences';
import { planLooks } from '../../src/stats/comparisons/looks';
import { meanOf } from '../../src/stats/summary';

export const CLAIMS_PAGE = 'docs/where-to-fine-tune.md';
/** A mark of its own line, and the table under it as far as there is one. */
const MARK = /^<!-- claims -->\n(?:\|.*\n)*/m;
const DELTA = 0.01;
const NOT_RECORDED = 'not recorded yet';
const VERDICTS: Readonly<Record<ClaimVerdict, string>> = {
  holds: 'holds',
  fails: 'does not hold',
  open: 'open',
};

/**
 * The page with the table as lessons and recorded runs have it now.
 * @param folder where recorded runs lie, with `recorded/` in it
 * @throws Error if the page has no mark
 */
export function claimsPage(page: string, folder: string): string {
  if (!MARK.test(page)) throw new Error(`${CLAIMS_PAGE} has no line <!-- claims -->.`);
  return page.replace(MARK, `<!-- claims -->\n${claimsTable(folder)}`);
}

function claimsTable(folder: string): string {
  const rows = CLAIMS.flatMap(({ id }) => {
    const run = recordedRun(`${folder}/${recordedPath(id)}`);
    return (wordsOf(id).claims ?? []).map((claim) => [
      `\`lesson=${id}\`: ${claim.statement}`,
      `[${claim.source.title}](${claim.source.url})`,
      claim.figures.map(({ of, value }) => `${of}: ${value}`).join('; ') || 'none to cite',
      run === null ? NOT_RECORDED : finding(claim, run),
    ]);
  });
  const head = ['claim', 'source', 'published', 'the embedded model'];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

interface RecordedRun {
  readonly outcomes: Outcomes;
  /** Mean accuracy in percent by scenario. */
  readonly means: ReadonlyMap<string, string>;
  readonly date: string;
}

function recordedRun(path: string): RecordedRun | null {
  return existsSync(path) ? runOf(parseResults(readFileSync(path, 'utf8'))) : null;
}

/** A recorded run's outcomes, judged at its end. */
export function runOf({ experiment, trials }: ResultsFile): RecordedRun {
  const names = experiment.scenarios.map(({ name }) => name);
  const compared = names.map((name) => {
    const own = trials.filter(({ scenario }) => scenario.name === name);
    return { values: measureTrials(own, 'accuracy').bySeed, ended: own.length };
  });
  const rows = trials[0]?.validationClasses?.reduce((sum, count) => sum + count, 0) ?? null;
  const plan = planLooks(experiment.trials, 'end');
  const differences = allDifferences(compared, { plan, firstSeed: experiment.firstSeed, delta: DELTA, rows });
  const means = compared.map(({ values }) =>
    values.length === 0 ? null : meanOf(values.map(({ value }) => value)),
  );
  const byName = names.map((name, i) => {
    const mean = means[i] ?? null;
    return [name, { mean, range: null, memory: null, samplesPerSecond: null }] as const;
  });
  return {
    outcomes: { byName: new Map(byName), ...standingsOf(names, differences) },
    means: new Map(
      byName.flatMap(([name, { mean }]) => (mean === null ? [] : [[name, (100 * mean).toFixed(1)]])),
    ),
    date:
      trials
        .map(({ finishedAt }) => finishedAt.slice(0, 10))
        .sort()
        .at(-1) ?? '',
  };
}

/** "open: “a” (90.1 %) better than “b” (89.9 %): open; … (2026-12-01)". */
function finding({ expectations }: Claim, { outcomes, means, date }: RecordedRun): string {
  const all = verdictOnAll(expectations, outcomes);
  const each = expectations.map((expectation) => {
    const verdict = verdictOn(expectation, outcomes);
    return `${expected(expectation, means)}: ${verdict === null ? 'not run' : VERDICTS[verdict]}`;
  });
  return `**${all === null ? 'not run' : VERDICTS[all]}** (${date}). ${each.join('; ')}`;
}

function expected(expectation: Expectation, means: ReadonlyMap<string, string>): string {
  const told = (name: string): string => `${name} (${means.get(name) ?? '?'} %)`;
  if (expectation.kind === 'same place')
    return `the best of ${expectation.these.map(told).join(', ')} at the place of the best of ${expectation.those.map(told).join(', ')}`;
  return `${told(expectation.first)} ${expectation.kind === 'better' ? 'better than' : 'as good as'} ${told(expectation.second)}`;
}
