/**
 * Types of .NET that people try in policies and that the service refuses, declared here or not: members may give values
 * of types that no expression can name. They get a message of their own instead of "could not be found"; every other
 * unknown name is just unknown.
 */
const NOT_ALLOWED: ReadonlySet<string> = new Set(
  `System.Activator System.AppDomain System.Attribute System.Console System.Delegate System.Environment System.GC
   System.IO.BinaryReader System.IO.BinaryWriter System.IO.Directory System.IO.DirectoryInfo System.IO.File
   System.IO.FileInfo System.IO.FileStream System.IO.MemoryStream System.IO.Path System.IO.Stream
   System.IO.StreamReader System.IO.StreamWriter System.IO.TextReader System.IO.TextWriter
   System.IO.Compression.GZipStream System.Lazy System.Runtime.InteropServices.Marshal System.Type
   System.Reflection.Assembly System.Reflection.MethodInfo System.Diagnostics.Debug System.Diagnostics.Process
   System.Diagnostics.Stopwatch System.Net.Dns System.Net.HttpWebRequest System.Net.WebClient System.Net.WebRequest
   System.Net.Http.HttpClient System.Net.Http.HttpRequestMessage System.Net.Mail.SmtpClient
   System.Net.Sockets.Socket System.Net.Sockets.TcpClient System.Text.Json.JsonDocument
   System.Text.Json.JsonSerializer System.Threading.Monitor System.Threading.Thread System.Threading.Tasks.Parallel
   System.Threading.Tasks.Task System.Timers.Timer System.Web.HttpUtility System.Xml.XmlDocument System.Xml.XmlReader
   System.Xml.XmlWriter System.Xml.XPath.XPathDocument System.Collections.ArrayList System.Collections.Hashtable
   System.Collections.Concurrent.ConcurrentDictionary System.Globalization.CultureInfo
   System.Security.Cryptography.Aes System.Security.Cryptography.RSACng System.Security.Cryptography.RSACryptoServiceProvider
   System.Security.Cryptography.AesManaged System.Security.Cryptography.ECDsa System.Security.Cryptography.CryptoStream
   Newtonsoft.Json.JsonSerializer Newtonsoft.Json.JsonSerializerSettings Newtonsoft.Json.JsonTextReader
   Newtonsoft.Json.JsonTextWriter`.split(/\s+/),
);

const bySimpleName = new Map([...NOT_ALLOWED].map((name) => [name.slice(name.lastIndexOf('.') + 1), name]));

/** Whether refused types of .NET live in the namespace or below it. */
export function isRefusedNamespace(name: string): boolean {
  for (const type of NOT_ALLOWED) if (type.startsWith(`${name}.`)) return true;
  return false;
}

/** The full name of the refused .NET type that `name`, qualified or not, would mean; undefined for any other name. */
export function isKnownButNotAllowed(name: string): string | undefined {
  if (NOT_ALLOWED.has(name)) return name;
  return name.includes('.') ? undefined : bySimpleName.get(name);
}
