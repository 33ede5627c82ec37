/** @file Makes tensors: of a pass, where its plan says, or of values from the host in buffers of their own. */
import * as tf from '@tensorflow/tfjs';
import type { PassDevice } from './device';

const ELEMENT_BYTES = 4;

/**
 * A new tensor with unspecified values, in the buffer that the running pass has planned for it if there is one.
 * @param shape its shape, of one slab
 * @param stored the shape of what is stored of a slab: for half floats, of their pairs
 */
export function makeTensor(
  { backend, workspace, slabs }: Pick<PassDevice, 'backend' | 'workspace' | 'slabs'>,
  shape: number[],
  stored: number[],
  dtype: 'float32' | 'int32',
): tf.Tensor {
  const info = backend.makeTensorInfo(slabs === 1 ? stored : [slabs, ...stored], dtype);
  const bytes = stored.reduce((product, extent) => product * extent, ELEMENT_BYTES * slabs);
  const planned = workspace.take(bytes);
  if (planned) backend.tensorMap.get(info.dataId).resource = planned;
  else backend.uploadToGPU(info.dataId);
  return tf.engine().makeTensorFromTensorInfo({ ...info, shape });
}

/** A new tensor of these values in a buffer of its own. The host keeps no copy. */
export function upload(
  device: Pick<PassDevice, 'backend' | 'write'>,
  values: Float32Array | Int32Array,
  shape: readonly number[],
): tf.Tensor {
  const { backend } = device;
  const info = backend.makeTensorInfo([...shape], values instanceof Int32Array ? 'int32' : 'float32');
  backend.uploadToGPU(info.dataId);
  const tensor = tf.engine().makeTensorFromTensorInfo(info);
  try {
    device.write(tensor, values);
  } catch (error) {
    tensor.dispose();
    throw error;
  }
  return tensor;
}
