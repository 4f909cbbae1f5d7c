/*
 * The view harness: shows the views one by one, each at all of its moments, with nothing of the page around them.
 * `views.spec.ts` takes the pictures. Runs are recorded ones: no guest, no playing, so nothing moves.
 */
import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import { mount, tick, unmount } from "svelte";
import "../../src/app/theme.css";
import { Session } from "../../src/session/session.svelte.ts";
import type { Theme } from "../../src/share/view-options.ts";
import Harness from "./Harness.svelte";
import type { Moment } from "./moments.ts";
import { type ViewName, views } from "./views.ts";

declare global {
  interface Window {
    /** Shows a view in a theme, in place of the one before. Resolves when it is drawn. */
    show(view: ViewName, theme: Theme): Promise<void>;
  }
}

let shown: ReturnType<typeof mount> | null = null;

window.show = async (view, theme) => {
  if (shown) await unmount(shown);
  document.documentElement.dataset.theme = theme;
  const sessions = await Promise.all(views[view].moments.map(sessionAt));
  shown = mount(Harness, {
    target: document.getElementById("app") as HTMLElement,
    props: { view, sessions, theme },
  });
  await tick();
  await document.fonts.ready;
  for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
};

async function sessionAt({ source, recorded, at, task }: Moment): Promise<Session> {
  const session = new Session(() => Promise.reject(new Error("Nothing is compiled here.")));
  const onMissing = () => {
    throw new Error(`The run has no event ${at}.`);
  };
  session.open(
    { language: "python", source, seed: 1 },
    {
      trusted: true,
      recorded: () => Promise.resolve(recorded),
      position: at === null ? null : { at, task, onMissing },
    },
  );
  await session.runProgram();
  if (at === null) session.cursor.seek(session.run.length - 1);
  return session;
}
