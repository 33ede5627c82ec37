/** @file Finds the sweeps among an experiment's scenarios, however they came about, and lays them out as tables. */
import type { Hyperparameters, LoraScenario, Scenario } from '../experiment';
import { plainNumber } from '../../base/format';
import { groupBy, type NonEmpty } from '../../base/groupBy';
import { BASE_PRECISIONS } from '../address/rules';
import { AXES, AXIS_NAMES, type AxisName, alphaText } from './sweepAxes';
import { describeModules } from '../formatModules';
import { encodeScenario } from '../address/scenarioCode';

/** A table of scenarios by two settings, or by one setting and what they were made from. */
export interface SweepTable {
  /** What all its scenarios share and other tables' do not: "all, 3 epochs"; empty if there is nothing to say. */
  readonly title: string;
  readonly rowName: string;
  readonly columnName: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** Position of the scenario in the experiment, by row and column; null if there is none. */
  readonly cells: readonly (readonly (number | null)[])[];
}

export interface SweepView {
  readonly tables: readonly SweepTable[];
  /** Positions of the scenarios that no table holds; all positions if there are no tables. */
  readonly leftOut: readonly number[];
}

export const SETTING_NAMES: Readonly<Record<AxisName, string>> = {
  rank: 'r',
  alpha: 'alpha',
  learningRate: 'learning rate',
  duration: 'duration',
  checkpointing: 'checkpointing',
  basePrecision: 'base precision',
};

/** A value as a table's head says it, and what it is sorted by. */
interface Value {
  readonly word: string;
  readonly order: number;
}

interface Member {
  readonly index: number;
  readonly scenario: Scenario;
  readonly values: Readonly<Partial<Record<AxisName, Value>>>;
}

/** A family: scenarios that differ in swept settings alone. */
interface Family {
  readonly name: string;
  readonly members: readonly Member[];
  /** Settings with two values or more, in the order of {@link AXIS_NAMES}. */
  readonly varying: readonly AxisName[];
}

export function sweepView(scenarios: readonly Scenario[], training: Hyperparameters): SweepView {
  const families = familiesOf(scenarios, training);
  const wide = families.filter(({ varying }) => varying.length > 1);
  const several = wide.length > 1;
  const tables = [
    ...wide.flatMap((family) => tablesOf(family, several)),
    ...AXIS_NAMES.flatMap((axis) => {
      const along = families.filter(({ varying }) => varying.length === 1 && varying[0] === axis);
      return along.length > 1 ? [acrossFamilies(axis, along)] : [];
    }),
  ];
  const held = new Set(tables.flatMap(({ cells }) => cells.flat()));
  return { tables, leftOut: scenarios.flatMap((_, i) => (held.has(i) ? [] : [i])) };
}

function familiesOf(scenarios: readonly Scenario[], training: Hyperparameters): Family[] {
  const listed = scenarios.map((scenario, index) => ({ index, scenario }));
  return [...groupBy(listed, ({ scenario }) => baseKey(scenario)).values()].map((own) => {
    const alpha = formatAlpha(own.map(({ scenario }) => scenario));
    const members = own.map(({ index, scenario }): Member => {
      const values = valuesOf(scenario, training);
      return { index, scenario, values: { ...values, ...alpha(scenario) } };
    });
    const varying = AXIS_NAMES.filter((axis) => distinct(members, axis).length > 1);
    return { name: familyName(own, varying), members, varying };
  });
}

/** A text that is the same for scenarios which differ in swept settings alone. */
function baseKey(scenario: Scenario): string {
  const { learningRate: _, duration: __, checkpointing: ___, basePrecision: ____, ...rest } = scenario;
  const bare = { ...rest, name: '', color: '#000000' };
  return encodeScenario(bare.method === 'lora' ? { ...bare, rank: 1, alpha: 1 } : bare, 0);
}

function valuesOf(scenario: Scenario, training: Hyperparameters): Member['values'] {
  const rank = AXES.rank.present(scenario, training);
  const rate = AXES.learningRate.present(scenario, training);
  const duration = AXES.duration.present(scenario, training);
  const checkpointing = AXES.checkpointing.present(scenario, training);
  const precision = AXES.basePrecision.present(scenario, training);
  return {
    ...(rank !== null && { rank: { word: String(rank), order: rank } }),
    ...(rate !== null && { learningRate: { word: plainNumber(rate), order: rate } }),
    ...(duration && {
      duration: {
        word: AXES.duration.word(duration),
        // Epochs before steps: how many steps an epoch has depends on the data.
        order: duration.unit === 'epochs' ? duration.count : 1e9 + duration.count,
      },
    }),
    ...(checkpointing !== null && {
      checkpointing: { word: checkpointing ? 'on' : 'off', order: Number(checkpointing) },
    }),
    ...(precision !== null && {
      basePrecision: { word: precision, order: BASE_PRECISIONS.indexOf(precision) },
    }),
  };
}

