/**
 * The row that a key leads to from another one; null where the key leads nowhere.
 * @param input.visibleRows how many fit into the window.
 */
export function rowKeyTarget(input: {
  readonly key: string;
  readonly row: number;
  readonly total: number;
  readonly visibleRows: number;
}): number | null {
  const { row, total } = input;
  // One row stays in sight, as when text is paged through.
  const page = Math.max(1, input.visibleRows - 1);
  const steps: Readonly<Record<string, number>> = {
    ArrowUp: row - 1,
    ArrowDown: row + 1,
    PageUp: row - page,
    PageDown: row + page,
    Home: 0,
    End: total - 1,
  };
  const target = steps[input.key];
  if (target === undefined) return null;
  const within = Math.min(total - 1, Math.max(0, target));
  return within === row ? null : within;
}
