/** @file What is known about the chosen model: layers, width, parameters, size, commit; and whether the scenarios fit it. */
import { totalParameters } from '../../src/experiment/parameters';
import { parseSourceRef } from '../../src/sources/sourceRef';
import { useLab } from '../store/lab';
import { megabytes } from '../../src/base/format';
import { Explained } from '../ui/Explained';
import { formatParameters, misfitting } from './modelLine';

const ARCHITECTURES = { roberta: 'RoBERTa', bert: 'BERT' } as const;

export function ModelFacts() {
  const id = useLab((lab) => lab.experiment.model);
  const misfits = useLab(misfitting);
  const config = useLab((lab) => lab.modelConfig);
  const facts = useLab((lab) => lab.modelFacts);
  const loading = useLab((lab) => lab.modelLoading);
  const { fitToModel } = useLab.getState();
  if (loading)
    return (
      <p className="caption" role="status">
        asking what {id} looks like …
      </p>
    );
  if (!config) return null;
  const shown = [
    ARCHITECTURES[config.architecture],
    `${config.layers} layers`,
    `hidden ${config.hidden}`,
    `${formatParameters(totalParameters(config))} parameters`,
    ...(facts?.bytes == null ? [] : [megabytes(facts.bytes)]),
  ];
  return (
    <>
      <p className="caption" data-testid="model-facts">
        {shown.join(' · ')}
        {facts?.commit != null && <Commit id={id} commit={facts.commit} />}
      </p>
      {facts?.notices.map((notice) => (
        <p key={notice} className="caption" role="status">
          {notice}
        </p>
      ))}
      {misfits && (
        <p className="caption">
          The scenarios’ modules are for a model with another number of layers.{' '}
          <button type="button" className="text-button" onClick={fitToModel}>
            Fit them to {config.layers} layers
          </button>
        </p>
      )}
    </>
  );
}

/** The commit of a hub's model, and a button that pins the experiment to it. */
function Commit({ id, commit }: { readonly id: string; readonly commit: string }) {
  const source = parseSourceRef('model', id);
  if (source?.kind !== 'hub') return null;
  const pin = (): void => {
    const { experiment, edit } = useLab.getState();
    edit({ ...experiment, model: `${source.repository}@${commit}` }, 'model');
  };
  return (
    <>
      {' · '}
      <span title={commit}>commit {commit.slice(0, 7)}</span>{' '}
      {source.revision !== commit && (
        <Explained text="Stay on this commit, whatever the hub has later.">
          <button type="button" className="link-button" onClick={pin}>
            pin
          </button>
        </Explained>
      )}
    </>
  );
}
