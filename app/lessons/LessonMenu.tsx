/** @file The list of lessons as a compact menu, and the question of the open one. */
import { useRef, type DOMAttributes, type FocusEvent, type KeyboardEvent, type ReactNode } from 'react';
import { DEFAULT_EXPERIMENT } from '../../src/experiment/defaults';
import type { Scenario } from '../../src/experiment/experiment';
import { CLAIMS, lessonById, QUESTIONS } from '../../src/lessons';
import type { Lesson } from '../../src/lessons/lesson';
import { useLab } from '../store/lab';
import OPENING from '../ui/opening.json';

/** It is as long as the question of the first visit, so that nothing moves at the first edit. */
const OWN = 'Your experiment. Share it by copying the address.';

const { scenarios: FIRST } = DEFAULT_EXPERIMENT;
const isOpeningOf = (scenarios: readonly Scenario[]): boolean =>
  scenarios.length === FIRST.length && JSON.stringify(scenarios) === JSON.stringify(FIRST);

/** "Lesson 2 of 9: ..." or "Claim 2 of 6: ...". */
function placeOf(lesson: Lesson): string {
  const isClaim = CLAIMS.includes(lesson);
  const list = isClaim ? CLAIMS : QUESTIONS;
  return `${isClaim ? 'Claim' : 'Lesson'} ${list.indexOf(lesson) + 1} of ${list.length}: ${lesson.title}`;
}

interface ClaimsGroupProps {
  /** Whether the open lesson is one of them. */
  readonly isOpen: boolean;
  /** What the menu does when a key is pressed on the group's head, or when it loses the focus. */
  readonly head: Pick<DOMAttributes<HTMLElement>, 'onKeyDown' | 'onBlur'>;
  readonly entries: readonly ReactNode[];
}

/** The lessons on published claims, folded, so that they do not drown the others. */
function ClaimsGroup({ isOpen, head, entries }: ClaimsGroupProps) {
  return (
    <details
      open={isOpen}
      onToggle={({ currentTarget }) => {
        if (currentTarget.open) currentTarget.scrollIntoView({ block: 'nearest' });
      }}
    >
      <summary data-testid="claims-menu" {...head}>
        Published claims <span className="quiet">what others say, run here</span>
      </summary>
      <ol>{entries}</ol>
    </details>
  );
}

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

  const entry = ({ id, title, question }: Lesson) => (
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
  );

  return (
    <nav className="lessons" aria-label="Lessons">
      <details ref={details} className="lesson-menu">
        <summary ref={summary} data-testid="lesson-menu" onKeyDown={onKeyDown} onBlur={onBlur}>
          {open ? placeOf(open) : OPENING.lessons}
        </summary>
        <div className="lesson-lists">
          <ol>{QUESTIONS.map(entry)}</ol>
          <ClaimsGroup
            isOpen={open !== null && CLAIMS.includes(open)}
            head={{ onKeyDown, onBlur }}
            entries={CLAIMS.map(entry)}
          />
        </div>
      </details>
      <p className="lead">{open?.question ?? (isOpening ? OPENING.question : OWN)}</p>
    </nav>
  );
}
