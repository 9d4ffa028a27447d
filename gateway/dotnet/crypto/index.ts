/** System.Security.Cryptography, and what API Management adds to it. */
import './hash-algorithm-name.ts';
import './hash-algorithm.ts';
import './hashes.ts';
import './policy-encryption.ts';
import './random-number-generator.ts';
import './rsa.ts';
import './symmetric-algorithm.ts';
import './x509-certificate.ts';
