/** @file What a workshop adds to the page, loaded where its link is opened. */
import { lazy } from 'react';
import { useLab } from '../store/lab';
import { Loaded } from '../ui/Loaded';

const Panel = lazy(() => import('./WorkshopPanel'));
const Form = lazy(() => import('./HandIn'));

/** On top: heading, text and rules. */
export function WorkshopTop() {
  const workshop = useLab((lab) => lab.workshop);
  return (
    workshop && (
      <Loaded what="The workshop’s part of the page">
        <Panel key={workshop.id} workshop={workshop} />
      </Loaded>
    )
  );
}

/** At the end: one's results as a file or a link. */
export function WorkshopEnd() {
  const open = useLab((lab) => lab.workshop !== null && lab.shared === null);
  return (
    open && (
      <Loaded what="The workshop’s part of the page">
        <Form />
      </Loaded>
    )
  );
}
