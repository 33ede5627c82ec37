/** @file What else can be taken from the page, beside the link and the results file. */
import { Menu, type MenuAction } from '../ui/Menu';
import { useLab } from '../store/lab';
import { runView } from '../store/runView';
import { saveActions } from './saveActions';

export interface ShareMenuProps {
  /** Says what came of an action. */
  readonly tell: (words: string) => void;
}

export function ShareMenu({ tell }: ShareMenuProps) {
  const { openDialog } = useLab.getState();
  const anyResults = useLab((lab) => runView(lab).slots.some(({ record }) => record !== null));
  const actions: readonly MenuAction[] = [
    ...saveActions(tell, !anyResults),
    {
      label: 'Keyboard',
      hint: 'How the page is used without a pointer.',
      onSelect: () => openDialog('shortcuts'),
    },
  ];
  return <Menu label="More" actions={actions} />;
}
