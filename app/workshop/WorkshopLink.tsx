/** @file The finished link: its length, a button that copies it, and a preview of what it opens. */
import { useState } from 'react';
import { copyText } from '../ui/copyText';

/** The number of characters up to which a link is safe to send: some mail programs and chats break longer ones. */
const LONG = 2000;

export interface WorkshopLinkProps {
  readonly link: string;
  /** Why there can be no link as things are; null if there can. */
  readonly problem: string | null;
}

export function WorkshopLink({ link, problem }: WorkshopLinkProps) {
  return problem === null ? (
    <FinishedLink link={link} />
  ) : (
    <p className="workshop-link field-message" role="alert" data-testid="workshop-link-problem">
      There is no link yet. {problem}
    </p>
  );
}

function FinishedLink({ link }: { readonly link: string }) {
  const [told, setTold] = useState({ link: '', text: '' });
  const copy = async (): Promise<void> => {
    const text = (await copyText(link))
      ? 'Copied. '
      : 'The browser does not allow copying: select the link. ';
    setTold({ link, text });
  };
  return (
    <div className="workshop-link">
      <input
        type="text"
        readOnly
        value={link}
        aria-label="The workshop’s link"
        data-testid="workshop-url"
        onFocus={(event) => event.target.select()}
      />
      <p className="caption" role="status">
        {told.link === link ? told.text : ''}
        {link.length.toLocaleString('en')} characters
        {link.length > LONG ? ': some mail programs break links this long; a text file keeps it short.' : '.'}
      </p>
      <a className="text-button" href={link} target="_blank" rel="noreferrer" data-testid="workshop-preview">
        Preview
      </a>
      <button type="button" className="run-button" data-testid="workshop-copy" onClick={() => void copy()}>
        Copy link
      </button>
    </div>
  );
}
