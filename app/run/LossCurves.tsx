/** @file The training loss of every trial, the running one included. */
import { memo, useMemo } from 'react';
import type { TrialRecord } from '../../src/experiment/results';
import { SaveMenu } from '../results/save/SaveMenu';
import { recordTraces } from '../results/save/traces';
import { useInTurn } from '../ui/InTurn';
import { LossChart, type Trace } from './LossChart';
import { curve, type CurvePoint } from './smoothing';
import { lossTicks } from './ticks';
import { useThrottled } from './useThrottled';
import { useLab } from '../store/lab';
import type { TrialSlot } from '../store/trialKey';

const POINTS = 90;
/** More lines than this say nothing more; the latest are drawn. */
const MOST_LINES = 48;
const REDRAW_MS = 1000;

const finishedCurves = new WeakMap<readonly number[], readonly CurvePoint[]>();

function finishedCurve({ losses, steps }: TrialRecord): readonly CurvePoint[] {
  let points = finishedCurves.get(losses);
  if (!points) finishedCurves.set(losses, (points = curve(losses, Math.max(steps, losses.length), POINTS)));
  return points;
}

export const LossCurves = memo(function LossCurves({ slots }: { readonly slots: readonly TrialSlot[] }) {
  const live = useThrottled(
    useLab((lab) => lab.run.live),
    REDRAW_MS,
  );
  const color = useLab((lab) => (live ? lab.run.trials[live.trial]?.scenario.color : undefined));
  const finished = useMemo(
    () =>
      slots.flatMap(({ key, spec, record }): Trace[] =>
        record && record.losses.length > 1
          ? [{ key, color: spec.scenario.color, points: finishedCurve(record), live: false }]
          : [],
      ),
    [slots],
  );
  const traces = useMemo(() => {
    const present: Trace[] =
      live && color && live.losses.length > 1
        ? [{ key: 'live', color, points: curve(live.losses, live.totalSteps, POINTS), live: true }]
        : [];
    return [...finished, ...present].slice(-MOST_LINES);
  }, [finished, live, color]);
  const steps = Math.max(live?.totalSteps ?? 1, ...traces.map(({ points }) => points.at(-1)?.step ?? 1));
  const highest = Math.max(0, ...traces.flatMap(({ points }) => points.map(({ loss }) => loss)));
  const top = lossTicks(highest).at(-1) ?? 1;
  // Axes are the expensive part of a chart. They change seldom, and then not together with another chart.
  const axes = useInTurn(useMemo(() => ({ steps, top }), [steps, top]));

  return (
    <figure
      className="losses"
      aria-labelledby="losses-title"
      data-empty={traces.length === 0 ? '' : undefined}
    >
      <header className="figure-head">
        <h2 id="losses-title">Training loss</h2>
        <SaveMenu
          what="curves"
          words="the curves"
          draw={(all, of) => all.curvesPicture(of, recordTraces(slots, 'loss'), 'loss')}
        />
      </header>
      <div className="loss-chart" role="img" aria-label={`Training loss of ${traces.length} trials`}>
        <LossChart traces={traces} axes={axes} />
      </div>
      <figcaption className="caption">
        One line per trial over its optimizer steps, averaged over about ten steps.
      </figcaption>
    </figure>
  );
});
