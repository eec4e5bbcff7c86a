import type { ReactNode } from 'react';

function Icon({ children }: { readonly children: ReactNode }) {
  return (
    <svg
      className="icon"
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

export function ChatIcon() {
  return (
    <Icon>
      <path d="M3.5 4.5h13v9h-8l-3.6 2.6v-2.6H3.5z" />
    </Icon>
  );
}

export function DocumentIcon() {
  return (
    <Icon>
      <path d="M5.5 2.8h6l3.5 3.5v11h-9.5z" />
      <path d="M11.3 2.8v3.7H15M7.9 10.2h4.6M7.9 13.2h4.6" />
    </Icon>
  );
}

export function FolderIcon() {
  return (
    <Icon>
      <path d="M2.8 5.2h5l1.8 2h7.6v8.6H2.8z" />
    </Icon>
  );
}

export function CodeIcon() {
  return (
    <Icon>
      <path d="m7 5.5-4.5 4.5L7 14.5M13 5.5l4.5 4.5-4.5 4.5" />
    </Icon>
  );
}

export function ModelIcon() {
  return (
    <Icon>
      <path d="M10 2.8 16.5 6v8L10 17.2 3.5 14V6z" />
      <path d="M3.7 6.1 10 9.2l6.3-3.1M10 9.2v7.8" />
    </Icon>
  );
}

export function SettingsIcon() {
  return (
    <Icon>
      <path d="M3 6.2h7.6M14.4 6.2H17M3 13.8h2.6M9.4 13.8H17" />
      <circle cx="12.5" cy="6.2" r="1.9" />
      <circle cx="7.5" cy="13.8" r="1.9" />
    </Icon>
  );
}

export function SearchIcon() {
  return (
    <Icon>
      <circle cx="9" cy="9" r="5.2" />
      <path d="m13 13 4 4" />
    </Icon>
  );
}

export function PlusIcon() {
  return (
    <Icon>
      <path d="M10 4v12M4 10h12" />
    </Icon>
  );
}

export function CloseIcon() {
  return (
    <Icon>
      <path d="m5 5 10 10M15 5 5 15" />
    </Icon>
  );
}

export function ChevronLeftIcon() {
  return (
    <Icon>
      <path d="m12 5-5 5 5 5" />
    </Icon>
  );
}

export function ChevronRightIcon() {
  return (
    <Icon>
      <path d="m8 5 5 5-5 5" />
    </Icon>
  );
}

export function ChevronDownIcon() {
  return (
    <Icon>
      <path d="m5 8 5 5 5-5" />
    </Icon>
  );
}

export function PencilIcon() {
  return (
    <Icon>
      <path d="m4 16 .8-3.4 8.6-8.6 2.6 2.6-8.6 8.6z" />
      <path d="m11.6 5.8 2.6 2.6" />
    </Icon>
  );
}

export function TrashIcon() {
  return (
    <Icon>
      <path d="M4 5.8h12M8 5.6V3.8h4v1.8M5.6 6l.7 10.2h7.4L14.4 6M8.6 9v4.4M11.4 9v4.4" />
    </Icon>
  );
}

export function AttachIcon() {
  return (
    <Icon>
      <path d="m15.8 9.4-5.9 5.9a3.5 3.5 0 0 1-5-5l6.2-6.1a2.3 2.3 0 0 1 3.3 3.3l-5.9 5.8a1.1 1.1 0 0 1-1.6-1.6l5.2-5.1" />
    </Icon>
  );
}

export function CopyIcon() {
  return (
    <Icon>
      <rect x="7" y="7" width="9.2" height="9.2" rx="2" />
      <path d="M13 7V5.6a1.8 1.8 0 0 0-1.8-1.8H5.6a1.8 1.8 0 0 0-1.8 1.8v5.6A1.8 1.8 0 0 0 5.6 13H7" />
    </Icon>
  );
}

export function CheckIcon() {
  return (
    <Icon>
      <path d="m4.5 10.5 3.6 3.6 7.4-8" />
    </Icon>
  );
}

export function AgainIcon() {
  return (
    <Icon>
      <path d="M15.6 10a5.6 5.6 0 1 1-1.7-4M15.8 3.4v3.4h-3.4" />
    </Icon>
  );
}

export function StopIcon() {
  return (
    <Icon>
      <rect x="5.5" y="5.5" width="9" height="9" rx="1.6" fill="currentColor" />
    </Icon>
  );
}

export function WarningIcon() {
  return (
    <Icon>
      <path d="M10 3.4 17.4 16H2.6z" />
      <path d="M10 8.2v3.8M10 14v.1" />
    </Icon>
  );
}

export function DeviceIcon() {
  return (
    <Icon>
      <rect x="3" y="4" width="14" height="9.4" rx="1.6" />
      <path d="M7 16.4h6" />
    </Icon>
  );
}

export function DownloadIcon() {
  return (
    <Icon>
      <path d="M10 3.5v9M6.4 9.2l3.6 3.6 3.6-3.6M4 16.4h12" />
    </Icon>
  );
}

export function MinusIcon() {
  return (
    <Icon>
      <path d="M4.5 10h11" />
    </Icon>
  );
}

export function WidenIcon() {
  return (
    <Icon>
      <path d="M11.5 4.2h4.3v4.3M8.5 15.8H4.2v-4.3M15.4 4.6l-4.6 4.6M4.6 15.4l4.6-4.6" />
    </Icon>
  );
}

export function NarrowIcon() {
  return (
    <Icon>
      <path d="M15.6 8.6h-4.2V4.4M4.4 11.4h4.2v4.2M11.6 8.4l4.4-4.4M8.4 11.6 4 16" />
    </Icon>
  );
}

/** Sotto's sign: a quiet smile. */
export function SottoMark() {
  return (
    <svg className="sottoMark" viewBox="0 0 22 22" aria-hidden="true" focusable="false">
      <circle cx="11" cy="11" r="11" />
      <path d="M5 11.6a6.2 6.2 0 0 0 12 0" />
    </svg>
  );
}
