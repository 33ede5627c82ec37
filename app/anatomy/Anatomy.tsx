/** @file How what is chosen works: one module drawn, and one training step, side by side or one behind the other. */
import { lazy, useEffect } from 'react';
import { lessonById } from '../../src/lessons';
import { useLab } from '../store/lab';
import type { AnatomyPart } from '../store/anatomySlice';
import { Loaded } from '../ui/Loaded';
import { useSize } from '../ui/useSize';

const ModuleView = lazy(() => import('./ModuleView'));
const StepView = lazy(() => import('./StepView'));

const PARTS: readonly { readonly part: AnatomyPart; readonly label: string }[] = [
  { part: 'module', label: 'The module' },
  { part: 'step', label: 'One training step' },
];

/** The least width at which both pictures stand side by side, in units of the page's text. */
const BESIDE = 42;

export function Anatomy() {
  const open = useLab((lab) => lab.anatomyOpen);
  const part = useLab((lab) => lab.anatomyPart);
  const lesson = useLab((lab) => lab.lesson);
  const { foldAnatomy, showAnatomy } = useLab.getState();
  const [ref, size] = useSize<HTMLElement>();
  useEffect(() => {
    const opens = lessonById(lesson)?.opens;
    if (opens) useLab.getState().showAnatomy(opens);
  }, [lesson]);
  const beside = size !== null && size.width >= BESIDE * size.em;
  const shown = beside ? PARTS : PARTS.filter((each) => each.part === part);
  return (
    <section
      ref={ref}
      className="anatomy"
      aria-label="Anatomy"
      data-beside={beside ? '' : undefined}
      data-open={open}
      data-measured={size ? '' : undefined}
    >
      <div className="anatomy-bar">
        {open && !beside && (
          <div className="anatomy-parts" role="group" aria-label="What is drawn">
            {PARTS.map((each) => (
              <button
                key={each.part}
                type="button"
                className="chip"
                aria-pressed={each.part === part}
                onClick={() => showAnatomy(each.part)}
              >
                {each.label}
              </button>
            ))}
          </div>
        )}
        <button
          type="button"
          className="quiet-button anatomy-fold"
          aria-expanded={open}
          data-testid="anatomy-fold"
          onClick={() => foldAnatomy(!open)}
        >
          {open ? 'Fold' : 'Show the module and one training step'}
        </button>
      </div>
      {open && (
        <div className="anatomy-parts-drawn">
          {size &&
            shown.map((each) => (
              <div key={each.part} className="anatomy-part">
                <Loaded what="The picture">{each.part === 'module' ? <ModuleView /> : <StepView />}</Loaded>
              </div>
            ))}
        </div>
      )}
    </section>
  );
}
