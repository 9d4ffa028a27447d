/**
 * What the pipeline supplies for `context`. Only data and reads: nothing here knows HTTP or documents, and expressions
 * can change nothing through it but the bodies they consume and the trace lines they add.
 */

/** A read-only dictionary whose values are lists, such as headers: `names` as first spelled, look-up as the owner compares. */
export interface MultiMapHost {
  names(): Iterable<string>;
  values(name: string): readonly string[] | undefined;
}

/** A read-only dictionary of single strings. */
export interface MapHost {
  names(): Iterable<string>;
  value(name: string): string | undefined;
}

/** Behind `IUrl`. */
export interface UrlHost {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  readonly path: string;
  /** With leading `?`, or empty. */
  readonly queryString: string;
  readonly query: MultiMapHost;
  /** The whole URL. */
  toString(): string;
}

/** Behind `IMessageBody`. */
export interface BodyHost {
  /**
   * The content. With `preserve` it stays readable; without, the message has no body afterwards.
   * May throw a signal of the pipeline's own (not a .NET exception) when the content has to be fetched first.
   */
  read(preserve: boolean): Uint8Array;
  /** The charset of the message's content type, lower case; undefined when it names none. */
  readonly charset: string | undefined;
  /** Asked when JSON is read: whether strings that look like dates stay text. They become DateTime when left out. */
  keepsDatesAsText?(): boolean;
}

/** Behind `IRequest`. */
export interface RequestHost {
  readonly method: string;
  readonly url: UrlHost;
  readonly originalUrl: UrlHost;
  readonly headers: MultiMapHost;
  readonly ipAddress: string;
  readonly matchedParameters: MapHost;
  /** Null when the message has none, and after it was consumed. */
  readonly body: BodyHost | null;
  /** The client's certificate, DER; null without one. */
  readonly certificate: Uint8Array | null;
}

/** Behind `IResponse`. */
export interface ResponseHost {
  readonly statusCode: number;
  readonly statusReason: string;
  readonly headers: MultiMapHost;
  readonly body: BodyHost | null;
}

/** Behind `ILastError`. */
export interface LastErrorHost {
  readonly source: string;
  readonly reason: string | null;
  readonly message: string;
  readonly scope: string | null;
  readonly section: string | null;
  readonly path: string | null;
  readonly policyId: string | null;
  readonly httpErrorCode: number;
}

/** Behind `IApi`. */
export interface ApiHost {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly revision: string;
  readonly isCurrentRevision: boolean;
  readonly version: string | null;
  readonly protocols: readonly string[];
  readonly serviceUrl: UrlHost | null;
  readonly subscriptionKeyHeader: string;
  readonly subscriptionKeyQuery: string;
}

/** Behind `IOperation`. */
export interface OperationHost {
  readonly id: string;
  readonly name: string;
  readonly method: string;
  readonly urlTemplate: string;
}

/** Behind `IGroup`. */
export interface GroupHost {
  readonly id: string;
  readonly name: string;
}

/** Behind `IProduct`. */
export interface ProductHost {
  readonly id: string;
  readonly name: string;
  readonly subscriptionRequired: boolean;
  readonly approvalRequired: boolean;
  readonly published: boolean;
  readonly subscriptionsLimit: number | null;
  readonly groups: readonly GroupHost[];
  readonly apis: readonly ApiHost[];
}

/** Behind `ISubscription`. */
export interface SubscriptionHost {
  readonly id: string;
  readonly name: string;
  /** The key the caller used. */
  readonly key: string;
  readonly primaryKey: string;
  readonly secondaryKey: string;
  /** Milliseconds since the Unix epoch. */
  readonly createdDate: number;
  readonly startDate: number | null;
  readonly endDate: number | null;
}

/** Behind `IUser`. */
export interface UserHost {
  readonly id: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly note: string | null;
  readonly registrationDate: number;
  readonly groups: readonly GroupHost[];
  readonly identities: readonly { readonly id: string; readonly provider: string }[];
}

/** Behind `IDeployment`. */
export interface DeploymentHost {
  readonly region: string;
  readonly serviceId: string;
  readonly serviceName: string;
  readonly gatewayId: string;
  readonly isManaged: boolean;
  /** Certificates by id, PKCS#12 or DER. */
  readonly certificates: ReadonlyMap<string, CertificateHost>;
}

/** A certificate uploaded to the service. */
export interface CertificateHost {
  readonly der: Uint8Array;
  /** PKCS#8 private key, PEM; absent for a certificate without one. */
  readonly privateKeyPem?: string | undefined;
}

/** Behind `context.Workspace`. */
export interface WorkspaceHost {
  readonly id: string;
  readonly name: string;
}

/** Behind `context.Backend`. */
export interface BackendHost {
  readonly id: string;
  readonly isPool: boolean;
}

/** Behind `context`: what the pipeline implements for one request. */
export interface ContextHost {
  /** A GUID in its usual form. */
  readonly requestId: string;
  /** When the request arrived, milliseconds since the Unix epoch. */
  readonly timestamp: number;
  /** Milliseconds since the Unix epoch, now. */
  now(): number;
  readonly tracing: boolean;
  readonly request: RequestHost;
  /** Null before there is one. */
  readonly response: ResponseHost | null;
  /** Values as `object`: boxed as values.ts says. */
  readonly variables: ReadonlyMap<string, unknown>;
  /** Asked when the indexer meets a variable that was never set: whether that throws. It gives null when left out. */
  missingVariableThrows?(): boolean;
  /** Null outside on-error. */
  readonly lastError: LastErrorHost | null;
  readonly api: ApiHost | null;
  readonly operation: OperationHost | null;
  readonly product: ProductHost | null;
  readonly subscription: SubscriptionHost | null;
  readonly user: UserHost | null;
  readonly deployment: DeploymentHost;
  /** Null for an API that is of none. */
  readonly workspace?: WorkspaceHost | null;
  /** The backend entity that the request goes to; null where it goes to a URL. */
  readonly backend?: BackendHost | null;
  /** Adds a line to the trace. @param source null for the one-argument form */
  trace(source: string | null, message: string): void;
}
