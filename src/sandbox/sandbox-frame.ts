/**
 * The iframe of a sandbox, from the page's side: it is opened, and it must answer. A server or a browser may refuse it, and
 * then it is an empty document that never does. Called by the guest client.
 */
import { type Language, languageNames } from "../share/program.ts";
import { SandboxError } from "./errors.ts";
import type { DocumentReport } from "./protocol.ts";

/** Milliseconds until an iframe that is loaded must have answered, and until it must be loaded. */
const ANSWER_WITHIN = 4_000;
const LOAD_WITHIN = 15_000;
/** The wait is cut into parts, so that an answer that came while the page was busy is read before its time is over. */
const PARTS = 8;

/**
 * Open the iframe at `url` and return the port of its document. `onReport` gets the later reports of the document. Throws
 * SandboxError, with the reason in words, if the document does not answer.
 */
export async function openFrame(
  frame: HTMLIFrameElement,
  {
    url,
    language,
    onReport,
  }: { url: string; language: Language; onReport: (report: DocumentReport) => void },
): Promise<MessagePort> {
  frame.sandbox.add("allow-scripts");
  frame.hidden = true;
  frame.title = `Sandbox for ${languageNames[language]}`;
  frame.src = url;
  let isLoaded = false;
  const loaded = new Promise<void>((resolve) =>
    frame.addEventListener("load", () => ((isLoaded = true), resolve()), { once: true }),
  );
  document.body.append(frame);
  await Promise.race([loaded, passed(LOAD_WITHIN, () => isLoaded)]);
  const { port1, port2 } = new MessageChannel();
  let hasAnswered = false;
  const answered = new Promise<void>((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<DocumentReport>) => {
      if (data.type !== "ready") return onReport(data);
      hasAnswered = true;
      resolve();
    };
  });
  frame.contentWindow?.postMessage(null, "*", [port2]);
  await Promise.race([answered, passed(ANSWER_WITHIN, () => hasAnswered)]);
  if (!hasAnswered) throw new SandboxError(await refusalOf(url, language));
  return port1;
}

async function passed(milliseconds: number, isOver: () => boolean): Promise<void> {
  for (let part = 0; part < PARTS && !isOver(); part++)
    await new Promise((resolve) => setTimeout(resolve, milliseconds / PARTS));
}

/** Return the reason why the document at `url` does not answer, and a way on, for the person at the page. */
async function refusalOf(url: string, language: Language): Promise<string> {
  const headers = await fetch(url).then(
    (response) => response.headers,
    () => null,
  );
  return refusalText(headers, { url, language });
}

/** The same, from the headers with which the server sends the document; null if it does not send it. */
export function refusalText(
  headers: Headers | null,
  { url, language }: { url: string; language: Language },
): string {
  const start = `${languageNames[language]} cannot start here:`;
  const end = "The examples still play as they were recorded.";
  if (!headers)
    return `${start} its files cannot be loaded. Check the connection, then press Run to try again.`;
  const options = headers.get("x-frame-options");
  const header = options
    ? `X-Frame-Options: ${options}`
    : headers.has("content-security-policy") && "Content-Security-Policy";
  const file = url.split(/[?#]/)[0]?.split("/").at(-1);
  return header
    ? `${start} this site sends the header “${header}”, which blocks the frame that programs run in. ${end} To fix it, the site must send ${file} without this header.`
    : `${start} the browser blocks the frame that programs run in, perhaps because of an extension. ${end} Allow frames on this page, or try another browser.`;
}
