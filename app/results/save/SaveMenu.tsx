/** @file A figure's menu: itself as SVG or PNG, its numbers as CSV. */
import { use, useState } from 'react';
import { describeError } from '../../../src/base/errors';
import type { ScenarioResults } from '../../../src/figures/scenarioResults';
import { Menu, type MenuAction } from '../../ui/Menu';
import type { Draw } from './savePicture';
import type { TableName } from './saveTable';
import { ShownResults } from './shown';

export interface SaveMenuProps {
  /** In the files' names and test ids: `accuracy`. */
  readonly what: string;
  /** What the menu is about, for screen readers: "the accuracies". */
  readonly words: string;
  /** Those that the figure shows; left out, all. */
  readonly groups?: readonly ScenarioResults[];
  /** Left out: there is no picture of it. */
  readonly draw?: Draw;
  readonly table?: TableName;
}

/** What draws and writes is loaded when it is first wanted. */
export function SaveMenu({ what, words, groups, draw, table }: SaveMenuProps) {
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
    attempt(async () => (await import('./savePicture')).savePicture(what, draws, kind, page()));
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
