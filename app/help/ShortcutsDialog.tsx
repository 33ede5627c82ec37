/** @file Shows how to use the page without a pointer. */
import type { PageDialogProps } from '../ui/pageDialog';
import { Dialog } from '../ui/Dialog';

const KEYS: readonly { readonly keys: readonly string[]; readonly what: string }[] = [
  { keys: ['Tab'], what: 'to the next control; the grid, the matrix and a menu are one stop each' },
  {
    keys: ['←', '↑', '→', '↓'],
    what: 'within the grid of modules, the matrix of differences, a menu or a choice',
  },
  { keys: ['Space'], what: 'ticks a module; on a layer’s number or a component’s name, all of them' },
  { keys: ['Home', 'End'], what: 'to the first or last module of the row' },
  { keys: ['Esc'], what: 'closes a dialog, a menu or an explanation' },
];

export default function ShortcutsDialog({ onClose }: PageDialogProps) {
  return (
    <Dialog
      title="Keyboard"
      description="Everything works without a pointer. Controls explain themselves when the focus reaches them."
      onClose={onClose}
    >
      <dl className="shortcuts">
        {KEYS.map(({ keys, what }) => (
          <div key={keys.join()}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
