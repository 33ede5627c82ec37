/** @file Which hub is used, with which token, and which of its downloads the browser keeps. */
import { normalizeHubUrl } from '../../src/sources/hub/address';
import { DEFAULT_HUB_URL } from '../../src/sources/sourceSettings';
import { useLab } from '../store/lab';
import { megabytes } from '../../src/base/format';
import { TextSetting } from './TextSetting';

export default function HubSettings() {
  const { hubUrl, hubToken } = useLab((lab) => lab.sources);
  const { changeSources, listCache } = useLab.getState();
  return (
    <details
      className="hub-settings"
      onToggle={({ currentTarget }) => {
        if (currentTarget.open) listCache();
      }}
    >
      <summary>Hub settings and downloads</summary>
      <TextSetting
        label="Hub address"
        value={hubUrl}
        hint="Hugging Face, or a mirror of it."
        onChange={(text) => changeSources({ hubUrl: normalizeHubUrl(text === '' ? DEFAULT_HUB_URL : text) })}
      />
      <TextSetting
        label="Access token"
        value={hubToken ?? ''}
        secret
        placeholder="none"
        hint="For private and gated repositories. Sent to this hub only, and forgotten when the page is closed."
        onChange={(text) => changeSources({ hubToken: text === '' ? null : text })}
      />
      <Downloads />
    </details>
  );
}

function Downloads() {
  const cached = useLab((lab) => lab.cached);
  const { listCache } = useLab.getState();
  if (!cached || cached.length === 0)
    return <p className="caption">No downloads are kept in this browser.</p>;
  const total = cached.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <div className="downloads" data-testid="downloads">
      <ul>
        {cached.map((one) => (
          <li key={`${one.hubUrl} ${one.kind} ${one.repository} ${one.commit}`}>
            <span title={`${one.hubUrl}, commit ${one.commit}`}>
              {one.repository} <small>{one.commit.slice(0, 7)}</small>
            </span>
            <span>{megabytes(one.bytes)}</span>
            <button
              type="button"
              className="quiet-button"
              aria-label={`Remove the download of ${one.repository}`}
              onClick={() => {
                const { hubUrl, kind, repository, commit } = one;
                listCache({ hubUrl, kind, repository, commit });
              }}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      <button type="button" className="text-button" onClick={() => listCache('everything')}>
        Clear all downloads ({megabytes(total)})
      </button>
    </div>
  );
}
