/**
 * @file Records kernels into the tfjs backend's own command encoder, so that they are in order with its
 * ops, and keeps pipelines, uniforms and bind groups.
 *
 * Tensors that a recorded kernel uses are not entered into tfjs's list of queued ids: a tensor disposed
 * before the submit gives its buffer to the next one right away, which is what keeps a step's peak memory
 * low. That is sound because everything that writes to a pooled buffer is itself recorded: kernels, and
 * tfjs's uploads, which go through a staging buffer where the buffer is not new.
 */
import * as tf from '@tensorflow/tfjs';
import type { Operand, Passes, Slot } from '../index';
import { currentWebGPUBackend, type WebGPUBackendInternals } from './backendInternals';
import { planBuffers, type BufferPlan, type TensorLife } from './bufferPlan';
import { WebGPUFlat } from './flat';
import { wgsl, type KernelSource } from './kernel';
import { Profiler, type KernelTime, type Work } from './profiler';
import { Recording } from './recording';
import { Workspace } from './workspace';

/** So many dispatches go out in one submit at most: the device starts while the rest is recorded. */
const DISPATCHES_PER_SUBMIT = 256;
/** Bind groups kept before all are dropped; a step of 12 layers with LoRA everywhere needs about 600. */
const BIND_GROUPS_KEPT = 8192;
const MAX_WORKGROUPS = 65535;
const ELEMENT_BYTES = 4;

interface Pipeline {
  readonly source: KernelSource;
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
  readonly names: readonly string[];
  readonly bindGroups: Map<string, GPUBindGroup>;
}

export interface Dispatch {
  readonly buffers: Readonly<Record<string, Operand>>;
  readonly uniforms?: Readonly<Record<string, number>>;
  /** Threads, not workgroups: how many, or how many in x and y. */
  readonly threads: number | readonly [number, number];
  /** For the profile. */
  readonly work?: Work;
}

/** What {@link Runner.record} found out. */
export interface Recorded {
  readonly kernels: ReadonlyMap<string, () => KernelSource>;
  readonly tensors: ReadonlyMap<string, readonly TensorLife[]>;
  readonly plan: BufferPlan;
}

export class Runner {
  readonly backend: WebGPUBackendInternals = currentWebGPUBackend();
  /** No workgroup barriers: SwiftShader switches between fibers at each. */
  readonly software: boolean;
  dispatches = 0;
  readonly lost: Promise<GPUDeviceLostInfo>;
  /** Where the tensors of prepared passes lie. */
  readonly workspace: Workspace;

  private readonly pipelines = new Map<string, Pipeline>();
  private readonly uniforms = new Map<string, GPUBuffer>();
  private readonly bufferIds = new WeakMap<GPUBuffer, number>();
  private readonly step: GPUBuffer;
  private nextBufferId = 0;
  private bindGroupCount = 0;
  private unsubmitted = 0;
  private failure: string | null = null;
  private lostMessage: string | null = null;
  private profiler: Profiler | null = null;
  private recording: Recording | null = null;

  constructor(software: boolean | null) {
    const { device } = this.backend;
    const info = device.adapterInfo as GPUAdapterInfo | undefined;
    this.software =
      software ?? (info?.isFallbackAdapter || /swiftshader|llvmpipe/i.test(info?.architecture ?? ''));
    this.workspace = new Workspace(device, this.backend.bufferManager);
    this.step = device.createBuffer({ size: 16, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST });
    this.lost = device.lost;
    void device.lost.then(({ message }) => {
      this.lostMessage = `The GPU device was lost: ${message}`;
    });
    device.addEventListener('uncapturederror', ({ error }) => {
      this.failure ??= error.message;
    });
  }

  /** Kernels compiled so far. */
  get pipelineCount(): number {
    return this.pipelines.size;
  }

  /** A new tensor with unspecified values. */
  tensor(shape: number[], dtype: 'float32' | 'int32' = 'float32'): tf.Tensor {
    if (this.recording) return this.recording.tensor(shape, dtype);
    const info = this.backend.makeTensorInfo(shape, dtype);
    const bytes = shape.reduce((product, extent) => product * extent, ELEMENT_BYTES);
    const planned = this.workspace.take(bytes);
    if (planned) this.backend.tensorMap.get(info.dataId).resource = planned;
    else this.backend.uploadToGPU(info.dataId);
    return tf.engine().makeTensorFromTensorInfo(info);
  }

