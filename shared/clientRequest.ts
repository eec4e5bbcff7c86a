import type { CallLine, OpenCall } from './callLine.ts';
import { type TransportError, transportErrorSchema } from './contract/define.ts';
import { contract, type ErrorOf, type InputOf, type OutputOf, type RequestName } from './contract/index.ts';
import { readAs } from './readContract.ts';
import { fail, type Result } from './result.ts';

/** Sends one request. Never rejects; after `signal` aborts it is 'cancelled' at once. */
export function sendRequest<Name extends RequestName>(call: {
  readonly line: CallLine;
  readonly name: Name;
  readonly input: InputOf<Name>;
  readonly signal: AbortSignal | undefined;
}): Promise<Result<OutputOf<Name>, ErrorOf<Name> | TransportError>> {
  const { line, name, input, signal } = call;
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve(fail({ code: 'cancelled' }));
    let isSettled = false;

    function settle(result: Result<OutputOf<Name>, ErrorOf<Name> | TransportError>) {
      if (isSettled) return;
      isSettled = true;
      signal?.removeEventListener('abort', cancel);
      if ('id' in started) line.forget(started.id);
      resolve(result);
    }

    function cancel() {
      if ('id' in started) line.send({ kind: 'cancel', id: started.id });
      settle(fail({ code: 'cancelled' }));
    }

    const openCall: OpenCall = {
      receive(frame) {
        if (frame.kind === 'response' && frame.result.ok) {
          settle(readAs<OutputOf<Name>>(contract[name].output, frame.result.value));
        } else if (frame.kind === 'response' && !frame.result.ok) {
          settle(fail(readError(name, frame.result.error)));
        } else settle(fail({ code: 'internal', reference: 'unreadableAnswer' }));
      },
      fail: (error) => settle(fail(error)),
    };

    const started = line.start(openCall, (id) => ({ kind: 'request', id, name, input }));
    if ('error' in started) return settle(fail(started.error));
    signal?.addEventListener('abort', cancel, { once: true });
  });
}

function readError<Name extends RequestName>(name: Name, error: unknown): ErrorOf<Name> | TransportError {
  const ofEndpoint = readAs<ErrorOf<Name>>(contract[name].error, error);
  if (ofEndpoint.ok) return ofEndpoint.value;
  const ofTransport = readAs<TransportError>(transportErrorSchema, error);
  return ofTransport.ok ? ofTransport.value : ofTransport.error;
}
