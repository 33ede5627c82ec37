/** @file A model from the hub: its name, and its revision, if not the newest. */
import { LabError } from '../../src/base/errors';
import { parseSourceRef, type SourceRef } from '../../src/sources/sourceRef';
import { TextSetting } from './TextSetting';

/** Encoders that the lab runs. Any other RoBERTa or BERT can be typed. */
const SUGGESTIONS = [
  'roberta-base',
  'distilroberta-base',
  'sentence-transformers/all-MiniLM-L6-v2',
  'microsoft/MiniLM-L12-H384-uncased',
  'bert-base-uncased',
];

export interface HubModelProps {
  readonly source: SourceRef | null;
  readonly onChoose: (id: string) => void;
}

function hubId(id: string): string {
  if (parseSourceRef('model', id)?.kind !== 'hub')
    throw new LabError(
      `“${id}” is not the name of a repository on a hub.`,
      'Write it as name or owner/name.',
    );
  return id;
}

export function HubModel({ source, onChoose }: HubModelProps) {
  const chosen = source?.kind === 'hub' ? source : null;
  return (
    <div className="fields hub-model">
      <TextSetting
        label="Name on the hub"
        value={chosen?.repository ?? ''}
        placeholder="roberta-base"
        suggestions={SUGGESTIONS}
        onChange={(text) => {
          if (text !== '') onChoose(hubId(text));
        }}
      />
      {chosen && (
        <TextSetting
          label="Revision"
          value={chosen.revision ?? ''}
          placeholder="main"
          onChange={(text) =>
            onChoose(hubId(text === '' ? chosen.repository : `${chosen.repository}@${text}`))
          }
        />
      )}
    </div>
  );
}
