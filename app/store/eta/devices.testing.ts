/** @file Devices for tests: a fast one, and the software adapter. */
import type { Environment } from '../../../src/results/results';

export const GPU: Environment = {
  ...{ backend: 'webgpu', device: 'some gpu', software: false },
  ...{ userAgent: '', labVersion: '' },
};
export const SOFTWARE: Environment = { ...GPU, device: 'SwiftShader', software: true };
