import { spawn } from 'node:child_process';

/** Another program that keeps one core busy. @returns a function that ends it. */
export async function keepCoreBusy(): Promise<() => Promise<void>> {
  const program = 'process.stdout.write("."); process.stdin.on("end", () => process.exit()); for (;;);';
  const child = spawn(process.execPath, ['-e', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const killAtExit = () => void child.kill('SIGKILL');
  process.once('exit', killAtExit);
  return async () => {
    process.off('exit', killAtExit);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  };
}
