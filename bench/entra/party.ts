/** What the requests to a measured server look like. */
export type Form = Readonly<Record<string, string>>;

export interface Party {
  /** Path of the discovery document. */
  readonly discovery: string;
  /** Path of the token endpoint. */
  readonly token: string;
  /** Client credentials. */
  readonly app: Form;
  /** Undefined where the server has no such grant. */
  readonly onBehalfOf?: Form;
}

/** What mock Entra offers: the client of its on-behalf-of exchange gets its assertion from the managed-identity endpoint. */
export interface Offer extends Required<Party> {
  readonly identity: { readonly url: string; readonly headers: Form };
}
