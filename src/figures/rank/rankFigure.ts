/**
 * @file What a rank buys and what it costs: accuracy, parameters, and the gap between training and validation, each over r
 * on an axis of doublings.
 */
import type { ModelConfig } from '../../architecture/config';
import { percent, signedPoints } from '../../base/format';
import { tidyRanks } from '../../experiment/ranks';
import { parameterShare, shareAxis, tickText } from '../../results/costs';
import { positionOn, tickTexts, zoomedAxis } from '../../stats/densities/axis';
import { MEASURE_FORMS } from '../../stats/measures/measureForm';
import type { Gap } from '../curves/gaps';
import { joinSentences, type Figure, type FigureAxis, type Tick } from '../figure';
import { formatGroupsTrainedBy, measureOfGroups, type ScenarioResults } from '../scenarioResults';

export interface RankFigure extends Figure {
  /** The axis of r, which all plots share. */
  readonly axis: FigureAxis;
  readonly plots: readonly RankPlot[];
}

/** Positions are in [0, 1]: from the left, and from the bottom. */
export interface RankPlot {
  readonly title: string;
  /** Ticks at the left; none while nothing is known. */
  readonly ticks: readonly Tick[];
  readonly marks: readonly RankMark[];
  readonly caption: string;
  /** Why there is nothing to see; empty if there is. */
  readonly empty: string;
}

export type RankMark =
  /** A scenario's mean, or its one value. */
  | (Point & { readonly kind: 'mean'; readonly color: string; readonly title: string })
  | (Point & { readonly kind: 'trial'; readonly color: string; readonly trial: string })
  | (Point & { readonly kind: 'training'; readonly color: string })
  /** A line from one mean to the next. */
  | { readonly kind: 'line'; readonly from: Point; readonly to: Point }
  /** From validation up to training, with how far apart they are. */
  | { readonly kind: 'gap'; readonly from: Point; readonly to: Point; readonly text: string };

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface RankOptions {
  /** The model's shape, which gives parameters before a trial has counted them; null if not known. */
  readonly config: ModelConfig | null;
  /** Training against validation at the end of the trials, by scenario. */
  readonly gaps: readonly Gap[];
}

/** Fewer ranks make no curve. */
const LEAST_RANKS = 3;

interface Ranked {
  readonly group: ScenarioResults;
  readonly rank: number;
  readonly x: number;
}

/** @returns null for fewer than three ranks */
export function rankFigure(groups: readonly ScenarioResults[], options: RankOptions): RankFigure | null {
  const ofRank = groups.flatMap((group) =>
    // A scenario whose modules differ in rank has no place on the axis.
    group.scenario.method === 'lora' && !tidyRanks(group.scenario).ranks
      ? [{ group, rank: group.scenario.rank }]
      : [],
  );
  const ranks = [...new Set(ofRank.map(({ rank }) => rank))].sort((a, b) => a - b);
  const [lowest, highest] = [ranks[0] ?? 1, ranks.at(-1) ?? 1];
  if (ranks.length < LEAST_RANKS) return null;
  const at = (rank: number): number => Math.log(rank / lowest) / Math.log(highest / lowest);
  const ranked = ofRank
    .map(({ group, rank }) => ({ group, rank, x: at(rank) }))
    .sort((a, b) => a.rank - b.rank);
  const plots = [accuracyPlot(ranked), parametersPlot(ranked, options.config), gapPlot(ranked, options.gaps)];
  return {
    title: 'What a rank buys',
    caption: joinSentences(
      'r is on an axis of doublings. A large dot is a mean, a small one a trial.',
      formatGroupsTrainedBy(ofRank.map(({ group }) => group)),
    ),
    description: describe(ranked, options.gaps),
    axis: {
      label: 'rank r',
      ticks: ranks.map((rank) => ({ value: rank, at: at(rank), text: String(rank) })),
    },
    plots,
  };
}

/** Means are joined if each rank has one scenario. */
function joined(means: readonly Extract<RankMark, { kind: 'mean' }>[]): RankMark[] {
  if (new Set(means.map(({ x }) => x)).size < means.length) return [];
  return means.slice(1).flatMap((to, i) => {
    const from = means[i];
    return from ? [{ kind: 'line' as const, from, to }] : [];
  });
}

const TO_COME = 'Trials will stand here.';

