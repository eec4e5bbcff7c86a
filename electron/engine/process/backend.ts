import { getLlama, type Llama, LlamaLogLevel } from 'node-llama-cpp';
import type { LoadOptions } from '../engine.ts';

export interface Backend {
  readonly llama: Llama;
  /** 'metal', 'cuda', 'vulkan' or 'cpu'. */
  readonly name: string;
  /** The GPUs in use. */
  readonly deviceNames: readonly string[];
  /** Physical cores that help with arithmetic. */
  readonly cores: number;
  /** llama.cpp's last complaints since the last time they were forgotten, newest last. */
  readonly complaints: () => readonly string[];
  forgetComplaints(): void;
}

const keptComplaints = 20;
const gpuTypes = ['metal', 'cuda', 'vulkan'] as const;

/** What is tried: one GPU backend, the best of those not excluded, or the CPU. */
export type BackendTrial =
  | { readonly name: (typeof gpuTypes)[number] | 'cpu' }
  | { readonly name: 'auto'; readonly exclude: readonly (typeof gpuTypes)[number][] };

/**
 * The backends to try, best first; the CPU is always the last resort.
 * @param excluded backends not to be used; 'auto' means all but the CPU.
 */
export function backendTrials(input: {
  readonly gpu: LoadOptions['gpu'];
  readonly excluded: readonly string[];
}): BackendTrial[] {
  const { gpu, excluded } = input;
  if (gpu === 'off' || excluded.includes('auto')) return [{ name: 'cpu' }];
  const exclude = gpuTypes.filter((type) => excluded.includes(type));
  const preferred: BackendTrial[] = gpu === 'auto' || excluded.includes(gpu) ? [] : [{ name: gpu }];
  return [...preferred, { name: 'auto', exclude }, { name: 'cpu' }];
}

/** The first that opens. @param onTrying told of each before it is tried, since trying may crash. */
export async function firstThatOpens<Opened>(input: {
  readonly trials: readonly BackendTrial[];
  readonly open: (trial: BackendTrial) => Promise<Opened>;
  readonly onTrying: (name: string) => void;
}): Promise<Opened> {
  let failure: unknown = new Error('no backend to try');
  for (const trial of input.trials) {
    input.onTrying(trial.name);
    try {
      return await input.open(trial);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

/** Loads llama.cpp's binary for the first backend that works here. Never builds, never downloads. */
export async function openBackend(input: {
  readonly gpu: LoadOptions['gpu'];
  readonly excluded: readonly string[];
  readonly onTrying: (name: string) => void;
}): Promise<Backend> {
  const complaints: string[] = [];
  const llama = await firstThatOpens({
    trials: backendTrials(input),
    onTrying: input.onTrying,
    open: (trial) =>
      getLlama({
        gpu: gpuOption(trial),
        build: 'never',
        skipDownload: true,
        progressLogs: false,
        logLevel: LlamaLogLevel.warn,
        logger(_, message) {
          complaints.push(message.trim());
          complaints.splice(0, complaints.length - keptComplaints);
        },
      }),
  });
  const cores = Math.max(1, llama.cpuMathCores);
  // The library's own limit is never below 4, which on two cores is a hundred times slower than 1.
  llama.maxThreads = cores;
  return {
    ...{ llama, cores, complaints: () => complaints },
    forgetComplaints: () => void complaints.splice(0),
    name: llama.gpu === false ? 'cpu' : llama.gpu,
    deviceNames: llama.gpu === false ? [] : await llama.getGpuDeviceNames(),
  };
}

function gpuOption(trial: BackendTrial) {
  if (trial.name === 'cpu') return false;
  if (trial.name !== 'auto') return trial.name;
  return trial.exclude.length === 0 ? 'auto' : { type: 'auto' as const, exclude: [...trial.exclude] };
}
