import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import type { ForkOptions } from 'electron';
import { expect, test } from 'vitest';
import type { ChildExit } from '../../../electron/children/child.ts';
import { createUtilityChildStarter, type UtilityHandle } from '../../../electron/desktop/utilityChild.ts';

class StandInUtility extends EventEmitter implements UtilityHandle {
  pid: number | undefined;
  readonly stderr = new PassThrough();
  readonly posted: unknown[] = [];
  isAskedToEnd = false;
  postMessage(message: unknown) {
    this.posted.push(message);
  }
  kill() {
    this.isAskedToEnd = true;
    return true;
  }
}

function start(handle: StandInUtility) {
  const forked: { modulePath: string; options: ForkOptions }[] = [];
  const child = createUtilityChildStarter((modulePath, _parameters, options) => {
    forked.push({ modulePath, options });
    return handle;
  })({ entryPath: '/built/engine.js', name: 'Sotto engine', environment: { UV_THREADPOOL_SIZE: '8' } });
  const exits: ChildExit[] = [];
  child.onExit((exit) => exits.push(exit));
  return { child, forked, exits };
}

test('starts the module under its name, with its environment added to ours', () => {
  const { forked } = start(new StandInUtility());
  expect(forked).toEqual([
    {
      modulePath: '/built/engine.js',
      options: {
        serviceName: 'Sotto engine',
        env: { ...process.env, UV_THREADPOOL_SIZE: '8' },
        execArgv: [],
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    },
  ]);
});

// Catches a crash report without the lines that explain it: they come after the exit.
test('tells its exit once, with the last words that came late', async () => {
  const handle = new StandInUtility();
  const { exits } = start(handle);
  handle.emit('exit', 134);
  handle.stderr.end('GGML_ASSERT failed\n');
  await new Promise((resolve) => handle.stderr.on('close', resolve));
  handle.emit('exit', 134);
  expect(exits).toEqual([{ exitCode: 134, signal: null, stderrTail: 'GGML_ASSERT failed\n' }]);
});

test('tells a late listener that it has ended already', async () => {
  const handle = new StandInUtility();
  const { child } = start(handle);
  handle.emit('exit', 1);
  handle.stderr.end();
  await new Promise((resolve) => handle.stderr.on('close', resolve));
  const late = await new Promise((resolve) => child.onExit(resolve));
  expect(late).toEqual({ exitCode: 1, signal: null, stderrTail: '' });
});

// Catches a throw from Electron when a stream still writes to a process that crashed.
test('drops messages to a process that is gone', () => {
  const handle = new StandInUtility();
  const { child } = start(handle);
  child.send({ first: 1 });
  handle.emit('exit', 1);
  child.send({ second: 2 });
  expect(handle.posted).toEqual([{ first: 1 }]);
});

// Catches a stop that a process stuck in native code never hears.
test.skipIf(process.platform === 'win32')('ends a running process that ignores being asked', async () => {
  const stuck: ChildProcess = fork('-', {
    execArgv: ['-e', 'process.on("SIGTERM",()=>{});process.send("up");setInterval(()=>{},1000)'],
  });
  const ended = new Promise((resolve) => stuck.on('exit', (_code, signal) => resolve(signal)));
  await new Promise((resolve) => stuck.on('message', resolve));
  const handle = new StandInUtility();
  handle.pid = stuck.pid;
  start(handle).child.kill();
  expect(await ended).toBe('SIGKILL');
});

test('asks a process that is not running yet to end', () => {
  const handle = new StandInUtility();
  start(handle).child.kill();
  expect(handle.isAskedToEnd).toBe(true);
});
