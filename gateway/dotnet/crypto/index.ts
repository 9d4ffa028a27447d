/** System.Security.Cryptography, and what API Management adds to it. */
import './block-transform.ts';
import './certificate-chain.ts';
import './distinguished-name.ts';
import './hash-algorithm-name.ts';
import './hash-algorithm.ts';
import './hashes.ts';
import './oid.ts';
import './policy-encryption.ts';
import './public-key.ts';
import './random-number-generator.ts';
import './rsa-padding.ts';
import './rsa.ts';
import './symmetric-algorithm.ts';
import './x509-certificate.ts';
