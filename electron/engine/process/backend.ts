import { getLlama, type Llama, LlamaLogLevel } from 'node-llama-cpp';

export interface Backend {
  readonly llama: Llama;
  /** 'metal', 'cuda', 'vulkan' or 'cpu'. */
  readonly name: string;
  /** Physical cores that help with arithmetic. */
  readonly cores: number;
  /** llama.cpp's last complaints, newest last. */
  readonly complaints: () => readonly string[];
}

const keptComplaints = 20;
const gpuTypes = ['metal', 'cuda', 'vulkan'] as const;

/** Loads llama.cpp's binary. Never builds, never downloads. @param excluded backends not to be used; 'auto' means all but the CPU. */
export async function openBackend(input: {
  readonly gpu: 'auto' | 'off';
  readonly excluded: readonly string[];
}): Promise<Backend> {
  const complaints: string[] = [];
  const llama = await getLlama({
    gpu: gpuOption(input),
    build: 'never',
    skipDownload: true,
    progressLogs: false,
    logLevel: LlamaLogLevel.warn,
    logger(_, message) {
      complaints.push(message.trim());
      complaints.splice(0, complaints.length - keptComplaints);
    },
  });
  const cores = Math.max(1, llama.cpuMathCores);
  // The library's own limit is never below 4, which on two cores is a hundred times slower than 1.
  llama.maxThreads = cores;
  return { llama, name: llama.gpu === false ? 'cpu' : llama.gpu, cores, complaints: () => complaints };
}

function gpuOption({
  gpu,
  excluded,
}: {
  readonly gpu: 'auto' | 'off';
  readonly excluded: readonly string[];
}) {
  if (gpu === 'off' || excluded.includes('auto')) return false;
  const exclude = gpuTypes.filter((type) => excluded.includes(type));
  return exclude.length === 0 ? 'auto' : { type: 'auto' as const, exclude };
}