  /** A new tensor of these values in a buffer of its own, outside the workspace; the host keeps no copy. */
  upload(values: Float32Array | Int32Array, shape: readonly number[]): tf.Tensor {
    const info = this.backend.makeTensorInfo([...shape], values instanceof Int32Array ? 'int32' : 'float32');
    this.backend.uploadToGPU(info.dataId);
    const tensor = tf.engine().makeTensorFromTensorInfo(info);
    this.write(tensor, values);
    return tensor;
  }

  /** The tensor's buffer, with the tensor's data in it once recorded work has run. */
  bufferOf(tensor: tf.Tensor): GPUBuffer {
    this.backend.uploadToGPU(tensor.dataId);
    const { resource } = this.backend.tensorMap.get(tensor.dataId);
    if (!resource) throw new Error('The tensor has no GPU buffer.');
    return resource;
  }

  /**
   * Records one kernel.
   * @param name unique for the source: it names the variant as well, and shows in error messages
   * @param source called the first time the name is used
   */
  run(name: string, source: () => KernelSource, { buffers, uniforms = {}, threads, work }: Dispatch): void {
    if (this.recording) {
      this.recording.kernels.set(name, source);
      return;
    }
    const kernel = this.pipelines.get(name) ?? this.compile(name, source());
    let key = '';
    const bindings = kernel.names.map((binding): GPUBufferBinding => {
      const operand = buffers[binding];
      if (!operand) throw new Error(`Kernel ${name} has no buffer for ${binding}.`);
      const resource = this.bind(operand);
      key += `${this.idOf(resource.buffer)}:${resource.offset ?? 0}:${resource.size ?? ''} `;
      return resource;
    });
    for (const output of Object.keys(kernel.source.outputs)) this.forgetHostCopy(buffers[output]!);
    for (const field of Object.keys(kernel.source.uniforms)) {
      const value = uniforms[field];
      if (value === undefined) throw new Error(`Kernel ${name} has no value for ${field}.`);
      key += `${value} `;
    }
    const { profiler } = this;
    if (profiler) this.backend.endComputePassEncoder();
    const pass = this.pass(profiler?.stamps(name, work, bytesOf(bindings)));
    pass.setPipeline(kernel.pipeline);
    pass.setBindGroup(0, kernel.bindGroups.get(key) ?? this.makeBindGroup(kernel, key, bindings, uniforms));
    const [x, y] = workgroups(threads, kernel.source.workgroup);
    pass.dispatchWorkgroups(x, y);
    if (profiler) this.backend.endComputePassEncoder();
    this.dispatches++;
    if (++this.unsubmitted >= DISPATCHES_PER_SUBMIT) this.flush();
  }

  /** Records zeros into the operand's range. */
  clear(operand: Operand): void {
    if (this.recording) return;
    const { buffer, offset, size } = this.bind(operand);
    this.forgetHostCopy(operand);
    this.encoder().clearBuffer(buffer, offset, size);
  }

  flush(): void {
    if (this.recording) return;
    this.unsubmitted = 0;
    if (this.backend.commandEncoder) {
      this.backend.endComputePassEncoder();
      this.backend.submitQueue();
    }
    this.check();
  }

  /** Replaces a tensor's values from element `offset` on, after everything recorded so far. */
  write(tensor: tf.Tensor, values: Float32Array | Int32Array, offset = 0): void {
    const buffer = this.bufferOf(tensor);
    this.forgetHostCopy(tensor);
    this.flush();
    this.backend.queue.writeBuffer(
      buffer,
      offset * ELEMENT_BYTES,
      values.buffer,
      values.byteOffset,
      values.byteLength,
    );
  }

  /** The fields of `now`, for what is recorded from here on. */
  writeStep(stepSize: number, decay: number, rootCorrection2: number, dropoutKey: number): void {
    if (this.recording) return;
    this.flush();
    const values = new ArrayBuffer(16);
    new Float32Array(values).set([stepSize, decay, rootCorrection2]);
    new Uint32Array(values)[3] = dropoutKey;
    this.backend.queue.writeBuffer(this.step, 0, values);
  }

