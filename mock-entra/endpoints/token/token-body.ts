/** Members of a token response, in the order they are written. */
export interface TokenBody {
  readonly token_type: 'Bearer';
  readonly scope?: string;
  readonly expires_in: number | string;
  readonly ext_expires_in: number | string;
  readonly expires_on?: string;
  readonly not_before?: string;
  readonly resource?: string;
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly refresh_token_expires_in?: number;
  readonly id_token?: string;
  readonly client_info?: string;
}

/** What v1.0 adds: absolute times as text, and the resource. */
export function v1Members(now: number, backdated: number, lifetime: number, resource: string) {
  const issued = Math.floor(now / 1000);
  return { expires_on: String(issued + lifetime), not_before: String(issued - backdated), resource };
}
