/** Sign-in, sessions, multi-factor authentication, conditional access. */
import type { AadstsEntry } from './entry.ts';

export const userErrors = {
  50058: {
    error: 'login_required',
    text: "A silent sign-in request was sent but no user is signed in. The cookies used to represent the user's session were not sent in the request to Azure AD.",
  },
  16000: {
    error: 'interaction_required',
    text: 'Either multiple user identities are available for the current request or selected account is not supported for the scenario.',
  },
  50034: {
    error: 'invalid_grant',
    text: 'The user account {user} does not exist in the {tenant} directory. To sign into this application, the account must be added to the directory.',
    authorize: 'page',
  },
  50020: {
    error: 'invalid_grant',
    text: "User account '{user}' from identity provider '{idp}' does not exist in tenant '{tenant}' and cannot access the application '{clientId}'({name}) in that tenant. The account needs to be added as an external user in the tenant first. Sign out and sign in again with a different Azure Active Directory user account.",
    authorize: 'page',
  },
  500200: {
    error: 'invalid_grant',
    text: "User account '{user}' is a personal Microsoft account. Personal Microsoft accounts are not supported for this application unless explicitly invited to an organization. Try signing out and signing back in with an organizational account.",
    authorize: 'page',
  },
  50126: {
    error: 'invalid_grant',
    text: 'Error validating credentials due to invalid username or password.',
    authorize: 'page',
  },
  50053: {
    error: 'invalid_grant',
    text: "The account is locked, you've tried to sign in too many times with an incorrect user ID or password.",
    authorize: 'page',
  },
  50057: {
    error: 'invalid_grant',
    suberror: 'bad_token',
    text: 'The user account is disabled.',
    authorize: 'page',
  },
  50076: {
    error: 'invalid_grant',
    v1Error: 'interaction_required',
    suberror: 'basic_action',
    text: "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access '{resourceId}'.",
  },
  50079: {
    error: 'interaction_required',
    suberror: 'basic_action',
    text: "Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication to access '{resourceId}'.",
  },
  50074: {
    error: 'interaction_required',
    suberror: 'basic_action',
    text: 'Strong Authentication is required.',
  },
  500121: {
    error: 'invalid_grant',
    text: 'Authentication failed during strong authentication request.',
    authorize: 'page',
  },
  53000: {
    error: 'invalid_grant',
    suberror: 'message_only',
    text: 'Device is not in required device state: {state}. Conditional Access policy requires a compliant device, and the device is not compliant. The user must enroll their device with an approved MDM provider like Intune.',
    unverified: true,
  },
  53001: {
    error: 'invalid_grant',
    suberror: 'message_only',
    text: 'Device is not in required device state: {state}. Conditional Access policy requires a domain joined device, and the device is not domain joined.',
    unverified: true,
  },
  53002: {
    error: 'invalid_grant',
    suberror: 'message_only',
    text: 'Application used is not an approved application for Conditional Access. User needs to use one of the apps from the list of approved applications to use in order to get access.',
    unverified: true,
  },
  53003: {
    error: 'invalid_grant',
    v1Error: 'interaction_required',
    suberror: 'message_only',
    text: 'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
  },
  530032: {
    error: 'invalid_grant',
    suberror: 'message_only',
    text: 'Access has been blocked by Conditional Access policies due to a security policy of the tenant. The access policy does not allow token issuance.',
    unverified: true,
  },
  530035: {
    error: 'invalid_grant',
    suberror: 'message_only',
    text: 'Access has been blocked by security defaults. The access policy does not allow token issuance.',
    unverified: true,
  },
} as const satisfies Record<number, AadstsEntry>;
