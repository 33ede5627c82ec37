/** @file One training step of the open scenario as a player: the layers fill and empty, and memory grows and falls. */
import { useMemo, type CSSProperties } from 'react';
import { stepFigure, type StepFigure } from '../../src/figures/anatomy/stepFigure';
import { stepScene } from '../../src/figures/anatomy/stepScene';
import { LockedDuringRun } from '../lock/LockedDuringRun';
import { SaveMenu } from '../results/save/SaveMenu';
import { useLab } from '../store/lab';
import { withholdsMemory } from '../store/selectors';
import { LowestHandle } from './LowestHandle';
import { placed } from './placed';
import { SceneSvg } from './SceneSvg';
import { momentText, StepControls } from './StepControls';
import { usePlaying, type Playing } from './usePlaying';
import { useSize, type Size } from './useSize';
import { useStepCourse, type StepAnswer } from './useStepCourse';

export default function StepView() {
  const answer = useStepCourse();
  const { planned } = answer;
  const withheld = useLab(withholdsMemory);
  const figure = useMemo(
    () => planned && stepFigure(planned.course, planned.scenario, !withheld),
    [planned, withheld],
  );
  const playing = usePlaying(figure?.frames.length ?? 0, figure?.peak ?? 0);
  const [ref, size] = useSize<HTMLDivElement>();
  return (
    <figure className="anatomy-figure" data-testid="anatomy-step">
      <h3>One training step</h3>
      {figure && <SaveStep figure={figure} at={playing.at} />}
      <div ref={ref} className="anatomy-scene step-scene">
        {figure && size && <Step figure={figure} playing={playing} size={size} />}
      </div>
      <StepControls figure={figure} playing={playing} />
      <figcaption className="caption step-note">{noteOf(answer, withheld)}</figcaption>
    </figure>
  );
}

function SaveStep({ figure, at }: { readonly figure: StepFigure; readonly at: number }) {
  const frame = figure.frames[at];
  const saved = {
    ...figure,
    title: `One training step: ${frame?.name.toLowerCase() ?? ''}`,
    caption: `${frame?.sentence ?? ''} ${figure.caption}`,
  };
  return (
    <SaveMenu
      what="step"
      words="the step"
      draw={(pictures, paper) =>
        pictures.scenePicture({ figure: saved, draw: (room) => stepScene(figure, at, room) }, paper)
      }
    />
  );
}

interface StepProps {
  readonly figure: StepFigure;
  readonly playing: Playing;
  readonly size: Size;
}

function Step({ figure, playing, size }: StepProps) {
  const { at, goTo, followPeak } = playing;
  const scene = useMemo(() => stepScene(figure, at, size), [figure, at, size]);
  const { frames, rows } = figure;
  return (
    <>
      <SceneSvg scene={scene} figure={figure} />
      <input
        type="range"
        className="step-playhead"
        style={
          { ...placed(scene.chart), '--thumb': `${scene.chart.width / frames.length}px` } as CSSProperties
        }
        min={0}
        max={frames.length - 1}
        step={1}
        value={at}
        aria-label="Moment of the step"
        aria-valuetext={momentText(figure, at)}
        data-testid="step-playhead"
        onChange={(event) => goTo(Number(event.target.value))}
      />
      <LockedDuringRun part="modules" quiet>
        <LowestHandle place={scene.tower} layers={rows.length - 2} onMove={followPeak} />
      </LockedDuringRun>
    </>
  );
}

/** How the picture is to be taken, or why there is none. */
function noteOf({ planned, problem }: StepAnswer, withheld: boolean): string {
  if (problem !== null) return `The step could not be planned: ${problem}`;
  if (!planned) return '';
  if (withheld) return 'Without figures until you have answered the lesson’s question.';
  const { course, isOfGpu } = planned;
  const batch = `The longest batch, ${course.batchSize} × ${course.tokens} tokens.`;
  return isOfGpu ? `${batch} As on a GPU; this browser computes without one.` : batch;
}
