/** @file What a workshop adds to the page, loaded where its link is opened. */
import { lazy, Suspense } from 'react';
import { useLab } from '../store/lab';

const Panel = lazy(() => import('./WorkshopPanel'));
const Form = lazy(() => import('./HandIn'));

/** On top: heading, text and rules. */
export function WorkshopTop() {
  const workshop = useLab((lab) => lab.workshop);
  return (
    workshop && (
      <Suspense fallback={null}>
        <Panel key={workshop.id} workshop={workshop} />
      </Suspense>
    )
  );
}

/** At the end: one's results as a file or a link. */
export function WorkshopEnd() {
  const open = useLab((lab) => lab.workshop !== null && lab.shared === null);
  return (
    open && (
      <Suspense fallback={null}>
        <Form />
      </Suspense>
    )
  );
}
