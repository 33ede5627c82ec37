/** @file The share menu's actions that save files: report, summary picture, tables. Each loads what it needs when it is chosen. */
import { describeError } from '../../src/base/errors';
import type { MenuAction } from '../ui/menuAction';

/** @param tell reports the outcome @param disabled while there is nothing to save */
export function saveActions(tell: (text: string) => void, disabled: boolean): MenuAction[] {
  const saving = (work: () => Promise<string>) => (): void => {
    work().then(
      (name) => tell(`Saved as ${name}.`),
      (error: unknown) => {
        const { message, remedy } = describeError(error);
        tell(`${message} ${remedy}`);
      },
    );
  };
  const table = (name: 'trials' | 'summary' | 'differences', label: string): MenuAction => ({
    ...{ label, disabled, testId: `save-${name}-csv` },
    onSelect: saving(async () => {
      const [{ saveTable }, { shownExperimentResults }] = await Promise.all([
        import('../results/save/saveTable'),
        import('../results/save/shown'),
      ]);
      return saveTable(name, shownExperimentResults());
    }),
  });
  const panels = (kind: 'svg' | 'png', label: string): MenuAction => ({
    ...{ label, disabled, testId: `save-results-${kind}` },
    onSelect: saving(async () => (await import('../results/save/savePicture')).saveLineUp(kind)),
  });
  return [
    {
      label: 'Save report',
      hint: 'Experiment, figures, tables and method in one page to print or pass on.',
      testId: 'save-report',
      disabled,
      onSelect: saving(async () => (await import('../results/save/saveReport')).saveReport()),
    },
    panels('svg', 'Save the line-up (SVG)'),
    panels('png', 'Save the line-up (PNG)'),
    table('trials', 'Save trials (CSV)'),
    table('summary', 'Save scenarios’ figures (CSV)'),
    table('differences', 'Save differences (CSV)'),
  ];
}
