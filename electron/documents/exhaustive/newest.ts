/**
 * Runs work that tells how it goes, as a generator of the newest news and at last of the result. Leaving it aborts
 * the work's signal and waits for its end.
 */
export async function* newest<News, Value>(
  signal: AbortSignal,
  work: (input: { readonly tell: (news: News) => void; readonly signal: AbortSignal }) => Promise<Value>,
): AsyncGenerator<News, Value> {
  const left = new AbortController();
  const waiting: News[] = [];
  let isDone = false;
  let wake: () => void = () => undefined;
  const running = work({
    signal: AbortSignal.any([signal, left.signal]),
    tell(news) {
      waiting.splice(0, waiting.length, news);
      wake();
    },
  }).finally(() => {
    isDone = true;
    wake();
  });
  // Awaited below; where the reader leaves first, a bug's rejection must not end the host.
  running.catch(() => undefined);
  try {
    for (;;) {
      const news = waiting.shift();
      if (news !== undefined) yield news;
      else if (isDone) return await running;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    left.abort();
    await running.catch(() => undefined);
  }
}
