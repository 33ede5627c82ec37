/** @file What the lab makes of races: rounds, candidates, sentences and addresses, as vectors for the cluster's tests. */
import { COMPONENT_LETTERS } from '../../src/architecture/modules';
import { packBits } from '../../src/base/bits';
import { encodeExperiment } from '../../src/experiment/address/url';
import { MEASURES } from '../../src/experiment/address/rules';
import { DEFAULT_EXPERIMENT } from '../../src/experiment/defaults';
import type { Experiment, Measure, Scenario } from '../../src/experiment/experiment';
import { lora, presetModules } from '../../src/experiment/presets';
import { CANDIDATE_SETS, raceCandidates } from '../../src/race/candidates';
import { COST_KINDS, NO_LIMITS, type CostKind, type Costs, overLimit } from '../../src/race/costs';
import type { Candidate, RaceAsked } from '../../src/race/race';
import { candidateEntries, raceReport } from '../../src/race/report';
import { loraConfigText } from '../../src/python/loraConfigText';
import { raceRounds, type Entrant, type RaceState } from '../../src/stats/elimination/race';
import { valueFromConfusion } from '../../src/stats/measures/fromConfusion';
import { drawTrials, EMBEDDED, randomOf } from '../../src/stats/rates/latentModel';

export const RACE_VECTORS = 'cluster/tests/vectors/race.json';

interface RaceCase {
  readonly accuracies: readonly number[];
  /** Deviations of the scenarios' runs, where they are not the model's. */
  readonly runs?: readonly number[];
  readonly sentences: number;
  /** How many trials each has had; all twenty if left out. */
  readonly seeds?: readonly number[];
  readonly delta: number;
  readonly hasHits: boolean;
  readonly hasCosts: boolean;
  readonly failed?: readonly number[];
}

const RACES: readonly RaceCase[] = [
  { accuracies: [0.9, 0.9, 0.87, 0.8, 0.6], sentences: 200, delta: 0.01, hasHits: true, hasCosts: true },
  { accuracies: [0.9, 0.9, 0.87, 0.8, 0.6], sentences: 200, delta: 0.05, hasHits: true, hasCosts: false },
  { accuracies: [0.7, 0.9, 0.89, 0.95], sentences: 150, delta: 0.02, hasHits: false, hasCosts: true },
  { accuracies: [0.85, 0.85, 0.85], sentences: 90, delta: 0.2, hasHits: true, hasCosts: true },
  {
    ...{ accuracies: [0.9, 0.6, 0.85, 0.9], sentences: 100, delta: 0.01, hasHits: true, hasCosts: true },
    ...{ runs: [0.1, 1.5, 0.1, 0.8], seeds: [8, 3, 8, 8], failed: [3] },
  },
  { accuracies: [0.88, 0.9, 0.79], sentences: 400, delta: 0.1, hasHits: true, hasCosts: true },
  { accuracies: [0.9, 0.5], sentences: 60, seeds: [3, 2], delta: 0.01, hasHits: true, hasCosts: true },
  { accuracies: [0.95, 0.4, 0.45], sentences: 120, delta: 0.001, hasHits: true, hasCosts: false },
  { accuracies: [0.99, 0.99, 0.99, 0.98], sentences: 40, delta: 0.03, hasHits: true, hasCosts: true },
];

const FIRST_SEED = 1;
const MOST_SEEDS = 20;
/** In no order, so that the cheapest is neither the first nor the last. */
const MEGABYTES = [120, 31.5, 64, 980, 1440];

const costsAt = (at: number): Costs => ({
  memory: (MEGABYTES[at] ?? 50) * 1e6,
  parameters: 1_234_567 / (at + 1.7),
  time: 4 + 17 * at * at,
});

function entrantsOf(race: RaceCase, at: number): Entrant[] {
  const { accuracies, runs, sentences, seeds, hasHits, hasCosts, failed = [] } = race;
  const trials = drawTrials(
    EMBEDDED,
    { accuracies, seeds: MOST_SEEDS, sentences, ...(runs && { runs }) },
    randomOf(at + 1),
  );
  return trials.map((values, i) => ({
    values: values
      .slice(0, seeds?.[i])
      .map((one) => ({ ...one, sentences: hasHits ? (one.sentences ?? null) : null })),
    hasFailed: failed.includes(i),
    cost: hasCosts ? costsAt(i).memory : null,
  }));
}

