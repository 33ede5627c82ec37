/** @file A figure's menu, which saves the figure as SVG or PNG and its numbers as CSV. */
import { use, useState } from 'react';
import { describeError } from '../../../src/base/errors';
import type { ScenarioResults } from '../../../src/figures/scenarioResults';
import { Menu } from '../../ui/Menu';
import type { MenuAction } from '../../ui/menuAction';
import type { Draw } from './savePicture';
import type { TableName } from './saveTable';
import { ShownResults } from './shown';

export interface SaveMenuProps {
  /** The figure's name in test ids, and in file names unless these have another one: `accuracy`. */
  readonly what: string;
  /** The name in file names, where it says more than `what`. */
  readonly file?: string;
  /** The figure's name for screen readers: "the accuracies". */
  readonly words: string;
  /** The groups that the figure shows; all if left out. */
  readonly groups?: readonly ScenarioResults[];
  /** Makes the picture; left out if there is none. */
  readonly draw?: Draw;
  readonly table?: TableName;
}

/** Drawing and writing code, loaded on first use. */
export function SaveMenu({ what, file = what, words, groups, draw, table }: SaveMenuProps) {
  const shown = use(ShownResults);
  const page = () => (groups ? { ...shown(), groups } : shown());
  const [problem, setProblem] = useState<string | null>(null);
  const attempt = (work: () => Promise<unknown>) => (): void => {
    setProblem(null);
    work().catch((error: unknown) => {
      const { message, remedy } = describeError(error);
      setProblem(`${message} ${remedy}`);
    });
  };
  const picture = (kind: 'svg' | 'png', draws: Draw) =>
    attempt(async () => (await import('./savePicture')).savePicture(file, draws, kind, page()));
  const actions: readonly MenuAction[] = [
    ...(draw
      ? [
          {
            label: 'Picture (SVG)',
            hint: 'On white, for print; stays sharp at any size.',
            testId: `save-${what}-svg`,
            onSelect: picture('svg', draw),
          },
          {
            label: 'Picture (PNG)',
            hint: 'As light or dark as the page, for slides.',
            testId: `save-${what}-png`,
            onSelect: picture('png', draw),
          },
        ]
      : []),
    ...(table
      ? [
          {
            label: 'Table (CSV)',
            hint: 'With all digits, for a spreadsheet or a program.',
            testId: `save-${what}-csv`,
            onSelect: attempt(async () => (await import('./saveTable')).saveTable(table, page())),
          },
        ]
      : []),
  ];
  return (
    <>
      <Menu label="Save" description={`Save ${words}`} className="quiet-button save-menu" actions={actions} />
      {problem && (
        <p role="alert" className="trial-message save-problem">
          {problem}
        </p>
      )}
    </>
  );
}
