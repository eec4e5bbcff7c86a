import type { AppStatus } from '../../shared/contract/app.ts';

export interface DatabaseKey {
  /** 64 hexadecimal digits: 32 random bytes, used as a raw SQLCipher key. */
  readonly hex: string;
  readonly protection: AppStatus['keyProtection'];
}
