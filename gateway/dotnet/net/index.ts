/** System.Net: what needs no network. */
import './ip-address.ts';
import './web-utility.ts';
