import type { ParserMessage } from '../parserProtocol.ts';

/** A message that is full enough goes off: the host stores meanwhile what it holds. */
const fullCharacters = 100_000;
/** The host waits for nothing longer. */
const longestWaitMs = 8;

/** What goes to the host; sending takes as long as reading a small file. */
export interface Outbox {
  /** Goes with the next that is sent. */
  add(message: ParserMessage): void;
  /** Goes at once, with all that waits. */
  send(message: ParserMessage): void;
  /** @returns whether it was time to send what waits. */
  flushIfDue(): boolean;
  flush(): void;
}

export function createOutbox(send: (messages: readonly ParserMessage[]) => void): Outbox {
  let waiting: ParserMessage[] = [];
  let characters = 0;
  let firstAt = 0;
  const flush = () => {
    if (waiting.length === 0) return;
    const messages = waiting;
    waiting = [];
    characters = 0;
    send(messages);
  };
  return {
    add(message) {
      if (waiting.length === 0) firstAt = performance.now();
      waiting.push(message);
      if ('blocks' in message) for (const { text } of message.blocks) characters += text.length;
    },
    flushIfDue() {
      if (characters <= fullCharacters && performance.now() - firstAt <= longestWaitMs) return false;
      flush();
      return true;
    },
    send(message) {
      waiting.push(message);
      flush();
    },
    flush,
  };
}
