/** AADSTS9001023: app-only tokens need a tenant in the path; `common` and `consumers` name none. */
import { aadsts } from '../errors/aadsts-error.ts';
import type { Rule } from './transaction.ts';

export const appOnlyTenant: Rule = ({ tenancy, tenant }) => {
  const { tenant: named } = tenancy.value;
  if (!named) throw aadsts(9001023);
  tenant.set(named);
};
