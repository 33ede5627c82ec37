/**
 * @file Registers tfjs's WebGPU backend with a device that has the features our kernels use: tfjs itself never asks for
 * subgroups. It must be imported instead of `@tensorflow/tfjs-backend-webgpu`, before `tf.setBackend('webgpu')`.
 */
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs';
import { MATRIX_UNITS_FEATURE } from './matrixUnits';

const NAME = 'webgpu';
/** The priority that tfjs gives this backend: above WebGL, WebAssembly and plain JavaScript. */
const PRIORITY = 3;

/**
 * Features that are requested if the adapter has them. The last two are for mixed precision alone; float32's kernels are
 * the same with and without them.
 */
const FEATURES = [
  'timestamp-query',
  'subgroups',
  'shader-f16',
  MATRIX_UNITS_FEATURE,
] as readonly GPUFeatureName[];
/** Limits that are raised to the adapter's own, the same as by tfjs. */
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

// Without WebGPU, tfjs has not registered this backend.
if (tf.findBackendFactory(NAME)) {
  tf.removeBackend(NAME);
  tf.registerBackend(NAME, createBackend, PRIORITY);
}