function raceVector(race: RaceCase, at: number): object {
  const entrants = entrantsOf(race, at);
  const states = raceRounds(entrants, { firstSeed: FIRST_SEED, delta: race.delta, mostSeeds: MOST_SEEDS });
  return {
    ...{ delta: race.delta, firstSeed: FIRST_SEED, sentences: race.sentences },
    entrants: entrants.map(({ values, hasFailed, cost }) => ({
      ...{ hasFailed, cost, seeds: values.map(({ seed }) => seed), values: values.map(({ value }) => value) },
      hits: values.map(({ sentences }) => sentences && packBits(Array.from(sentences.hits, (hit) => hit === 1))),
    })),
    states,
    reports: states.flatMap((state) => reportVectors(entrants, state, race.delta)),
  };
}

const ASKED: readonly (readonly [CostKind, Measure])[] = [
  ['memory', 'accuracy'],
  ['parameters', 'mcc'],
  ['time', 'macroF1'],
];

function reportVectors(entrants: readonly Entrant[], state: RaceState, delta: number): object[] {
  return ASKED.map(([cheap, measure]) => {
    const asked: RaceAsked = {
      ...{ measure, cheap, delta, limits: NO_LIMITS, candidates: 'own', budget: null },
    };
    const candidates = entrants.map(
      ({ values }, i): Candidate => ({
        ...{ scenario: SCENARIOS[i]!, costs: costsAt(i), over: null }, // As many as the largest race has.
        values: values.map(({ value }) => value),
      }),
    );
    const report = raceReport({ asked, candidates, state, stopped: state.end ? null : 'budget' });
    const entries = candidateEntries(report).map(({ scenario: _, values: __, ...entry }) => entry);
    const { sentence, recommendation } = report;
    return {
      ...{ cheap, measure, state: state.seeds, stopped: report.stopped, sentence, entries },
      recommendation: recommendation && { ...recommendation, standing: recommendation.standing.entrant },
    };
  });
}

const colored = (scenario: object): Scenario => ({ ...scenario, color: '#1f77b4' }) as Scenario;
const ALL = presetModules('all', 12);

const SCENARIOS: readonly Scenario[] = [
  colored(lora('all r=8', ALL)),
  colored({ ...lora('odd', ALL.map((layer, i) => (i % 2 === 0 ? layer : [])), 4), alpha: 16, rsLora: true }),
  colored({ name: 'full', method: 'full', learningRate: 3e-5, checkpointing: true, basePrecision: 'f16' }),
  colored({
    ...lora('ranks', ALL.map((_, i) => (i === 3 || i > 8 ? ['query', 'value'] : i === 0 ? ['down'] : [])), 2),
    ...{ pissa: true, bRate: 16, ranks: [{ rank: 6, modules: ALL.map((_, i) => (i === 3 ? ['query'] : [])) }] },
  }),
  colored({
    ...{ name: 'head', method: 'classifier', learningRate: 0.01, duration: { unit: 'epochs', count: 1 } },
    checkpointing: false,
  }),
];

function candidateVectors(): object[] {
  const own = [[], SCENARIOS.slice(0, 4), DEFAULT_EXPERIMENT.scenarios].map((scenarios, at) => ({ scenarios, at }));
  return own.flatMap(({ scenarios, at }) =>
    CANDIDATE_SETS.flatMap((set) =>
      (at === 0 ? [1, 5, 12] : [12]).map((layers) => ({
        ...{ scenarios, layers, set },
        candidates: raceCandidates({ scenarios }, layers, set).map(briefly),
      })),
    ),
  );
}

/** A scenario with its modules as letters, a text a layer. */
const briefly = (scenario: Scenario): object =>
  scenario.method === 'lora'
    ? { ...scenario, modules: scenario.modules.map((layer) => layer.map((one) => COMPONENT_LETTERS[one]).join('')) }
    : scenario;

