// The engine on a machine whose Vulkan driver ends the process that tries it.
import { hostMessageSchema } from '../../electron/engine/protocol.ts';

process.on('message', (raw) => {
  const message = hostMessageSchema.parse(raw);
  if (message.kind !== 'call' || message.call.kind !== 'load') return;
  const { options, excludedBackends } = message.call;
  if (options.gpu === 'off' || excludedBackends.includes('vulkan')) return;
  process.send?.({ kind: 'backend', backend: 'vulkan' }, () => process.kill(process.pid, 'SIGSEGV'));
});
await import('../../electron/engine/process/main.ts');