  async read(tensors: readonly tf.Tensor[]): Promise<Float32Array> {
    const bytes = tensors.reduce((sum, tensor) => sum + tensor.size * 4, 0);
    if (bytes === 0) return new Float32Array(0);
    const { bufferManager } = this.backend;
    const staging = bufferManager.acquireBuffer(bytes, GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ);
    let offset = 0;
    for (const tensor of tensors) {
      const buffer = this.bufferOf(tensor);
      this.encoder().copyBufferToBuffer(buffer, 0, staging, offset, tensor.size * 4);
      offset += tensor.size * 4;
    }
    this.flush();
    await staging.mapAsync(GPUMapMode.READ).catch((error: unknown) => {
      this.check(); // says more, if it was the device
      throw error;
    });
    const values = new Float32Array(staging.getMappedRange().slice(0));
    staging.unmap();
    bufferManager.releaseBuffer(staging);
    this.check();
    return values;
  }

  /** Goes through passes without computing: what they would make and run. `describe` does not compute either. */
  record(describe: () => Passes): Recorded {
    const kernels = new Map<string, () => KernelSource>();
    const tensors = new Map<string, readonly TensorLife[]>();
    for (const [name, body] of this.recorded(describe).result) {
      const { recording } = this.recorded(body);
      tensors.set(name, recording.tensors);
      for (const [kernel, source] of recording.kernels) kernels.set(kernel, source);
    }
    return { kernels, tensors, plan: planBuffers(tensors) };
  }

  /**
   * Gives the passes their buffers and compiles their kernels, several at a time where the browser can.
   * @param onCompiled may throw, to give up
   * @throws Error naming the kernel that does not compile
   */
  async prepare(passes: Passes, onCompiled: (done: number, total: number) => void): Promise<void> {
    const { kernels, plan } = this.record(() => passes);
    this.flush();
    this.dropBindGroups();
    this.workspace.furnish(plan);
    const missing = [...kernels].filter(([name]) => !this.pipelines.has(name));
    let done = 0;
    onCompiled(done, missing.length);
    await Promise.all(
      missing.map(async ([name, source]) => {
        const { kernel, descriptor } = this.describe(name, source());
        try {
          const pipeline = await this.backend.device.createComputePipelineAsync(descriptor);
          this.pipelines.set(name, { ...kernel, pipeline });
        } catch (error) {
          this.check(); // says more, if it was the device or the shader
          throw new Error(`Kernel ${name} cannot be compiled: ${String(error)}`, { cause: error });
        }
        onCompiled(++done, missing.length);
      }),
    );
    this.check();
  }

  /**
   * Times every kernel that `body` records, the runner's only, not tfjs's.
   * @throws Error where the device has no timestamp queries, or whatever body throws
   */
  async profile(body: () => Promise<void>): Promise<KernelTime[]> {
    this.flush();
    const profiler = new Profiler(this.backend.device);
    this.profiler = profiler;
    try {
      await body();
    } finally {
      this.flush();
      this.profiler = null;
    }
    return profiler.collect();
  }

  /** Forgets bind groups, and with them buffers that were destroyed. */
  dropBindGroups(): void {
    for (const { bindGroups } of this.pipelines.values()) bindGroups.clear();
    this.bindGroupCount = 0;
  }

  /** @throws Error if the device reported an error or was lost */
  check(): void {
    if (this.lostMessage !== null) throw new Error(this.lostMessage);
    if (this.failure === null) return;
    const message = this.failure;
    this.failure = null;
    throw new Error(message);
  }

  private recorded<T>(body: () => T): { result: T; recording: Recording } {
    const recording = new Recording();
    this.recording = recording;
    try {
      return { result: body(), recording };
    } finally {
      this.recording = null;
    }
  }

  private encoder(): GPUCommandEncoder {
    this.backend.ensureCommandEncoderReady();
    this.backend.endComputePassEncoder();
    if (!this.backend.commandEncoder) throw new Error('tfjs gave no command encoder.');
    return this.backend.commandEncoder;
  }

  private pass(timestampWrites?: GPUComputePassTimestampWrites): GPUComputePassEncoder {
    this.backend.computePassEncoder ??= this.encoder().beginComputePass({ timestampWrites });
    return this.backend.computePassEncoder;
  }

  private bind(operand: Operand): GPUBufferBinding {
    // The size: a planned buffer may be larger than the tensor.
    if (operand instanceof tf.Tensor)
      return { buffer: this.bufferOf(operand), size: operand.size * ELEMENT_BYTES };
    const { offset, size } = operand.entry;
    return { buffer: this.bufferOf(flatOf(operand).tensor), offset: offset * 4, size: size * 4 };
  }

