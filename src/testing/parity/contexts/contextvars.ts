/** Programs with context variables, their tokens, and contexts. */
import { Context, ContextVar, copyContext, Token } from "../../../runtime/contexts/contextvars.ts";
import type { Coroutine } from "../../../runtime/tasks/coroutine.ts";
import { ValueError } from "../../../runtime/errors/exceptions.ts";
import { sleep } from "../../../runtime/tasks/sleep.ts";
import { checks as checking, plain } from "../callback-kit.ts";
import type { Kit } from "../kit.ts";

export function* defaultValues(kit: Kit): Coroutine<void> {
  const { log } = kit;
  const checks = checking(kit);
  const [bareOne, withDefault] = [new ContextVar<unknown>("bare"), new ContextVar("with", 5)];
  checks(() => bareOne.get());
  checks(() => withDefault.get());
  log(plain(bareOne), plain(withDefault), bareOne.name);
  const token = bareOne.set(1);
  checks(() => bareOne.get());
  log(copyContext().get(bareOne), new Context().get(bareOne), new Context().has(bareOne));
  bareOne.reset(token);
  checks(() => bareOne.get());
  log(bareOne.get("a default for now"));
}

export function* tokensRestoreAValueOnce(kit: Kit): Coroutine<void> {
  const { log } = kit;
  const checks = checking(kit);
  const [variable, other] = [new ContextVar("var", 0), new ContextVar<number>("other")];
  const first: Token<number> = variable.set(1);
  const second = variable.set(2);
  log(plain(first), variable.get());
  checks(() => other.reset(first));
  checks(() => new Context().run(() => variable.reset(first)));
  variable.reset(second);
  log(variable.get());
  checks(() => variable.reset(second));
  variable.reset(first);
  log(
    variable.get(),
    plain(first),
    first.var === variable,
    first.oldValue === Token.MISSING,
    second.oldValue,
  );
  log([...copyContext().items()].length, copyContext().get(other, "none here"));
}

export function* tokensOutOfOrder({ log, spawn }: Kit): Coroutine<void> {
  const variable = new ContextVar<unknown>("var", 0);
  function* resets(): Coroutine<void> {
    const token = variable.set("set");
    yield* sleep(1);
    const later = variable.set("set later");
    yield* sleep(1);
    variable.reset(token);
    log("the first used", variable.get());
    variable.reset(later);
    log("the second used", variable.get());
  }
  yield* spawn("resets", resets());
}

export function* contextRunsOnceAtATime(kit: Kit): Coroutine<void> {
  const { log } = kit;
  const checks = checking(kit);
  const variable = new ContextVar("var", "none");
  const context = copyContext();
  const get = () => variable.get();
  const sets = () => {
    variable.set("inside");
    checks(() => context.run(get));
    return copyContext().run(get);
  };
  log(context.run(sets), variable.get(), context.run(get), context.copy().run(get));
  checks(() =>
    context.run(() => {
      throw new ValueError("oops");
    }),
  );
  log(context.run(get));
}
