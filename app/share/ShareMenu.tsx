/** @file The menu of what else can be taken from the page, besides the link and the results file. */
import { describeError } from '../../src/base/errors';
import { Menu } from '../ui/Menu';
import type { MenuAction } from '../ui/menuAction';
import { useLab } from '../store/lab';
import { runView } from '../store/runView';
import { saveActions } from './saveActions';

export interface ShareMenuProps {
  /** Reports the outcome of an action. */
  readonly tell: (text: string) => void;
}

export function ShareMenu({ tell }: ShareMenuProps) {
  const { openDialog } = useLab.getState();
  const anyResults = useLab((lab) => runView(lab).slots.some(({ record }) => record !== null));
  const actions: readonly MenuAction[] = [
    ...saveActions(tell, !anyResults),
    {
      label: 'Keep in library',
      hint: 'Keeps these results under a name, to compare them with those of other experiments.',
      disabled: !anyResults,
      testId: 'keep-in-library',
      onSelect: () => openDialog('keep'),
    },
    {
      label: 'Copy link with results',
      hint: 'It opens this experiment with your results; for small experiments.',
      testId: 'copy-results-link',
      disabled: !anyResults,
      onSelect: () =>
        void import('./resultsLink')
          .then(({ copyResultsLink }) => copyResultsLink(null))
          .then(tell, (error: unknown) => tell(describeError(error).message)),
    },
    {
      label: 'Where should I fine-tune?',
      testId: 'recommend-open',
      onSelect: () => openDialog('recommend'),
    },
    {
      label: 'Equal footing…',
      hint: 'Equal parameters, memory or time, and each scenario at its own learning rate.',
      testId: 'footing-open',
      onSelect: () => openDialog('footing'),
    },
    {
      label: 'Run elsewhere…',
      hint: 'On a GPU server or a cluster, with the same seeds; or as a Python script of one scenario.',
      testId: 'run-elsewhere',
      onSelect: () => openDialog('elsewhere'),
    },
    {
      label: 'Make a workshop link…',
      hint: 'A text of your own, settings that are fixed, a budget of trials.',
      testId: 'workshop-link',
      onSelect: () => openDialog('workshop'),
    },
    {
      label: 'Keyboard',
      hint: 'How to use the page without a mouse.',
      onSelect: () => openDialog('shortcuts'),
    },
  ];
  return <Menu label="More" actions={actions} />;
}
