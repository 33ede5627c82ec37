/** @file Which columns, subset and splits are read, each chosen automatically until the person chooses. */
import { HELD_OUT, NO_PAIR, type DataChoice } from '../../src/experiment/experiment';
import { formatSource } from '../../src/figures/finalTestTable';
import type { DataInspection } from '../../workers/protocol';
import { useLab } from '../store/lab';
import { ChoiceField, type Option } from './ChoiceField';

export function DataColumns({ inspection }: { readonly inspection: DataInspection }) {
  const data = useLab((lab) => lab.experiment.data);
  const { chooseData } = useLab.getState();
  const { chosen, subsets, splits } = inspection;
  const columns = inspection.columns.map(({ name }) => ({ value: name, label: name }));
  const named = (names: readonly string[]) => names.map((name) => ({ value: name, label: name }));
  const select = (
    key: keyof DataChoice,
    label: string,
    automatic: string | null,
    options: readonly Option[],
    alsoResets: Partial<DataChoice> = {},
  ) => (
    <ChoiceField
      label={label}
      value={data[key]}
      automatic={automatic === null ? 'automatic' : `${automatic} · automatic`}
      options={options}
      onChange={(value) => chooseData({ ...alsoResets, [key]: value })}
    />
  );
  return (
    <div className="fields">
      {select('textColumn', 'Text', chosen?.text ?? null, columns)}
      {select('pairColumn', 'Second text', chosen ? (chosen.pair ?? 'none') : null, [
        { value: NO_PAIR, label: 'none' },
        ...columns.filter(({ value }) => value !== NO_PAIR),
      ])}
      {select('labelColumn', 'Label', chosen?.label ?? null, columns)}
      {subsets.length > 0 &&
        // Another subset has other columns and splits.
        select('subset', 'Subset', inspection.subset, named(subsets), {
          textColumn: null,
          pairColumn: null,
          labelColumn: null,
          trainSplit: null,
          validationSplit: null,
          testSplit: null,
        })}
      {splits.length > 1 && select('trainSplit', 'To train on', inspection.trainSplit, named(splits))}
      {select('validationSplit', 'To measure on', inspection.validationSplit ?? 'held out', [
        { value: HELD_OUT, label: 'held out' },
        ...named(splits.filter((split) => split !== inspection.trainSplit && split !== HELD_OUT)),
      ])}
      {select('testSplit', 'To test on, once', testText(inspection), [
        { value: TEST_SHARE_OFFERED, label: formatSource(TEST_SHARE_OFFERED) },
        ...named(
          splits.filter((split) => split !== inspection.trainSplit && split !== inspection.validationSplit),
        ),
      ])}
    </div>
  );
}

/** The share of the validation sentences that the form offers for the test; the address can have any. */
const TEST_SHARE_OFFERED = '0.3';

function testText({ test }: DataInspection): string {
  if (test === null) return 'nothing';
  return 'split' in test ? test.split : formatSource(String(test.share));
}
