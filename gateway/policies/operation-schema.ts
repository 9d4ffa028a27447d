/** What the API's description says of the operation, as policies that validate or make up messages see it. */

export interface DescribedHeader {
  readonly name: string;
  readonly required: boolean;
  readonly schema?: JsonSchema;
}

export interface DescribedParameter {
  readonly name: string;
  readonly in: 'template' | 'query';
  readonly required: boolean;
  readonly schema?: JsonSchema;
}

export interface DescribedContent {
  /** Media type without parameters, lower case. */
  readonly type: string;
  readonly schema?: JsonSchema;
  readonly examples?: readonly unknown[];
}

export interface DescribedResponse {
  readonly status: number;
  readonly headers?: readonly DescribedHeader[];
  readonly content?: readonly DescribedContent[];
}

/** A JSON Schema, local references replaced. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The operation that the request is for. */
export interface DescribedOperation {
  readonly parameters?: readonly DescribedParameter[];
  /** JSON Schema of the request's body in JSON. */
  readonly body?: JsonSchema;
  /** The description says more of the body than `body` does. */
  readonly bodyIsPartial?: boolean;
  /** Left out where nothing is known of them. */
  readonly headers?: readonly DescribedHeader[];
  /** Left out where nothing is known of them. */
  readonly responses?: readonly DescribedResponse[];
}
