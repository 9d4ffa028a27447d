const tenantIn = /\/([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|\{tenantid\})(?:\/|$)/;
const guid = /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$/;

/** Published issuers, the `{tenantid}` of multi-tenant ones replaced by the token's `tid`; none without a tenant's id. */
export const filledIssuers = (published: readonly string[], tid: unknown): string[] =>
  published.flatMap((issuer) => {
    if (!issuer.includes('{tenantid}')) return [issuer];
    return typeof tid === 'string' && guid.test(tid) ? [issuer.replace('{tenantid}', tid)] : [];
  });

/**
 * The issuers that tokens of a published issuer's tenant may have: the issuer itself (v2.0) and the security token
 * service of the same tenant (v1.0). The `{tenantid}` of multi-tenant endpoints stands for the token's own `tid`.
 * @param stsIssuer such as `https://sts.windows.net`
 */
export function entraIssuers(published: readonly string[], stsIssuer: string, tid: unknown): string[] {
  const sts = stsIssuer.replace(/\/+$/, '');
  return published.flatMap((issuer) => {
    const found = tenantIn.exec(issuer)?.[1];
    if (found === undefined) return [issuer];
    if (found !== '{tenantid}') return [issuer, `${sts}/${found}/`];
    if (typeof tid !== 'string' || !guid.test(tid)) return [];
    return [issuer.replace('{tenantid}', tid), `${sts}/${tid}/`];
  });
}
