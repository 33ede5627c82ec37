/**
 * @file Runs kernels on tensors of the tfjs backend, in order with its ops.
 *
 * tfjs keeps the buffers of tensors that unsubmitted commands use, in a list of queued ids. Our kernels' tensors are not
 * entered there: a tensor that is disposed before the submit gives its buffer to the next tensor right away, which keeps
 * a step's peak memory low. That is sound because everything that writes to a pooled buffer goes through the same
 * command encoder: kernels, and tfjs's uploads, which use a staging buffer unless the buffer is new.
 */
import * as tf from '@tensorflow/tfjs';
import type { MixedPath, Moment, Operand, PassCourse, Passes, StepState } from '../../index';
import { currentWebGPUBackend, type WebGPUBackendInternals } from './backendInternals';
import { planBuffers } from './bufferPlan';
import type { Capture } from './capture';
import { ChunkSums } from './chunkSums';
import { CommandStream, type Command } from './commands';
import type { Dispatch, PassDevice } from './device';
import { DeviceErrors } from './deviceErrors';
import { DryRun, type DryRunResult } from './dryRun';
import { Fence } from './fence';
import { flatTensor } from './flat';
import { workgroupsOf, type KernelSource } from './kernel';
import { KernelCache } from './kernelCache';
import { MixedPrecision } from './mixedPrecision';
import { makeTensor, upload } from './newTensors';
import { PassRunner } from './passRunner';
import { Profiler, type KernelTime } from './profiler';
import { readSlab, readTogether } from './reading';
import {
  bindingTooLarge,
  flatTooLarge,
  rangeOfRows,
  rowRanges,
  type BindingLimits,
  type Range,
  type TableRows,
} from './rowRanges';
import { Slabs } from './slabs';
import { StepBuffers } from './stepBuffers';
import { TileChoices } from './tileChoices';
import { variantOf } from './variant';
import type { StepValues } from './stepScalars';
import { Workspace } from './workspace';

const ELEMENT_BYTES = 4;
const HALF_BYTES = 2;

export interface RunnerOptions {
  /** Whether to use the kernels for software adapters; if left out, the adapter decides. */
  readonly software?: boolean;
  /** False for kernels without subgroup operations; otherwise they are used if the device has them. */
  readonly subgroups?: boolean;
  /** How products are computed in mixed precision, if not in the best way that the device offers. */
  readonly mixedPath?: MixedPath['kind'];
  /** The largest binding of a storage buffer in bytes, if it should be less than the device's own limit. */
  readonly maxBindingBytes?: number;
  /** The backend to work on; tfjs's current one if it is left out. */
  readonly backend?: WebGPUBackendInternals;
}

export class Runner implements PassDevice {
  readonly backend: WebGPUBackendInternals;
  /** Whether the kernels for software adapters run, which have no workgroup barriers. */
  readonly software: boolean;
  /** Whether kernels may use subgroup operations. */
  readonly subgroups: boolean;
  readonly errors: DeviceErrors;
  /** Waits for the device. */
  readonly fence: Fence;
  readonly commands: CommandStream;
  /** The buffers that the tensors of prepared passes lie in. */
  readonly workspace: Workspace;
  readonly passes = new PassRunner(this);
  readonly chunkSums = new ChunkSums(this);
  /** Captures the commands of the pass that is running, if they may be sent again. */
  capture: Capture | null = null;
  /** The tensors that the running pass has made, to be disposed if it fails. */
  made: tf.Tensor[] | null = null;
  readonly bindingLimits: BindingLimits;
  readonly precision: MixedPrecision;
  /** The tiles that this device has chosen for the matrix products. */
  readonly tiles = new TileChoices();

  private readonly kernels: KernelCache;
  private readonly steps: StepBuffers;
  private readonly companies = new Slabs();
  private profiler: Profiler | null = null;
  /** Set during a dry run, when nothing is computed. */
  private dry: DryRun | null = null;

