/** Programs with context variables, their tokens, and contexts by themselves. */
import { Context, ContextVar, copyContext, Token } from "../../runtime/contexts/contextvars.ts";
import type { Coroutine } from "../../runtime/tasks/coroutine.ts";
import { ValueError } from "../../runtime/errors/exceptions.ts";
import { sleep } from "../../runtime/tasks/sleep.ts";
import { checks as checking, plain, withTools } from "./callback-kit.ts";
import type { Program } from "./parity.ts";

export const contextVariables: Program[] = withTools([
  [
    "a variable without a value has its default, or none",
    `
    bare_one, with_default = ContextVar("bare"), ContextVar("with", default=5)
    checks(bare_one.get)
    checks(with_default.get)
    log(plain(bare_one), plain(with_default), bare_one.name)
    token = bare_one.set(1)
    checks(bare_one.get)
    log(copy_context().get(bare_one), Context().get(bare_one), bare_one in Context())
    bare_one.reset(token)
    checks(bare_one.get)
    log(bare_one.get("a default for now"))
    `,
    function* (kit) {
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
    },
  ],

  [
    "a token puts back what was there, once, and only where it was made",
    `
    var, other = ContextVar("var", default=0), ContextVar("other")
    first = var.set(1)
    second = var.set(2)
    log(plain(first), var.get())
    checks(lambda: other.reset(first))
    checks(lambda: Context().run(var.reset, first))
    var.reset(second)
    log(var.get())
    checks(lambda: var.reset(second))
    var.reset(first)
    log(var.get(), plain(first), first.var is var, first.old_value is Token.MISSING, second.old_value)
    log(len(list(copy_context().items())), copy_context().get(other, "none here"))
    `,
    function* (kit) {
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
    },
  ],

  [
    "tokens may be used out of order, and across the steps of a task",
    `
    var = ContextVar("var", default=0)
    async def resets():
        token = var.set("set")
        await sleep(1)
        later = var.set("set later")
        await sleep(1)
        var.reset(token)
        log("the first used", var.get())
        var.reset(later)
        log("the second used", var.get())
    await spawn("resets", resets())
    `,
    function* ({ log, spawn }) {
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
    },
  ],

  [
    "a context runs once at a time, and what it holds stays in it",
    `
    var = ContextVar("var", default="none")
    context = copy_context()
    def sets():
        var.set("inside")
        checks(lambda: context.run(var.get))
        return copy_context().run(var.get)
    log(context.run(sets), var.get(), context.run(var.get), context.copy().run(var.get))
    def fails():
        raise ValueError("oops")
    checks(lambda: context.run(fails))
    log(context.run(var.get))
    `,
    function* (kit) {
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
    },
  ],
]);
