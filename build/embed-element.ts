/** Vite plugin that builds `embed.js`, without a hash in its name: other sites load it. */
import type { Plugin } from "vite";
import { bundle } from "./bundle.ts";

const NAME = "embed.js";

const makeScript = () => bundle(new URL("../src/share/embed-element.ts", import.meta.url));

export function embedElement(): Plugin {
  return {
    name: "loopscope-embed-element",
    async generateBundle() {
      this.emitFile({ type: "asset", fileName: NAME, source: await makeScript() });
    },
    configureServer(server) {
      server.middlewares.use(`/${NAME}`, (_request, response, next) => {
        makeScript().then((source) => {
          response.setHeader("Content-Type", "text/javascript");
          response.end(source);
        }, next);
      });
    },
  };
}