  constructor(options: RunnerOptions = {}) {
    const { software, subgroups = true, maxBindingBytes = Infinity } = options;
    this.backend = options.backend ?? currentWebGPUBackend();
    const { device } = this.backend;
    this.errors = new DeviceErrors(device);
    this.commands = new CommandStream(this.backend);
    this.fence = new Fence(device, false, () => this.commands.submits);
    const info = device.adapterInfo as GPUAdapterInfo | undefined;
    this.software =
      software ?? (info?.isFallbackAdapter || /swiftshader|llvmpipe/i.test(info?.architecture ?? ''));
    this.subgroups = subgroups && device.features.has('subgroups');
    this.bindingLimits = {
      bytes: Math.min(
        maxBindingBytes,
        device.limits.maxStorageBufferBindingSize,
        device.limits.maxBufferSize,
      ),
      alignment: device.limits.minStorageBufferOffsetAlignment,
    };
    this.precision = new MixedPrecision(device, options.mixedPath);
    this.workspace = new Workspace(device, this.backend.bufferManager);
    this.steps = new StepBuffers(device, this.backend.queue);
    this.kernels = new KernelCache(device, this.steps.alone, this.steps.trials);
  }

  /** The number of kernels compiled so far. */
  get pipelineCount(): number {
    return this.kernels.size;
  }

  /** Whether a pass's commands may be captured: this is not a dry run, and kernels are not timed one by one. */
  get captures(): boolean {
    return this.dry === null && this.profiler === null;
  }

  /** The number of slabs of new tensors. */
  get slabs(): number {
    return this.companies.count;
  }

  /** Runs `body` for the trials of a company: what it makes has a slab for each, and its kernels compute all. */
  together<T>(count: number, body: () => T): T {
    return this.companies.together(count, body);
  }

  /** A new tensor with unspecified values. */
  tensor(shape: number[], dtype: 'float32' | 'int32' = 'float32'): tf.Tensor {
    if (this.dry) return this.dry.tensor(shape, dtype, this.slabs);
    return this.make(shape, shape, dtype);
  }

  /** A new matrix that backward needs. In mixed precision it is kept in half floats, if its rows are whole vec4s. */
  kept([rows, width]: readonly [number, number]): tf.Tensor {
    const shape = [rows, width];
    if (!this.precision.keeps(width)) return this.tensor(shape);
    const tensor =
      this.dry?.tensor(shape, 'float32', this.slabs, HALF_BYTES) ??
      this.make(shape, [rows, width / 2], 'float32');
    this.precision.note(tensor);
    return tensor;
  }

  /** A new matrix of gradients that products alone read; on the matrix units they are half floats in mixed precision. */
  gradient([rows, width]: readonly [number, number]): tf.Tensor {
    if (!this.precision.keepsGradients || !this.precision.keeps(width)) return this.tensor([rows, width]);
    const tensor = this.kept([rows, width]);
    this.precision.note(tensor, true);
    return tensor;
  }

  private make(shape: number[], stored: number[], dtype: 'float32' | 'int32'): tf.Tensor {
    const tensor = makeTensor(this, shape, stored, dtype);
    this.companies.note(tensor);
    this.made?.push(tensor);
    return tensor;
  }

  /** A new tensor of these values in a buffer of its own, outside the workspace. The host keeps no copy. */
  upload(values: Float32Array | Int32Array, shape: readonly number[]): tf.Tensor {
    return upload(this, values, shape);
  }

  /** The tensor's buffer. It holds the tensor's data once the encoded work has run. */
  bufferOf(tensor: tf.Tensor): GPUBuffer {
    this.backend.uploadToGPU(tensor.dataId);
    const { resource } = this.backend.tensorMap.get(tensor.dataId);
    if (!resource) throw new Error('The tensor has no GPU buffer.');
    return resource;
  }

  bytesOf(tensor: tf.Tensor): number {
    return this.companies.bytesOf(tensor) / (this.precision.isHalf(tensor) ? 2 : 1);
  }

  /**
   * Checks that a flat buffer can be bound as a whole, as AdamW does.
   * @throws LabError if this many elements are more than a binding may hold; never in a dry run
   */
  requireBinding(elements: number): void {
    const [bytes, limit] = [elements * ELEMENT_BYTES, this.bindingLimits.bytes];
    if (bytes > limit && !this.dry) throw flatTooLarge(bytes, limit);
  }

