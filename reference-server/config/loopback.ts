const loopback = /^(localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i;

/** Whether binding to `host` keeps the server on this machine. */
export const isLoopbackHost = (host: string): boolean => loopback.test(host);
