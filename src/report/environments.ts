/** @file The report's list of where its trials ran. */
import type { Environment } from '../results/results';
import { html, type Html } from './html';

const versionsText = ({ python, torch, transformers, peft }: NonNullable<Environment['versions']>): string =>
  [
    `Python ${python}`,
    `PyTorch ${torch}`,
    ...(transformers ? [`Transformers ${transformers}`] : []),
    ...(peft ? [`PEFT ${peft}`] : []),
  ].join(', ');

export function environmentList(environments: readonly Environment[]): Html {
  const different = new Map(environments.map((environment) => [JSON.stringify(environment), environment]));
  return html`${[...different.values()].map(
    ({ backend, device, software, userAgent, labVersion, versions, node }) =>
      html`<dl>
          <div>
            <dt>Backend</dt>
            <dd>
              ${backend === 'pytorch' ? 'PyTorch, not the lab’s own engine' : backend}${software ? ' on a software adapter' : ''}
            </dd>
          </div>
          <div>
            <dt>Device</dt>
            <dd>${device}</dd>
          </div>
          <div>
            <dt>Lab version</dt>
            <dd>${labVersion}</dd>
          </div>
          ${
            versions
              ? html`<div>
                  <dt>Versions</dt>
                  <dd>${versionsText(versions)}</dd>
                </div>`
              : null
          }
          ${
            node === undefined
              ? null
              : html`<div>
                  <dt>Machine</dt>
                  <dd>${node}</dd>
                </div>`
          }
        </dl>
        <p class="quiet">${userAgent}</p>`,
  )}`;
}
