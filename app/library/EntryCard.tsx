/** @file One entry of the library: its check marks, name, tags and note, and a menu of actions. */
import { memo } from 'react';
import type { LibraryEntry } from '../../src/library/entry';
import { enginesOf, pytorchName } from '../../src/results/engines';
import { sourceRows } from '../../src/library/rows';
import { formatStatus } from '../../src/library/status';
import { downloadResults, fileStem } from '../ui/download';
import { useLab } from '../store/lab';
import { rowKey } from '../store/results/librarySlice';
import { count, formatDate } from '../../src/base/format';
import { Menu } from '../ui/Menu';
import type { MenuAction } from '../ui/menuAction';
import { rowsOf } from './chosenRows';
import { EntryName } from './EntryName';
import { EntryNote } from './EntryNote';
import { EntryTags } from './EntryTags';

export const EntryCard = memo(function EntryCard({ entry }: { readonly entry: LibraryEntry }) {
  const { experiment, trials } = entry.results;
  return (
    <li className="entry" data-testid="library-entry">
      <div className="entry-head">
        <AllRows entry={entry} />
        <EntryName entry={entry} />
        <EntryMenu entry={entry} />
      </div>
      <p className="caption entry-facts">
        {experiment.model} · {experiment.dataset} · {count(trials.length)}{' '}
        {trials.length === 1 ? 'trial' : 'trials'} ·{' '}
        {experiment.training.precision === 'mixed' && <>mixed precision · </>}
        {enginesOf(trials).includes('pytorch') && <>trained by {pytorchName(trials)} · </>}
        <span data-testid="entry-status">{formatStatus(entry)}</span> ·{' '}
        {entry.origin.kind === 'file' ? entry.origin.name : 'kept'}{' '}
        <time dateTime={entry.addedAt}>{formatDate(new Date(entry.addedAt))}</time>
      </p>
      <EntryTags entry={entry} />
      <details>
        <summary>
          {experiment.scenarios.length === 1
            ? '1 scenario'
            : `${count(experiment.scenarios.length)} scenarios`}
          , note
        </summary>
        <EntryRows entry={entry} />
        <EntryNote entry={entry} />
      </details>
    </li>
  );
});

function EntryMenu({ entry }: { readonly entry: LibraryEntry }) {
  const running = useLab((lab) => lab.run.status !== 'idle');
  const { deleteEntry, goTo, loadExperiment } = useLab.getState();
  const actions: readonly MenuAction[] = [
    {
      label: 'Open in the lab',
      hint: running
        ? 'When the run there has ended.'
        : 'Its experiment takes the place of the one in the lab; Back in the browser undoes that.',
      disabled: running,
      testId: 'entry-open',
      onSelect: () => {
        loadExperiment(entry.results.experiment, 'person');
        goTo('lab');
      },
    },
    {
      label: 'Export',
      hint: 'As a results file.',
      testId: 'entry-export',
      onSelect: () => downloadResults(`${fileStem(entry.name)}.json`, entry.results),
    },
    {
      label: 'Delete',
      hint: 'Can be undone as long as the library is open.',
      testId: 'entry-delete',
      onSelect: () => deleteEntry(entry.id),
    },
  ];
  return (
    <Menu
      label="⋯"
      className="quiet-button"
      description={`What to do with “${entry.name}”`}
      actions={actions}
    />
  );
}

/** The check mark of all scenarios together; a dash if only some are chosen. */
function AllRows({ entry }: { readonly entry: LibraryEntry }) {
  const keys = rowsOf(entry);
  const chosen = useLab((lab) => keys.filter((key) => lab.chosenRows.has(key)).length);
  const { chooseRows } = useLab.getState();
  return (
    <input
      type="checkbox"
      aria-label={`Overlay “${entry.name}”`}
      data-testid="choose-entry"
      checked={chosen === keys.length && keys.length > 0}
      ref={(input) => {
        if (input) input.indeterminate = chosen > 0 && chosen < keys.length;
      }}
      onChange={() => chooseRows(keys, chosen < keys.length)}
    />
  );
}

function EntryRows({ entry }: { readonly entry: LibraryEntry }) {
  const chosenRows = useLab((lab) => lab.chosenRows);
  const { chooseRows } = useLab.getState();
  return (
    <ul className="entry-rows">
      {sourceRows(entry).map(({ index, scenario, trials }) => {
        const key = rowKey(entry.id, index);
        return (
          <li key={index}>
            <label>
              <input
                type="checkbox"
                data-testid="choose-row"
                checked={chosenRows.has(key)}
                onChange={(event) => chooseRows([key], event.target.checked)}
              />
              <span className="swatch" style={{ background: scenario.color }} />
              <span className="entry-row-name">{scenario.name}</span>
              <span className="quiet">{count(trials.length)}</span>
            </label>
          </li>
        );
      })}
    </ul>
  );
}