/** Alpha as a multiple of r if that has fewer values than alpha itself: r=1, 2, 4 with alpha = r is one setting. */
function formatAlpha(family: readonly Scenario[]): (scenario: Scenario) => Member['values'] {
  const loras = family.filter((scenario): scenario is LoraScenario => scenario.method === 'lora');
  const alphas = new Set(loras.map(({ alpha }) => alpha));
  const ratios = new Set(loras.map(({ alpha, rank }) => alpha / rank));
  return (scenario) => {
    if (scenario.method !== 'lora') return {};
    const { alpha, rank } = scenario;
    if (ratios.size >= alphas.size) return { alpha: { word: plainNumber(alpha), order: alpha } };
    const timesRank = alpha / rank;
    return { alpha: { word: alphaText({ timesRank }), order: timesRank } };
  };
}

/** What the names of its scenarios share besides the settings, or, if that is nothing, what they adapt. */
function familyName(own: NonEmpty<{ readonly scenario: Scenario }>, varying: readonly AxisName[]): string {
  const stem = ({ name }: Scenario): string =>
    varying
      .reduce((text, axis) => text.replace(AXES[axis].inNames, ''), name)
      .replace(/\s+/g, ' ')
      .trim();
  const [{ scenario }] = own;
  const name = stem(scenario);
  if (name !== '' && own.every((other) => stem(other.scenario) === name)) return name;
  if (scenario.method === 'lora') return describeModules(scenario.modules);
  return scenario.method === 'full' ? 'full fine-tuning' : 'classifier only';
}

/** The setting's values, in order. */
function distinct(members: readonly Member[], axis: AxisName): Value[] {
  const values = new Map<string, Value>();
  for (const { values: own } of members) {
    const value = own[axis];
    if (value) values.set(value.word, value);
  }
  return [...values.values()].sort((a, b) => a.order - b.order);
}

/**
 * Makes one table for each combination of the settings beyond two, which are those with the fewest values. There is no
 * table if it would be mostly holes, or if fewer than two settings vary.
 */
function tablesOf({ name, members, varying }: Family, several: boolean): SweepTable[] {
  const sized = varying.map((axis) => ({ axis, values: distinct(members, axis) }));
  const combinations = sized.reduce((product, { values }) => product * values.length, 1);
  if (members.length * 2 <= combinations) return [];
  const bySize = [...sized].sort((a, b) => b.values.length - a.values.length);
  const [rows, columns] = sized.filter((axis) => bySize.indexOf(axis) < 2);
  if (!rows || !columns) return [];
  const beyond = sized.filter((axis) => bySize.indexOf(axis) >= 2);
  const facets = new Map<string, Member[]>();
  for (const member of members) {
    const words = beyond.map(({ axis }) => facetWord(axis, member.values[axis]));
    const title = [...(several ? [name] : []), ...words].join(', ');
    facets.set(title, [...(facets.get(title) ?? []), member]);
  }
  return [...facets].map(([title, inside]) => ({
    title,
    rowName: SETTING_NAMES[rows.axis],
    columnName: SETTING_NAMES[columns.axis],
    rows: rows.values.map(({ word }) => word),
    columns: columns.values.map(({ word }) => word),
    cells: rows.values.map((row) =>
      columns.values.map(
        (column) =>
          inside.find(
            ({ values }) =>
              values[rows.axis]?.word === row.word && values[columns.axis]?.word === column.word,
          )?.index ?? null,
      ),
    ),
  }));
}

const facetWord = (axis: AxisName, value: Value | undefined): string =>
  axis === 'duration' || value === undefined ? (value?.word ?? '') : `${SETTING_NAMES[axis]} ${value.word}`;

/** Makes one table for one setting across several families, with a row for each. */
function acrossFamilies(axis: AxisName, families: readonly Family[]): SweepTable {
  const columns = distinct(
    families.flatMap(({ members }) => members),
    axis,
  );
  return {
    title: '',
    rowName: 'scenario',
    columnName: SETTING_NAMES[axis],
    rows: families.map(({ name }) => name),
    columns: columns.map(({ word }) => word),
    cells: families.map(({ members }) =>
      columns.map(({ word }) => members.find(({ values }) => values[axis]?.word === word)?.index ?? null),
    ),
  };
}
