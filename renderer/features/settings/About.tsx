import type { AppStatus } from '../../../shared/contract/app.ts';
import { useFacts } from '../../state/facts.tsx';
import { Button } from '../../ui/Button.tsx';
import { formatCount } from '../../words/formats.ts';

interface AboutProps {
  readonly onShowConnections: () => void;
}

/** Where the data lies, how it is protected, and what went over the network. */
export function About({ onShowConnections }: AboutProps) {
  const { status } = useFacts();
  const facts: [string, string][] = [
    ['Data folder', status.dataFolder],
    ['Encryption', protectionWords(status.keyProtection)],
    [
      'Connections',
      `${formatCount(status.connectionsMade, { one: 'made', many: 'made' })}, ${formatCount(status.connectionsBlocked, { one: 'blocked', many: 'blocked' })}`,
    ],
    ['Version', `Sotto ${status.version}, ${status.platform}`],
  ];
  return (
    <section className="card settingsCard" aria-labelledby="settings-about">
      <h2 id="settings-about">Privacy and about</h2>
      <dl className="aboutFacts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div>
        <Button onClick={onShowConnections}>Show the connection log</Button>
      </div>
    </section>
  );
}

function protectionWords(protection: AppStatus['keyProtection']): string {
  switch (protection) {
    case 'keychain':
      return 'Everything is encrypted; the key is in the system’s keychain';
    case 'plaintextKeychain':
      return 'Everything is encrypted, but this system has no real keychain: someone with your account can read the key';
    case 'keyFile':
      return 'Everything is encrypted; the key is in a file only your account can read';
    case 'environment':
      return 'Everything is encrypted; the key comes from an environment variable';
  }
}
