/** @file The means of all rates that were tried, a line for each scenario, with a ring on the rate that is taken. */
import { plainNumber } from '../../src/base/format';
import type { TunedRates, TunedScenario } from '../../src/footing/rates/tuned';
import { positionOn, zoomedAxis } from '../../src/stats/densities/axis';
import { MEASURE_FORMS } from '../../src/stats/measures/measureForm';
import { meanOf } from '../../src/stats/summary';
import { rateTicks } from './rateTicks';

const [WIDTH, HEIGHT] = [640, 230];
const PLOT = { left: 60, right: 626, top: 14, bottom: 186 };

interface Point {
  readonly rate: number;
  readonly mean: number;
  readonly values: readonly number[];
  readonly isChosen: boolean;
}

function pointsOf({ tried, choice }: TunedScenario): Point[] {
  return tried
    .filter(({ values }) => values.length > 0)
    .map(({ rate, values }) => ({
      ...{ rate, isChosen: rate === choice?.rate },
      values: values.map(({ value }) => value),
      mean: meanOf(values.map(({ value }) => value)),
    }));
}

export function RateCurves({ tuned: { scenarios, on } }: { readonly tuned: TunedRates }) {
  const form = MEASURE_FORMS[on.judging.measure];
  const lines = scenarios.map((one) => ({ scenario: one.scenario, points: pointsOf(one) }));
  const all = lines.flatMap(({ points }) => points);
  if (all.length === 0) return null;
  const values = all.flatMap((point) => point.values);
  const axis = zoomedAxis({ from: Math.min(...values), to: Math.max(...values) + 1e-6 }, form.lowest);
  const rates = scenarios.flatMap(({ tried }) => tried.map(({ rate }) => rate));
  const ends = [Math.log(Math.min(...rates)) - 0.15, Math.log(Math.max(...rates)) + 0.15] as const;
  const x = (rate: number): number =>
    PLOT.left + ((Math.log(rate) - ends[0]) / (ends[1] - ends[0])) * (PLOT.right - PLOT.left);
  const y = (value: number): number => PLOT.bottom - positionOn(axis, value) * (PLOT.bottom - PLOT.top);
  const texts = form.ticks(axis);
  return (
    <svg className="rate-curves" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={describe(lines)}>
      {axis.ticks.map((tick, i) => (
        <g key={tick}>
          <line className="rate-grid" x1={PLOT.left} x2={PLOT.right} y1={y(tick)} y2={y(tick)} />
          <text x={PLOT.left - 8} y={y(tick) + 4} textAnchor="end">
            {texts[i]}
          </text>
        </g>
      ))}
      {rateTicks(Math.min(...rates), Math.max(...rates)).map((rate) => (
        <g key={rate}>
          <line className="rate-tick" x1={x(rate)} x2={x(rate)} y1={PLOT.bottom} y2={PLOT.bottom + 5} />
          <text x={x(rate)} y={PLOT.bottom + 20} textAnchor="middle">
            {plainNumber(rate)}
          </text>
        </g>
      ))}
      <text x={(PLOT.left + PLOT.right) / 2} y={HEIGHT - 4} textAnchor="middle">
        learning rate
      </text>
      {lines.map(({ scenario: { name, color }, points }) => (
        <g key={name} stroke={color} fill={color}>
          <polyline
            fill="none"
            strokeWidth={1.75}
            strokeLinejoin="round"
            points={points.map(({ rate, mean }) => `${x(rate)},${y(mean)}`).join(' ')}
          />
          {points.map(({ rate, mean, values: own, isChosen }) => (
            <g key={rate}>
              {own.map((value, i) => (
                <circle key={i} cx={x(rate)} cy={y(value)} r={1.8} stroke="none" fillOpacity={0.55} />
              ))}
              <circle cx={x(rate)} cy={y(mean)} r={3.2} stroke="none" />
              {isChosen && <circle cx={x(rate)} cy={y(mean)} r={7} fill="none" strokeWidth={1.75} />}
            </g>
          ))}
        </g>
      ))}
    </svg>
  );
}

function describe(
  lines: readonly { readonly scenario: { readonly name: string }; readonly points: readonly Point[] }[],
) {
  const best = lines.flatMap(({ scenario, points }) => {
    const chosen = points.find(({ isChosen }) => isChosen);
    return chosen ? [`${scenario.name} is best at ${plainNumber(chosen.rate)}`] : [];
  });
  return `Means by learning rate. ${best.join('; ')}`;
}
