/** What is kept of each conversation: in the engine a context. */
interface Slot {
  readonly contextTokens: number;
  /** Drops what was read. */
  clear(): Promise<void>;
  dispose(): Promise<void>;
}

/** The contexts of recent conversations on one model, so that each can go on where it stopped. */
export interface Slots<Kept extends Slot> {
  readonly contextTokens: number;
  /**
   * The context that holds this conversation; else an empty one, a new one, or the one unused for longest.
   * Calls without a conversation share one. One taker at a time.
   */
  take(conversationKey: string | null): Promise<Kept>;
  /** Drops what was read of a conversation. Not while someone uses its context. */
  forget(conversationKey: string): Promise<void>;
  /** Saves and ends all but the one used last. Not while someone uses another. */
  keepOnlyLast(): Promise<void>;
  /** Saves and ends all. */
  dispose(): Promise<void>;
}

interface KeyedSlot<Kept extends Slot> {
  readonly slot: Kept;
  /** Undefined: no conversation yet. */
  key: string | null | undefined;
}

/** What outlives its context. */
export interface Keeping<Kept extends Slot> {
  save(conversationKey: string, slot: Kept): Promise<void>;
  restore(conversationKey: string, slot: Kept): Promise<void>;
}

/**
 * @param more makes another context; null where the memory does not allow it.
 * @param keeping null where a conversation that loses its context is read again.
 */
export function createSlots<Kept extends Slot>(input: {
  readonly first: Kept;
  readonly largestCount: number;
  readonly more: () => Promise<Kept | null>;
  readonly keeping: Keeping<Kept> | null;
}): Slots<Kept> {
  const { keeping } = input;
  /** The one used last comes last. */
  const slots: KeyedSlot<Kept>[] = [{ slot: input.first, key: undefined }];

  const another = async (): Promise<KeyedSlot<Kept> | undefined> => {
    const slot = slots.length < input.largestCount ? await input.more() : null;
    return slot === null ? undefined : { slot, key: undefined };
  };

  const save = async ({ key, slot }: KeyedSlot<Kept>) => {
    if (typeof key === 'string') await keeping?.save(key, slot);
  };

  return {
    contextTokens: input.first.contextTokens,
    async take(conversationKey) {
      const chosen =
        slots.find(({ key }) => key === conversationKey) ??
        slots.find(({ key }) => key === undefined) ??
        (await another()) ??
        slots[0];
      if (chosen === undefined) throw new Error('the chat contexts are disposed of');
      const place = slots.indexOf(chosen);
      if (place >= 0) slots.splice(place, 1);
      slots.push(chosen);
      if (chosen.key === conversationKey) return chosen.slot;
      await save(chosen);
      chosen.key = conversationKey;
      if (conversationKey !== null) await keeping?.restore(conversationKey, chosen.slot);
      return chosen.slot;
    },
    async forget(conversationKey) {
      for (const entry of slots) {
        if (entry.key !== conversationKey) continue;
        entry.key = undefined;
        await entry.slot.clear();
      }
    },
    async keepOnlyLast() {
      for (const entry of slots.splice(0, slots.length - 1)) {
        await save(entry);
        await entry.slot.dispose();
      }
    },
    async dispose() {
      // The time for it may be short: what was used last is saved first.
      for (const entry of slots.toReversed()) await save(entry);
      for (const { slot } of slots.splice(0)) await slot.dispose();
    },
  };
}
