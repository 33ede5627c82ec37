/** @file The parts that a workshop adds to the page, loaded only if a workshop's link is opened. */
import { lazy } from 'react';
import { useLab } from '../store/lab';
import { Loaded } from '../ui/Loaded';

const Panel = lazy(() => import('./WorkshopPanel'));
const Form = lazy(() => import('./HandIn'));

/** The part at the top: heading, text and rules. */
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

/** The part at the end: handing in results as a file or a link. */
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
