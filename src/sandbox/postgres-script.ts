/** Script of PostgreSQL's engine: the page posts it to a worker with the first program for which a person lets it load (`serve.ts`). */
import { startPostgres } from "../hosts/postgres/engine.ts";

(globalThis as { loopscopePostgres?: typeof startPostgres }).loopscopePostgres = startPostgres;
