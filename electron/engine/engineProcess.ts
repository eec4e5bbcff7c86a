/** How the engine process is started. */
export const engineProcess = {
  environment: {
    /** An answer runs on libuv's threads; its default of 4 would make decoding and sampling wait for file reads. */
    UV_THREADPOOL_SIZE: '8',
    /**
     * For glibc, which else keeps up to 8 heaps for each core and never returns buffers under 32 MB that were freed:
     * an unloaded model left 27 MiB more behind. See mallopt(3). Others ignore them.
     */
    MALLOC_ARENA_MAX: '2',
    MALLOC_MMAP_THRESHOLD_: '131072',
    MALLOC_TRIM_THRESHOLD_: '131072',
  },
  /** V8's nursery would grow to 64 MiB while models are loaded, and stay so. MiB. */
  execArgv: ['--max-semi-space-size=4'],
} as const;
