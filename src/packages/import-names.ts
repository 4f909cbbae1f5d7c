/** Packages by the modules that they have, where the names differ. Called by `resolve.ts` and by what words its problems. */

/** Modules whose package has another name. */
const packages: Readonly<Record<string, string>> = {
  attr: "attrs",
  bs4: "beautifulsoup4",
  charset_normalizer: "charset-normalizer",
  dateutil: "python-dateutil",
  dns: "dnspython",
  dotenv: "python-dotenv",
  jwt: "pyjwt",
  markdown_it: "markdown-it-py",
  multipart: "python-multipart",
  socks: "pysocks",
  typing_extensions: "typing-extensions",
  yaml: "pyyaml",
};

/** Return the package of a module, as far as is known: most have the module's name. */
export function packageOf(module: string): string {
  return packages[module] ?? module.replace(/_/g, "-").toLowerCase();
}
