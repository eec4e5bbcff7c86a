import type { CommandError } from './commandError.ts';
import { describeError } from './errorWords.ts';
import { withoutControls } from './printable.ts';
import type { Terminal } from './terminal.ts';

/** The results of a command, on stdout: words for people or JSON for programs. */
export interface Output {
  readonly isJson: boolean;
  /** The one result of a command. */
  result(result: { readonly json: unknown; readonly text: string }): void;
  /** One of several results: one line of JSON each. */
  line(result: { readonly json: unknown; readonly text: string }): void;
  /** A piece of a text that is still growing; nothing with --json. */
  piece(text: string): void;
  failure(error: CommandError): void;
}

export function createOutput(input: {
  readonly terminal: Terminal;
  readonly isJson: boolean;
  /** Called before anything is printed, to take the progress bar away. */
  readonly beforePrint: () => void;
}): Output {
  const { terminal, isJson, beforePrint } = input;
  const { stdout, stderr } = terminal;
  const write = (text: string) => {
    beforePrint();
    stdout.write(stdout.isTTY ? withoutControls(text) : text);
  };
  return {
    isJson,
    result({ json, text }) {
      if (isJson) write(`${JSON.stringify(json, null, stdout.isTTY ? 2 : undefined)}\n`);
      else write(text === '' || text.endsWith('\n') ? text : `${text}\n`);
    },
    line({ json, text }) {
      write(isJson ? `${JSON.stringify(json)}\n` : `${text}\n`);
    },
    piece(text) {
      if (!isJson) write(text);
    },
    failure(error) {
      beforePrint();
      const message = describeError(error);
      if (isJson) write(`${JSON.stringify({ error: { ...error, message } })}\n`);
      else stderr.write(`${withoutControls(message)}\n`);
    },
  };
}
