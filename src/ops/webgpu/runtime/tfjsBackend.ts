/**
 * @file Registers tfjs's WebGPU backend with a device that has what our kernels can use: tfjs itself never asks
 * for subgroups. Imported instead of `@tensorflow/tfjs-backend-webgpu`, before `tf.setBackend('webgpu')`.
 */
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs';

const NAME = 'webgpu';
/** tfjs's own: above WebGL, WebAssembly and plain JavaScript. */
const PRIORITY = 3;

/** Asked for where the adapter has them. */
const FEATURES: readonly GPUFeatureName[] = ['timestamp-query', 'subgroups'];
/** As much as the adapter has; those that tfjs asks for. */
const LIMITS = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
] as const;

async function createBackend(): Promise<WebGPUBackend> {
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new Error('WebGPU is there, but no graphics adapter for it.');
  const device = await adapter.requestDevice({
    requiredFeatures: FEATURES.filter((feature) => adapter.features.has(feature)),
    requiredLimits: Object.fromEntries(LIMITS.map((limit) => [limit, adapter.limits[limit]])),
  });
  return new WebGPUBackend(device, adapter.info);
}

// Where there is no WebGPU, tfjs has registered none.
if (tf.findBackendFactory(NAME)) {
  tf.removeBackend(NAME);
  tf.registerBackend(NAME, createBackend, PRIORITY);
}