  /** All rows of a table, in row ranges that can be bound. @throws LabError if not even a few rows can */
  tableRows(table: Operand): TableRows[] {
    const [rows = 0, width = 0] = table instanceof tf.Tensor ? table.shape : table.entry.shape;
    const ranges = rowRanges(rows, width * ELEMENT_BYTES, this.bindingLimits);
    return ranges.map((range) => ({ table, tableRows: rows, ...range }));
  }

  /**
   * Encodes one dispatch of a kernel.
   * @param name unique for the source: it names the variant too, and appears in error messages
   * @param source called the first time the name is used
   * @throws LabError if an operand is larger than a binding may be
   */
  run(single: string, singleSource: () => KernelSource, dispatch: Dispatch): void {
    const { buffers, threads, work } = dispatch;
    const isCompany = this.companies.trials !== null;
    const halves = this.precision.arraysOf(buffers);
    const gradients = this.precision.gradientsOf(buffers);
    const { name, source } = variantOf({ name: single, source: singleSource }, isCompany, halves, gradients);
    if (this.dry) {
      this.dry.kernels.set(name, source);
      return;
    }
    const kernel = this.kernels.get(name, source);
    const uniforms = isCompany
      ? this.companies.uniformsOf(kernel.source, dispatch)
      : (dispatch.uniforms ?? {});
    const inputs = Object.keys(kernel.source.inputs).length;
    const bindings = kernel.names.map((binding, i) => {
      const operand = buffers[binding];
      if (!operand) throw new Error(`Kernel ${name} has no buffer for ${binding}.`);
      const range = this.bind(operand, i >= inputs);
      if (range.size > this.bindingLimits.bytes) throw bindingTooLarge(range.size, this.bindingLimits.bytes);
      return range;
    });
    const { pipeline } = kernel;
    const bindGroup = this.kernels.bindGroup(name, kernel, bindings, uniforms);
    const [x, y] = workgroupsOf(threads, kernel.source.workgroup);
    const bytes = (): number => bindings.reduce((sum, { size }) => sum + size, 0);
    const z = this.slabs;
    this.issue(
      { kind: 'dispatch', pipeline, bindGroup, x, y, z },
      this.profiler?.stamps(name, work && { ...work, flops: z * work.flops }, bytes()),
    );
  }

  /** Encodes zeros into the operand's range. */
  clear(operand: Operand): void {
    if (this.dry) return;
    this.issue({ kind: 'clear', ...this.bind(operand, true) });
  }

  /** Encodes a copy of a whole tensor into one of the same size. */
  copy(from: tf.Tensor, to: tf.Tensor): void {
    if (this.dry) return;
    this.commands.copy(this.bufferOf(from), this.bufferOf(to), 0, this.bytesOf(from));
  }

  /** Only a dry run notes the moments of a step. */
  enter(moment: Moment): void {
    this.dry?.enter(moment);
  }

  /** Submits everything encoded so far. @throws Error, LabError if the device is lost or has reported an error */
  flush(): void {
    if (this.dry) return;
    this.commands.submit();
    this.errors.check();
  }

  /** Replaces a tensor's values from element `offset` on, after everything encoded so far. */
  write(tensor: tf.Tensor, values: Float32Array | Int32Array, offset = 0): void {
    if (this.dry) return;
    if (this.capture) throw new Error("What a pass gets from the host must be among the pass's inputs.");
    const { buffer } = this.bind(tensor, true);
    this.flush();
    this.backend.queue.writeBuffer(
      buffer,
      offset * ELEMENT_BYTES,
      values.buffer,
      values.byteOffset,
      values.byteLength,
    );
  }

  /** Sets the fields of `now` for the kernels that are encoded from here on. */
  writeStep(step: StepValues): void {
    if (this.dry) return;
    this.flush();
    this.steps.write(step);
  }

  /** The same for the trials of a company. */
  writeTrialSteps(steps: readonly StepValues[], states: readonly StepState[]): void {
    this.companies.sentences = states[0]?.batch?.sentences ?? 1;
    if (this.dry) return;
    this.flush();
    this.steps.writeTrials(steps, states);
  }

  /** The tensors' values one after another, read in one round trip through a buffer of tfjs's pool. */
  read(tensors: readonly tf.Tensor[]): Promise<Float32Array> {
    return readTogether(this, tensors);
  }

