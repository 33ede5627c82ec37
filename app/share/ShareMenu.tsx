/** @file What else can be taken from the page, beside the link and the results file. */
import { Menu, type MenuAction } from '../ui/Menu';
import { useLab } from '../store/lab';

export function ShareMenu() {
  const { openDialog } = useLab.getState();
  const actions: readonly MenuAction[] = [
    {
      label: 'Keyboard',
      hint: 'How the page is used without a pointer.',
      onSelect: () => openDialog('shortcuts'),
    },
  ];
  return <Menu label="More" actions={actions} />;
}
