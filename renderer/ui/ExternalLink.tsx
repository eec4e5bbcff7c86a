import { createContext, type ReactNode, use, useState } from 'react';
import { ConfirmDialog } from './Dialog.tsx';

/** Who shows the address and asks before a link opens: this window, or the program around it. */
export const LinkQuestionContext = createContext<'here' | 'outside'>('here');

interface ExternalLinkProps {
  readonly address: string;
  readonly children: ReactNode;
}

/** A link in text that a model wrote: it opens only after the person saw where it leads. */
export function ExternalLink({ address, children }: ExternalLinkProps) {
  const [isAsking, setIsAsking] = useState(false);
  const question = use(LinkQuestionContext);
  if (!isOpenable(address)) return <span>{children}</span>;
  const openAddress = () => open(address, '_blank', 'noopener,noreferrer');
  return (
    <>
      <a
        href={address}
        rel="noopener noreferrer"
        className="externalLink"
        onClick={(event) => {
          event.preventDefault();
          if (question === 'here') setIsAsking(true);
          else openAddress();
        }}
        onAuxClick={(event) => event.preventDefault()}
      >
        {children}
      </a>
      {isAsking && (
        <ConfirmDialog
          title="Open this address?"
          look="primary"
          confirmLabel="Open in browser"
          onConfirm={() => {
            setIsAsking(false);
            openAddress();
          }}
          onClose={() => setIsAsking(false)}
        >
          <p className="externalLink-address">{address}</p>
          <p>
            It opens outside Sotto, and that program uses the network. A model may have made the address up.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}

/** Only addresses a browser or a mail program opens; everything else stays text. */
export function isOpenable(address: string): boolean {
  return /^(https?:\/\/|mailto:)/i.test(address);
}
