/** @file The list of lessons as a compact menu, and the question of the open one. */
import { useRef, type FocusEvent, type KeyboardEvent } from 'react';
import { DEFAULT_EXPERIMENT } from '../../src/experiment/defaults';
import type { Scenario } from '../../src/experiment/experiment';
import { LESSONS, lessonById } from '../../src/lessons';
import { useLab } from '../store/lab';
import OPENING from '../ui/opening.json';

/** It is as long as the question of the first visit, so that nothing moves at the first edit. */
const OWN = 'Your experiment. Share it by copying the address.';

const { scenarios: FIRST } = DEFAULT_EXPERIMENT;
const isOpeningOf = (scenarios: readonly Scenario[]): boolean =>
  scenarios.length === FIRST.length && JSON.stringify(scenarios) === JSON.stringify(FIRST);

export function LessonMenu() {
  const open = lessonById(useLab((lab) => lab.lesson));
  const predictions = useLab((lab) => lab.predictions);
  const isOpening = useLab(({ experiment: { scenarios } }) => isOpeningOf(scenarios));
  const { openLesson } = useLab.getState();
  const details = useRef<HTMLDetailsElement>(null);
  const summary = useRef<HTMLElement>(null);

  const close = (): void => {
    if (details.current) details.current.open = false;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !details.current?.open) return;
    event.stopPropagation();
    close();
    summary.current?.focus();
  };
  const onBlur = ({ relatedTarget }: FocusEvent): void => {
    if (relatedTarget instanceof Node && !details.current?.contains(relatedTarget)) close();
  };

  return (
    <nav className="lessons" aria-label="Lessons">
      <details ref={details} className="lesson-menu">
        <summary ref={summary} data-testid="lesson-menu" onKeyDown={onKeyDown} onBlur={onBlur}>
          {open ? `Lesson ${LESSONS.indexOf(open) + 1} of ${LESSONS.length}: ${open.title}` : OPENING.lessons}
        </summary>
        <ol>
          {LESSONS.map(({ id, title, question }) => (
            <li key={id}>
              <button
                type="button"
                aria-current={id === open?.id}
                data-testid={`lesson-${id}`}
                onKeyDown={onKeyDown}
                onBlur={onBlur}
                onClick={() => {
                  close();
                  summary.current?.focus();
                  openLesson(id);
                }}
              >
                <strong>{title}</strong>
                {id in predictions && <span className="lesson-seen"> · begun</span>}
                <span className="quiet">{question}</span>
              </button>
            </li>
          ))}
        </ol>
      </details>
      <p className="lead">{open?.question ?? (isOpening ? OPENING.question : OWN)}</p>
    </nav>
  );
}
