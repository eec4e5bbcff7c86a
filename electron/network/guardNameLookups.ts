import dns from 'node:dns';
import { isIP } from 'node:net';
import type { Deny } from './loopback.ts';

/** Each asks a name server, or the system, about its first parameter. */
const questions = [
  'lookup',
  'lookupService',
  'resolve',
  'resolve4',
  'resolve6',
  'resolveAny',
  'resolveCaa',
  'resolveCname',
  'resolveMx',
  'resolveNaptr',
  'resolveNs',
  'resolvePtr',
  'resolveSoa',
  'resolveSrv',
  'resolveTlsa',
  'resolveTxt',
  'reverse',
] as const;

/** Denies questions about names that are not this device: the question alone tells the network what is looked for. */
export function guardNameLookups(deny: Deny): () => void {
  const restores = [
    guardAll(dns, { isPromise: false, deny }),
    guardAll(dns.Resolver.prototype, { isPromise: false, deny }),
    guardAll(dns.promises, { isPromise: true, deny }),
    guardAll(dns.promises.Resolver.prototype, { isPromise: true, deny }),
  ];
  return () => {
    for (const restore of restores) restore();
  };
}

function guardAll(owner: object, options: { readonly isPromise: boolean; readonly deny: Deny }): () => void {
  const originals = new Map<string, unknown>();
  for (const question of questions) {
    const original: unknown = Reflect.get(owner, question);
    if (typeof original !== 'function') continue;
    originals.set(question, original);
    Reflect.set(owner, question, function guardedQuestion(this: unknown, ...parameters: unknown[]) {
      const error = denyQuestion({ question, subject: parameters[0], deny: options.deny });
      if (!error) return Reflect.apply(original, this, parameters);
      if (options.isPromise) return Promise.reject(error);
      const callback = parameters.at(-1);
      if (typeof callback !== 'function') throw error;
      process.nextTick(() => callback(error));
      return undefined;
    });
  }
  return () => {
    for (const [question, original] of originals) Reflect.set(owner, question, original);
  };
}

function denyQuestion(asked: {
  readonly question: string;
  readonly subject: unknown;
  readonly deny: Deny;
}): Error | null {
  const { question, subject, deny } = asked;
  // Node answers these without asking anyone, or refuses them itself.
  if (typeof subject !== 'string' || subject === '') return null;
  if (question === 'lookup' && isIP(subject) !== 0) return null;
  return deny(subject, '');
}
