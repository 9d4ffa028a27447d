using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Microsoft.Azure.ApiManagement
{
    /// <summary>Symmetric encryption of byte arrays: the platform's algorithm of that name with its defaults (CBC, PKCS7).</summary>
    public static class Encryption
    {
        public static byte[] Encrypt(this byte[] input, string alg, byte[] key, byte[] iv)
        {
            using var algorithm = Named(alg);
            return input.Encrypt(algorithm, key, iv);
        }

        public static byte[] Encrypt(this byte[] input, SymmetricAlgorithm alg) => input.Encrypt(alg, alg.Key, alg.IV);

        public static byte[] Encrypt(this byte[] input, SymmetricAlgorithm alg, byte[] key, byte[] iv)
        {
            using var transform = alg.CreateEncryptor(key, iv);
            return transform.TransformFinalBlock(input, 0, input.Length);
        }

        public static byte[] Decrypt(this byte[] input, string alg, byte[] key, byte[] iv)
        {
            using var algorithm = Named(alg);
            return input.Decrypt(algorithm, key, iv);
        }

        public static byte[] Decrypt(this byte[] input, SymmetricAlgorithm alg) => input.Decrypt(alg, alg.Key, alg.IV);

        public static byte[] Decrypt(this byte[] input, SymmetricAlgorithm alg, byte[] key, byte[] iv)
        {
            using var transform = alg.CreateDecryptor(key, iv);
            return transform.TransformFinalBlock(input, 0, input.Length);
        }

        public static bool VerifyNoRevocation(this X509Certificate2 input)
        {
            using var chain = new X509Chain();
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            return chain.Build(input);
        }

#pragma warning disable SYSLIB0045 // the documented method takes the algorithm by name
        private static SymmetricAlgorithm Named(string alg) =>
            SymmetricAlgorithm.Create(alg) ?? throw new ArgumentException("The algorithm is not supported.", nameof(alg));
#pragma warning restore SYSLIB0045
    }
}