const EXPERIMENTS: readonly Experiment[] = [
  DEFAULT_EXPERIMENT,
  { ...DEFAULT_EXPERIMENT, scenarios: SCENARIOS, trials: 12 },
  { ...DEFAULT_EXPERIMENT, scenarios: raceCandidates(DEFAULT_EXPERIMENT, 12, 'long') },
  { ...DEFAULT_EXPERIMENT, scenarios: raceCandidates({ scenarios: [] }, 6, 'short'), firstSeed: 7 },
  {
    ...{ ...DEFAULT_EXPERIMENT, model: 'owner/name@main', dataset: 'local:my-data.csv', scenarios: SCENARIOS.slice(4) },
    data: { ...DEFAULT_EXPERIMENT.data, textColumn: 'a & b', testSplit: '0.3' },
    training: { ...DEFAULT_EXPERIMENT.training, duration: { unit: 'epochs', count: 2 }, trainingRows: 100 },
    judging: { ...DEFAULT_EXPERIMENT.judging, delta: 0.5, measure: 'mcc' },
  },
];

const LIMITS: readonly Costs[] = [
  NO_LIMITS,
  { memory: 100e6, parameters: null, time: null },
  { memory: null, parameters: 5e5, time: 60 },
  { memory: 1, parameters: 1, time: 1 },
];

function limitVectors(): object[] {
  return LIMITS.flatMap((limits) => {
    const over = MEGABYTES.map((_, at) => overLimit(costsAt(at), limits));
    const asked: RaceAsked = {
      ...{ measure: 'accuracy', cheap: COST_KINDS[0], candidates: 'own', delta: 0.01, budget: 60, limits },
    };
    const candidates = MEGABYTES.map((_, at) => {
      return { scenario: SCENARIOS[at]!, costs: costsAt(at), values: [], over: over[at] ?? null }; // As many as costs.
    });
    const racing = candidates.filter((one) => one.over === null).map(() => ({ values: [], hasFailed: true, cost: null }));
    const [state] = raceRounds(racing, { firstSeed: 1, delta: 0.01, mostSeeds: MOST_SEEDS });
    const ordered = [...candidates].sort((a, b) => Number(a.over !== null) - Number(b.over !== null));
    return state
      ? [{ limits, over, sentence: raceReport({ asked, candidates: ordered, state, stopped: null }).sentence }]
      : [];
  });
}

const configVectors = (): object[] =>
  SCENARIOS.flatMap((scenario) =>
    (['roberta', 'bert'] as const).map((architecture) => ({
      ...{ scenario: scenario.name, architecture, dropout: 0.05 },
      text: loraConfigText(scenario, architecture, 0.05),
    })),
  );

const CONFUSIONS: readonly (readonly (readonly number[])[])[] = [
  ...[[[30, 5], [8, 57]], [[10, 0], [20, 0]], [[0, 0], [0, 7]]],
  [[4, 1, 0], [2, 9, 3], [0, 1, 6]],
  [[4, 0, 1], [0, 0, 0], [3, 0, 6]],
];

const measureVectors = (): object[] =>
  CONFUSIONS.map((confusion) => ({
    confusion,
    values: Object.fromEntries(MEASURES.map((measure) => [measure, valueFromConfusion(confusion, measure)])),
  }));

/** The text of {@link RACE_VECTORS}, one vector a line. */
export function raceVectors(): string {
  const parts: Record<string, readonly object[]> = {
    scenarios: SCENARIOS,
    costs: MEGABYTES.map((_, at) => costsAt(at)),
    races: RACES.map(raceVector),
    candidates: candidateVectors(),
    limits: limitVectors(),
    configs: configVectors(),
    measures: measureVectors(),
    addresses: EXPERIMENTS.map((experiment) => ({ experiment, address: encodeExperiment(experiment) })),
  };
  const lines = Object.entries(parts).map(
    ([name, vectors]) => `"${name}": [\n${vectors.map((vector) => JSON.stringify(vector)).join(',\n')}\n]`,
  );
  return `{\n${lines.join(',\n')}\n}\n`;
}
