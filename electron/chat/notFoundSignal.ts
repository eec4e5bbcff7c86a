/**
 * What the model is told to begin with when the passages do not hold the answer: a citation of no passage. It is
 * told apart in every language, and a model that forgets it only gives an ordinary answer.
 */
export const notFoundSignal = '[0]';

/** Reads an answer as it comes, holding back only what may become the signal. */
export interface SignalReader {
  /** @returns what of the text so far can be shown. */
  take(text: string): string;
  /** What was held back when the answer ended. */
  rest(): string;
  readonly isNotFound: boolean;
}

export function createSignalReader(): SignalReader {
  let held = '';
  let isNotFound = false;
  let isDecided = false;
  return {
    take(text) {
      if (isDecided) return text;
      held += text;
      const start = held.trimStart();
      if (notFoundSignal.startsWith(start) && start !== notFoundSignal) return '';
      if (start.startsWith(notFoundSignal)) {
        isNotFound = true;
        const shown = start.slice(notFoundSignal.length).replace(/^[\s.:,;–-]+/u, '');
        held = notFoundSignal;
        if (shown === '') return '';
        isDecided = true;
        held = '';
        return shown;
      }
      isDecided = true;
      const shown = held;
      held = '';
      return shown;
    },
    rest() {
      const shown = isNotFound ? '' : held;
      held = '';
      isDecided = true;
      return shown;
    },
    get isNotFound() {
      return isNotFound;
    },
  };
}
