/** @file The open workshop: its heading and text, what its link fixes, and how to hand in results. */
import { partLabel } from '../../src/workshop/parts';
import { useLab } from '../store/lab';
import { runView } from '../store/runView';
import type { OpenWorkshop } from '../store/experiment/workshopSlice';
import { isFixed, isHidden } from '../lock/fixed';
import { HAND_IN_ID } from './handInId';
import { RoomPrediction } from './RoomPrediction';
import { TextBlocks } from './TextBlocks';
import { useIntro } from './useIntro';

export default function WorkshopPanel({ workshop }: { readonly workshop: OpenWorkshop }) {
  const intro = useIntro(workshop);
  const { title, predict, question } = workshop;
  // A lesson asks by itself, and one question is enough.
  const isLesson = useLab((lab) => lab.lesson !== null);
  return (
    <section className="lesson workshop" aria-labelledby="workshop-title" data-testid="workshop">
      <div className="lesson-text">
        <h2 id="workshop-title">{title ?? 'Workshop'}</h2>
        {'problem' in intro ? (
          <p className="workshop-problem" role="alert">
            {intro.problem}
          </p>
        ) : (
          intro.text !== null && <TextBlocks text={intro.text} />
        )}
      </div>
      <div className="lesson-task">
        {predict && !isLesson && <RoomPrediction question={question} />}
        <Rules workshop={workshop} />
      </div>
    </section>
  );
}

/** What the link fixes, in sentences. */
function Rules({ workshop }: { readonly workshop: OpenWorkshop }) {
  const { locked, hidden, budget, ownSeeds } = workshop;
  const experiment = useLab((lab) => lab.experiment);
  const any = useLab((lab) => runView(lab).settled > 0);
  const unseen = hidden.filter((part) => isHidden({ workshop, experiment }, part)).map(partLabel);
  const fixed = locked.filter((part) => isFixed({ workshop, experiment }, part)).map(partLabel);
  return (
    <ul className="workshop-rules">
      {fixed.length > 0 && <li>Fixed by the link: {fixed.join(', ').toLowerCase()}.</li>}
      {budget !== null && (
        <li>
          {budget} {budget === 1 ? 'trial' : 'trials'} may be finished from this link on this device.
        </li>
      )}
      {ownSeeds && (
        <li>
          Your trials begin with seed {experiment.firstSeed}, which is this device’s own: pooled with the
          others’, they are new trials, not copies.
        </li>
      )}
      {unseen.length > 0 && <li>Hidden by the link: {unseen.join(', ').toLowerCase()}.</li>}
      {fixed.length === 0 && unseen.length === 0 && <li>Everything on this page may be changed.</li>}
      {any && (
        <li>
          <a href={`#${HAND_IN_ID}`} onClick={toHandIn}>
            Hand in your results
          </a>
        </li>
      )}
    </ul>
  );
}

/** Scrolls without following the link, because its fragment would replace that of the experiment. */
function toHandIn(event: { preventDefault: () => void }): void {
  event.preventDefault();
  const section = document.getElementById(HAND_IN_ID);
  section?.scrollIntoView({ block: 'center' });
  section?.focus({ preventScroll: true });
}