  /** All values of one slab of a tensor that may be too large to be read through tfjs's pool. */
  readLarge(tensor: tf.Tensor, slab = 0): Promise<Float32Array> {
    return readSlab(this, tensor, slab);
  }

  /** Goes through passes without computing, to find what they would make and run. `describe` does not compute either. */
  dryRun(describe: () => Passes): DryRunResult {
    const kernels = new Map<string, () => KernelSource>();
    const courses = new Map<string, PassCourse>();
    for (const [name, body] of this.withoutComputing(describe).result) {
      const { dry } = this.withoutComputing(body);
      courses.set(name, dry.course);
      for (const [kernel, source] of dry.kernels) kernels.set(kernel, source);
    }
    return { kernels, courses, plan: planBuffers(courses) };
  }

  /**
   * Allocates the passes' buffers and compiles their kernels, several at a time if the browser can.
   * @param onCompiled gets how many kernels of how many are compiled; it may throw to stop
   * @throws LabError naming a kernel that does not compile
   */
  async prepare(passes: Passes, onCompiled: (done: number, total: number) => void): Promise<void> {
    await this.tiles.settle();
    const { kernels, plan } = this.dryRun(() => passes);
    this.forgetBuffers();
    this.workspace.allocate(plan);
    const missing = [...kernels].filter(([name]) => !this.kernels.has(name));
    // Where the processor is the device, asking would take time from what it waits for.
    if (!this.software) await this.fence.calibrate();
    await this.kernels.compileAll(missing, (name, error) => this.errors.ofKernel(name, error), onCompiled);
    this.errors.check();
  }

  /**
   * Times every kernel that `body` runs through the runner; tfjs's own are not timed.
   * @throws Error if the device has no timestamp queries; and whatever `body` throws
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

  /**
   * Must be called after a failure. Waits for the device, forgets the errors that it reported in the meantime, and
   * drops what the failure may have spoiled. Tensors outside the workspace are left alone; their owners dispose them
   * before.
   */
  async recover(): Promise<void> {
    this.commands.submit();
    // The device reports errors in order, but as events, which arrive after the promise of the same work resolves. After
    // a second round trip all errors of the submitted work have arrived.
    for (let i = 0; i < 2; i++) await this.backend.queue.onSubmittedWorkDone();
    this.errors.forget();
    this.forgetBuffers();
    this.kernels.clear();
  }

  /** Destroys the workspace, and forgets everything that has its buffers bound. */
  forgetBuffers(): void {
    this.flush(); // encoded work may still use the buffers
    this.passes.forget();
    this.kernels.dropBindGroups();
    this.workspace.clear();
  }

  /** Drops the copy that tfjs keeps of what it once read back: it would return that again. */
  forgetHostCopy(tensor: tf.Tensor): void {
    this.backend.tensorMap.get(tensor.dataId).values = null;
  }

  private issue(command: Command, stamps?: GPUComputePassTimestampWrites): void {
    this.capture?.commands.push(command);
    this.commands.encode(command, stamps);
  }

  private withoutComputing<T>(body: () => T): { result: T; dry: DryRun } {
    const dry = new DryRun();
    this.dry = dry;
    try {
      return { result: body(), dry };
    } finally {
      this.dry = null;
    }
  }

  /** The operand's range in its buffer. */
  private bind(operand: Operand | TableRows, written: boolean): Range {
    if ('table' in operand) return rangeOfRows(this.bind(operand.table, written), operand);
    const whole = operand instanceof tf.Tensor;
    const tensor = whole ? operand : flatTensor(operand.flat);
    const buffer = this.bufferOf(tensor);
    if (written) this.forgetHostCopy(tensor);
    if (this.capture && !this.workspace.owns(buffer)) this.capture.uses(tensor, written);
    // The size is the tensor's, because a planned buffer may be larger.
    if (whole) return { buffer, offset: 0, size: this.bytesOf(tensor) };
    const { offset, size } = operand.entry;
    // The entry's first slab up to the end of its last, with the other entries between.
    const between = this.bytesOf(tensor) - tensor.size * ELEMENT_BYTES;
    return { buffer, offset: offset * ELEMENT_BYTES, size: size * ELEMENT_BYTES + between };
  }
}