  /** tfjs keeps what it once read back and would return it again. */
  private forgetHostCopy(operand: Operand): void {
    const tensor = operand instanceof tf.Tensor ? operand : flatOf(operand).tensor;
    this.backend.tensorMap.get(tensor.dataId).values = null;
  }

  private idOf(buffer: GPUBuffer): number {
    let id = this.bufferIds.get(buffer);
    if (id === undefined) this.bufferIds.set(buffer, (id = this.nextBufferId++));
    return id;
  }

  private compile(name: string, source: KernelSource): Pipeline {
    const { kernel, descriptor } = this.describe(name, source);
    const compiled = { ...kernel, pipeline: this.backend.device.createComputePipeline(descriptor) };
    this.pipelines.set(name, compiled);
    return compiled;
  }

  private describe(
    name: string,
    source: KernelSource,
  ): { kernel: Omit<Pipeline, 'pipeline'>; descriptor: GPUComputePipelineDescriptor } {
    const { device } = this.backend;
    const names = [...Object.keys(source.inputs), ...Object.keys(source.outputs)];
    const inputs = Object.keys(source.inputs).length;
    const types = names.map((_, i): GPUBufferBindingType => (i < inputs ? 'read-only-storage' : 'storage'));
    const layout = device.createBindGroupLayout({
      label: name,
      entries: [...types, 'uniform' as const, 'uniform' as const].map((type, binding) => ({
        binding,
        visibility: GPUShaderStage.COMPUTE,
        buffer: { type },
      })),
    });
    const descriptor = {
      label: name,
      layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
      compute: { module: device.createShaderModule({ label: name, code: wgsl(source) }) },
    };
    return { kernel: { source, layout, names, bindGroups: new Map<string, GPUBindGroup>() }, descriptor };
  }

  private makeBindGroup(
    kernel: Pipeline,
    key: string,
    bindings: readonly GPUBufferBinding[],
    values: Readonly<Record<string, number>>,
  ): GPUBindGroup {
    if (this.bindGroupCount >= BIND_GROUPS_KEPT) this.dropBindGroups();
    const resources = [
      ...bindings,
      { buffer: this.uniformBuffer(kernel.source, values) },
      { buffer: this.step },
    ];
    const group = this.backend.device.createBindGroup({
      layout: kernel.layout,
      entries: resources.map((resource, binding) => ({ binding, resource })),
    });
    kernel.bindGroups.set(key, group);
    this.bindGroupCount++;
    return group;
  }

  /** One small buffer for each set of values ever used, never written again. */
  private uniformBuffer(source: KernelSource, values: Readonly<Record<string, number>>): GPUBuffer {
    const fields = Object.entries(source.uniforms);
    const key = fields.map(([field, type]) => `${type}${values[field]}`).join();
    const known = this.uniforms.get(key);
    if (known) return known;
    const size = Math.max(16, Math.ceil(fields.length / 4) * 16);
    const buffer = this.backend.device.createBuffer({
      size,
      usage: GPUBufferUsage.UNIFORM,
      mappedAtCreation: true,
    });
    const view = new DataView(buffer.getMappedRange());
    for (const [i, [field, type]] of fields.entries()) {
      if (type === 'f32') view.setFloat32(i * 4, values[field]!, true);
      else view.setUint32(i * 4, values[field]!, true);
    }
    buffer.unmap();
    this.uniforms.set(key, buffer);
    return buffer;
  }
}

function flatOf(slot: Slot): WebGPUFlat {
  if (!(slot.flat instanceof WebGPUFlat)) throw new Error('A slot of another implementation was given.');
  return slot.flat;
}

function bytesOf(bindings: readonly GPUBufferBinding[]): number {
  return bindings.reduce((sum, { buffer, size }) => sum + (size ?? buffer.size), 0);
}

function workgroups(
  threads: number | readonly [number, number],
  [x, y]: readonly [number, number],
): [number, number] {
  if (typeof threads !== 'number') return [Math.ceil(threads[0] / x), Math.ceil(threads[1] / y)];
  const count = Math.ceil(threads / (x * y));
  const rows = Math.ceil(count / MAX_WORKGROUPS); // a long grid is folded; `index` unfolds it
  return [Math.ceil(count / rows), rows];
}
