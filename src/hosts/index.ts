/**
 * Built-in hosts of a program's network. Each is code that answers bytes with bytes in virtual time; none contacts anything real.
 * Loaded where a program may ask for one (`mayAskHosts` of `share/hosts.ts`): by the sandbox's script of hosts, and headless.
 */
import type { MakeBuiltInHosts } from "../runtime/network/built-in.ts";
import { serveRedis } from "./redis/redis.ts";
import { serveTls } from "./tls.ts";
import { serveWeb } from "./web/web.ts";

/** Names that stand for no host anywhere (RFC 6761, RFC 6762, RFC 7686). */
const NOWHERE = /(?:^|\.)(?:invalid|localhost|local|onion|test)$/;
const HOST_NAME = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_-]{1,63})+$/;

/** Ports, and what answers there. */
const REDIS = 6379;

export const builtInHosts: MakeBuiltInHosts = ({ seed, now, note }) => {
  const { serve, forget } = serveRedis({ seed, now, note });
  const redis = {
    name: "redis",
    notice: "Loopscope: Redis is simulated here, in memory; it forgets everything when the program ends.",
    ports: new Map([[REDIS, serve]]),
    onCrash: forget,
  };
  return {
    named(name) {
      if (name === redis.name) return redis;
      if (!HOST_NAME.test(name) || NOWHERE.test(name) || /^[\d.]+$/.test(name)) return null;
      return {
        name,
        notice: `Loopscope: ${name} is simulated here. The real host is not contacted.`,
        ports: new Map([
          [80, serveWeb({ host: name, scheme: "http", seed, now })],
          [443, serveTls(name, now, serveWeb({ host: name, scheme: "https", seed, now }))],
        ]),
      };
    },
    local: (port) => (port === REDIS ? redis : null),
  };
};
