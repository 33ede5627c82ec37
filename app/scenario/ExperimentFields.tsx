/** @file Numbers of the experiment as fields of the form. */
import { useLab } from '../store/lab';
import { NumberField } from '../ui/NumberField';
import type { ExperimentField } from './fields';

export function ExperimentFields({ of }: { readonly of: readonly ExperimentField[] }) {
  return of.map((field) => <Single key={field.id} field={field} />);
}

function Single({ field }: { readonly field: ExperimentField }) {
  const experiment = useLab((lab) => lab.experiment);
  const { edit } = useLab.getState();
  return (
    <NumberField
      id={field.id}
      label={field.short}
      hint={field.hint}
      rule={field.rule(experiment)}
      value={field.get(experiment)}
      {...('empty' in field ? { placeholder: field.empty } : {})}
      onChange={(value) => {
        const { experiment: present } = useLab.getState();
        if ('empty' in field) edit(field.set(present, value), field.id);
        else if (value !== null) edit(field.set(present, value), field.id);
      }}
    />
  );
}
