/** What is kept of each conversation: in the engine a context. */
interface Slot {
  readonly contextTokens: number;
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
  dispose(): Promise<void>;
}

interface KeyedSlot<Kept extends Slot> {
  readonly slot: Kept;
  /** Undefined: no conversation yet. */
  key: string | null | undefined;
}

/** @param more makes another context; null where the memory does not allow it. */
export function createSlots<Kept extends Slot>(input: {
  readonly first: Kept;
  readonly largestCount: number;
  readonly more: () => Promise<Kept | null>;
}): Slots<Kept> {
  /** The one used last comes last. */
  const slots: KeyedSlot<Kept>[] = [{ slot: input.first, key: undefined }];

  const another = async (): Promise<KeyedSlot<Kept> | undefined> => {
    const slot = slots.length < input.largestCount ? await input.more() : null;
    return slot === null ? undefined : { slot, key: undefined };
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
      chosen.key = conversationKey;
      return chosen.slot;
    },
    async dispose() {
      for (const { slot } of slots.splice(0)) await slot.dispose();
    },
  };
}
