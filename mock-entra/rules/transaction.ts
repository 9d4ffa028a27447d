/** One request on its way through the rules: what it says, and what rules have found out about it. */
import type { Application, RedirectType, ServicePrincipal, Tenant, User } from '../directory/model.ts';
import type { Message } from '../http/message.ts';
import type { Parameters } from '../http/parameters.ts';
import type { ScopeRequest } from '../scopes.ts';
import type { EntraService } from '../service.ts';
import type { CodeGrant, DeviceGrant, RefreshGrant } from '../stores/grants.ts';
import type { ClientProof } from '../tokens/access-token-claims.ts';
import type { Claims, DecodedJwt } from '../tokens/jwt.ts';
import type { SignIn } from '../tokens/sign-in.ts';
import type { RequestedClaims } from './requested-claims.ts';
import { Slot } from './slot.ts';

/** What the first path segment stands for. */
export type Tenancy =
  | { readonly kind: 'tenant'; readonly tenant: Tenant }
  | { readonly kind: 'common' | 'organizations' | 'consumers'; readonly tenant: undefined };

/** What a token is asked for. */
export interface Target {
  readonly resource: ServicePrincipal;
  /** The identifier the client used. */
  readonly identifier: string;
  /** Scope names asked for; empty for `.default` and for v1.0. */
  readonly names: readonly string[];
  readonly isDefault: boolean;
}

/** Redirect URI of a request and the platform it is registered for; unregistered ones have no type. */
export interface Redirect {
  readonly uri: string | undefined;
  readonly type: RedirectType | undefined;
}

/** The user token a middle tier presents. */
export interface UserAssertion {
  readonly jwt: DecodedJwt;
  readonly claims: Claims;
}

/** One request on its way through the rules: each rule fills in what it found for those after it. */
export class Transaction {
  readonly service: EntraService;
  readonly message: Message;

  readonly tenancy = new Slot<Tenancy>('tenancy');
  readonly grantType = new Slot<string>('grant type');
  /** Client id as claimed: from the body, or the user name of Basic authentication. */
  readonly clientId = new Slot<string>('client id');
  readonly client = new Slot<Application>('client');
  readonly proof = new Slot<ClientProof>('client proof');
  readonly redirect = new Slot<Redirect>('redirect URI');
  readonly scopes = new Slot<ScopeRequest>('scope');
  readonly target = new Slot<Target>('resource');
  /** Tenant that issues: known from the path, or from the account. */
  readonly tenant = new Slot<Tenant>('issuing tenant');
  readonly user = new Slot<User>('user');
  readonly signIn = new Slot<SignIn>('sign-in');
  readonly granted = new Slot<readonly string[]>('granted scopes');
  readonly claims = new Slot<RequestedClaims>('claims parameter');
  readonly code = new Slot<CodeGrant>('authorization code');
  readonly refreshToken = new Slot<RefreshGrant>('refresh token');
  readonly deviceCode = new Slot<DeviceGrant>('device code');
  readonly assertion = new Slot<UserAssertion>('user assertion');

  constructor(service: EntraService, message: Message) {
    this.service = service;
    this.message = message;
  }

  get parameters(): Parameters {
    return this.message.parameters;
  }

  /** A parameter, or undefined when it is missing or empty. */
  parameter(name: string): string | undefined {
    return this.message.parameters.get(name) || undefined;
  }

  /** `Origin` of a cross-origin request. */
  get origin(): string | undefined {
    return this.message.request.headers.get('origin') ?? undefined;
  }
}

/** A check that ends in one AADSTS error, or finds something out. */
export type Rule = (transaction: Transaction) => void | Promise<void>;
