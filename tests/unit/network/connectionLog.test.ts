import { expect, test, vi } from 'vitest';
import { createConnectionLog } from '../../../electron/network/connectionLog.ts';
import type { Connection } from '../../../shared/contract/app.ts';

const attempt = (number: number, outcome: Connection['outcome'] = 'blocked'): Connection => ({
  at: '2026-01-01T00:00:00Z',
  process: 'engine',
  address: `192.0.2.1:${number}`,
  outcome,
});

// Would catch: a process that tries again and again filling the memory, or its attempts missing from the count.
test('lists the newest thousand attempts and counts all of them', () => {
  const log = createConnectionLog();
  for (let number = 0; number < 1500; number += 1) log.record(attempt(number));
  log.record(attempt(1500, 'allowed'));
  expect(log.list()).toHaveLength(1000);
  expect(log.list().at(0)).toEqual(attempt(501));
  expect(log.list().at(-1)).toEqual(attempt(1500, 'allowed'));
  expect([log.count('blocked'), log.count('allowed')]).toEqual([1500, 1]);
});

// Would catch: a list that changes under its reader, or a listener called after it left.
test('tells listeners of each attempt until they leave', () => {
  const log = createConnectionLog();
  const before = log.list();
  const listener = vi.fn();
  const stop = log.onRecorded(listener);
  log.record(attempt(1));
  stop();
  log.record(attempt(2));
  expect(listener.mock.calls).toEqual([[attempt(1)]]);
  expect(before).toEqual([]);
});
