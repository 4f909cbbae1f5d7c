/** Script of the built-in hosts: the page posts it to a worker with the first program that may ask for one (`serve.ts`). */
import { builtInHosts } from "../hosts/index.ts";

(globalThis as { loopscopeHosts?: typeof builtInHosts }).loopscopeHosts = builtInHosts;
