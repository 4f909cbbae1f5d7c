/**
 * A compiled module of CPython in WebAssembly, `tinyc` with a function `add`: the output of Debian's clang 14 for `tinyc.c`.
 *
 *     clang --target=wasm32-unknown-emscripten -Os -fPIC -c tinyc.c -o tinyc.o
 *     wasm-ld -shared --experimental-pic --no-entry --allow-undefined --export-dynamic --strip-all tinyc.o -o tinyc.so
 */
export const tinyc = Uint8Array.from(
  atob(
    "AGFzbQEAAAAADwhkeWxpbmsuMAEEeAQBAAEaBWABfwF/YAN/f38Bf2AAAGAAAX9gAn9/AX8CtQEIA2VudgZtZW1vcnkCAAED" +
      "ZW52GV9faW5kaXJlY3RfZnVuY3Rpb25fdGFibGUBcAABA2Vudg9fX3N0YWNrX3BvaW50ZXIDfwEDZW52DV9fbWVtb3J5X2Jh" +
      "c2UDfwADZW52DF9fdGFibGVfYmFzZQN/AANlbnYQUHlNb2R1bGVEZWZfSW5pdAAAA2VudhBQeUFyZ19QYXJzZVR1cGxlAAED" +
      "ZW52D1B5TG9uZ19Gcm9tTG9uZwAAAwUEAgIDBAcQAQxQeUluaXRfdGlueWMABQgBBAkHAQAjAgsBBgrXAQQEABAEC0cAIwFB" +
      "JGojAUEHajYCACMBQTBqIwFB0ABqNgIAIwFBNGojAUHwAGo2AgAjAUHQAGojAUEDajYCACMBQdQAaiMCQQBqNgIACxUAI4GA" +
      "gIAAQZCAgIAAahCAgICAAAtyAQJ/I4CAgIAAQRBrIgIkgICAgAAjgYCAgAAhAyACIAJBDGo2AgAgAiACQQhqNgIEAkACQCAB" +
      "IANBgICAgABqIAIQgYCAgAANAEEAIQEMAQsgAigCCCACKAIMahCCgICAACEBCyACQRBqJICAgIAAIAELC34BACMBC3hpaQBh" +
      "ZGQAdGlueWMAAAAAAQAAAAAAAAAAAAAAAAAAAAAAAAAHAAAAAAAAAAAAAABQAAAAcAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" +
      "AAAAAAMAAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
  ),
  (letter) => letter.charCodeAt(0),
);
