/** @file What else can be taken from the page, beside the link and the results file. */
import { Menu, type MenuAction } from '../ui/Menu';
import { useLab } from '../store/lab';
import { runView } from '../store/runView';

export function ShareMenu() {
  const anyResults = useLab((lab) => runView(lab).slots.some(({ record }) => record !== null));
  const { openDialog } = useLab.getState();
  const actions: readonly MenuAction[] = [
    {
      label: 'Keep in library',
      hint: 'These results under a name, to be laid over those of other experiments.',
      disabled: !anyResults,
      testId: 'keep-in-library',
      onSelect: () => openDialog('keep'),
    },
    {
      label: 'Keyboard',
      hint: 'How the page is used without a pointer.',
      onSelect: () => openDialog('shortcuts'),
    },
  ];
  return <Menu label="More" actions={actions} />;
}
