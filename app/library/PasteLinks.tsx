/** @file Takes results links that were copied from a chat or a mail: many at once, and with other text around them. */
import { useId, useState } from 'react';
import { Popup } from '../ui/Popup';

export interface PasteLinksProps {
  readonly disabled: boolean;
  readonly onPaste: (text: string) => void;
}

export function PasteLinks(props: PasteLinksProps) {
  return (
    <Popup label="Paste links" title="Paste results links" testId="paste-links">
      {(close) => <PasteForm {...props} onDone={close} />}
    </Popup>
  );
}

function PasteForm({ disabled, onPaste, onDone }: PasteLinksProps & { readonly onDone: () => void }) {
  const id = useId();
  const [text, setText] = useState('');
  return (
    <form
      className="paste-links"
      onSubmit={(event) => {
        event.preventDefault();
        onPaste(text);
        // The panel would lie over what the links bring.
        onDone();
      }}
    >
      <label htmlFor={id}>Results links</label>
      <textarea
        id={id}
        rows={6}
        value={text}
        spellCheck={false}
        aria-describedby={`${id}-hint`}
        data-testid="pasted-links"
        onChange={(event) => setText(event.target.value)}
      />
      <p className="caption" id={`${id}-hint`}>
        As many as you like. You can paste a whole chat: other text is ignored.
      </p>
      <button
        type="submit"
        className="text-button strong"
        data-testid="import-links"
        disabled={disabled || text.trim() === ''}
      >
        Import
      </button>
    </form>
  );
}
