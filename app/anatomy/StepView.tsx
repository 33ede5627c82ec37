/** @file One training step of the open scenario as a player: the layers fill and empty, and memory grows and falls. */
import { useMemo, type CSSProperties } from 'react';
import { stepFigure, type StepFigure } from '../../src/figures/anatomy/stepFigure';
import { chartWidth } from '../../src/figures/anatomy/stepChart';
import { stepScene } from '../../src/figures/anatomy/stepScene';
import { stepWordsRoom } from '../../src/figures/anatomy/stepWordsRoom';
import { LockedDuringRun } from '../lock/LockedDuringRun';
import { SaveMenu } from '../results/save/SaveMenu';
import { useLab } from '../store/lab';
import { withholdsMemory } from '../store/selectors';
import { LowestHandle } from './LowestHandle';
import { placed } from './placed';
import { SceneSvg } from './SceneSvg';
import { momentText, StepButtons, StepWords, type StepProps } from './StepControls';
import { textWidths } from './textWidths';
import { usePlaying } from './usePlaying';
import { useSize, type Size } from '../ui/useSize';
import { useStepCourse, type ShownStep } from './useStepCourse';

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
  const note = noteOf(answer, withheld);
  return (
    <figure className="anatomy-figure" data-testid="anatomy-step">
      <figcaption>
        <h3>One training step</h3>
        {figure && <StepButtons figure={figure} playing={playing} />}
      </figcaption>
      {figure && <SaveStep figure={figure} at={playing.at} />}
      <div ref={ref} className="anatomy-scene step-scene">
        {figure && size ? (
          <Step figure={figure} playing={playing} size={size} note={note} />
        ) : (
          <p className="caption step-note">{note}</p>
        )}
      </div>
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

function Step({ figure, playing, size, note }: StepProps & { readonly size: Size; readonly note: string }) {
  const { at, goTo, followPeak } = playing;
  const wordsHeight = useMemo(
    () => stepWordsRoom(figure, chartWidth(size) / size.em, note, textWidths()) * size.em,
    [figure, size, note],
  );
  const scene = useMemo(
    () => stepScene(figure, at, { ...size, wordsHeight }),
    [figure, at, size, wordsHeight],
  );
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
      <StepWords figure={figure} playing={playing} place={scene.below} note={note} />
      <LockedDuringRun part="modules" quiet>
        <LowestHandle place={scene.tower} layers={rows.length - 2} onMove={followPeak} />
      </LockedDuringRun>
    </>
  );
}

/** What has to be said about the picture, or why there is none. */
function noteOf({ planned, problem, waits }: ShownStep, withheld: boolean): string {
  if (problem !== null) return `The step could not be planned: ${problem}`;
  if (waits)
    return planned
      ? `Still “${planned.scenario.name}”: another scenario is drawn after the run.`
      : 'The step is drawn after the run.';
  if (!planned) return '';
  if (withheld) return 'Figures come after your answer.';
  return planned.isOfGpu ? 'As on a GPU.' : '';
}