function accuracyPlot(ranked: readonly Ranked[]): RankPlot {
  const form = MEASURE_FORMS[measureOfGroups(ranked.map(({ group }) => group))];
  const values = ranked.flatMap(({ group }) => group.values);
  const title = `Validation ${form.name}`;
  if (values.length === 0) return { title, ticks: [], marks: [], caption: '', empty: TO_COME };
  const axis = zoomedAxis({ from: Math.min(...values), to: Math.max(...values) }, form.lowest);
  const texts = form.ticks(axis);
  const y = (value: number): number => positionOn(axis, value);
  const means = ranked.flatMap(({ group: { scenario, summary }, x }) =>
    summary.mean === null
      ? []
      : [
          {
            ...{ kind: 'mean' as const, x, y: y(summary.mean), color: scenario.color },
            title: `${scenario.name}: ${form.value(summary.mean)}`,
          },
        ],
  );
  const trials = ranked.flatMap(({ group: { scenario, measured, values: own }, x }) =>
    measured.map(({ id }, i) => ({
      ...{ kind: 'trial' as const, x, y: y(own[i] ?? NaN), color: scenario.color, trial: id },
    })),
  );
  return {
    ...{ title, caption: '', empty: '' },
    ticks: thinned(axis.ticks.map((value, i) => ({ value, at: y(value), text: texts[i] ?? '' }))),
    marks: [...joined(means), ...trials, ...means],
  };
}

function parametersPlot(ranked: readonly Ranked[], config: ModelConfig | null): RankPlot {
  const shares = ranked.map(({ group: { scenario, done } }) => parameterShare(scenario, done, config));
  const { ticks, position } = shareAxis(shares);
  const means = ranked.flatMap(({ group: { scenario }, x }, i) => {
    const share = shares[i];
    return share == null
      ? []
      : [
          {
            ...{ kind: 'mean' as const, x, y: position(share), color: scenario.color },
            title: `${scenario.name}: ${percent(share)}`,
          },
        ];
  });
  return {
    title: 'Trainable parameters',
    caption: 'Percent of full fine-tuning; each line is ten times the one below.',
    empty: means.length > 0 ? '' : TO_COME,
    ticks: ticks.map((value) => ({ value, at: position(value), text: tickText(value) })),
    marks: [...joined(means), ...means],
  };
}

function gapPlot(ranked: readonly Ranked[], gaps: readonly Gap[]): RankPlot {
  const title = 'Training and validation';
  const known = ranked.flatMap(({ group: { scenario }, x }) => {
    const gap = gaps.find((each) => each.scenario.name === scenario.name);
    return gap ? [{ gap, x, color: scenario.color, name: scenario.name }] : [];
  });
  if (known.length === 0)
    return {
      title,
      ticks: [],
      marks: [],
      caption: '',
      empty: 'Trials that are measured on the way will stand here.',
    };
  const ends = known.flatMap(({ gap }) => [gap.training, gap.validation]);
  const axis = zoomedAxis({ from: Math.min(...ends), to: Math.max(...ends) });
  const texts = tickTexts(axis);
  const y = (value: number): number => positionOn(axis, value);
  return {
    ...{ title, empty: '' },
    caption:
      'Accuracy at the end: an open dot on training sentences, a filled one on validation sentences, and points between them.',
    ticks: thinned(axis.ticks.map((value, i) => ({ value, at: y(value), text: texts[i] ?? '' }))),
    marks: known.flatMap(({ gap: { training, validation }, x, color, name }): RankMark[] => {
      const [from, to] = [
        { x, y: y(validation) },
        { x, y: y(training) },
      ];
      const text = signedPoints(training - validation);
      return [
        { kind: 'gap', from, to, text },
        { kind: 'training', ...to, color },
        {
          kind: 'mean',
          ...from,
          color,
          title: `${name}: ${percent(validation)}, training ${percent(training)}`,
        },
      ];
    }),
  };
}

/** A plot has room for five ticks. */
function thinned(ticks: readonly Tick[]): Tick[] {
  const every = Math.ceil(ticks.length / 5);
  return ticks.filter((_, i) => i % every === 0);
}

function describe(ranked: readonly Ranked[], gaps: readonly Gap[]): string {
  return ranked
    .map(({ group: { scenario, summary, measure }, rank }) => {
      const gap = gaps.find((each) => each.scenario.name === scenario.name);
      const mean = summary.mean === null ? 'not known' : MEASURE_FORMS[measure].value(summary.mean);
      const apart = gap ? `, gap ${signedPoints(gap.training - gap.validation)} points` : '';
      return `r=${rank}: ${mean}${apart}.`;
    })
    .join(' ');
}
