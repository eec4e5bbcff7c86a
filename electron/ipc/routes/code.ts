import { ok } from '../../../shared/result.ts';
import type { Code } from '../../code/createCode.ts';
import type { Handlers } from '../handlers.ts';

type CodeHandlers = Pick<Handlers, Extract<keyof Handlers, `code.${string}`>>;

export function codeRoutes(code: Code): CodeHandlers {
  return {
    'code.openFile': ({ fileId }) => code.openFile(fileId),
    'code.run': (input, { signal }) => code.run(input, signal),
    'code.list': () => ok(code.list()),
    'code.get': ({ runId }) => code.get(runId),
    'code.accept': (input) => code.accept(input),
    'code.reject': ({ runId }) => code.reject(runId),
    'code.remove': ({ runId }) => code.remove(runId),
  };
}
