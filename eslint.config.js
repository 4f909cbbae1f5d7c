// Rules that find bugs. Layout is Prettier's, and taste is the reviewer's.
import js from "@eslint/js";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";

export default ts.config(
  {
    ignores: [
      "dist/",
      "dist-runtime/",
      "node_modules/",
      "playwright-report/",
      "test-results/",
      "src/examples/typescript/",
      "src/guests/typescript/declarations/",
    ],
  },
  js.configs.recommended,
  ts.configs.recommendedTypeChecked,
  svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.browser, ...globals.node },
      parserOptions: { projectService: true, extraFileExtensions: [".svelte"] },
    },
    rules: {
      eqeqeq: "error",
      "no-constant-condition": ["error", { checkLoops: false }],
      "no-template-curly-in-string": "error",
      "no-unmodified-loop-condition": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
      "@typescript-eslint/no-import-type-side-effects": "error",
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", caughtErrors: "none", ignoreRestSiblings: true },
      ],
      "@typescript-eslint/only-throw-error": ["error", { allowRethrowing: true, allowThrowingUnknown: true }],
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
      ],

      // An assertion too many is no bug.
      "@typescript-eslint/no-unnecessary-type-assertion": "off",
      // Hooks and patched globals are passed on with their `this` kept by hand; each finding was such a place.
      "@typescript-eslint/unbound-method": "off",
      // A coroutine may await nothing and a generator may yield nothing: asyncio has both.
      "require-yield": "off",
      "@typescript-eslint/require-await": "off",
      // Values from Python and from JSON are `any` by nature; the code that takes them in checks them by hand.
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser } },
    // TypeScript knows which names are defined, and it knows Svelte's runes.
    rules: { "no-undef": "off" },
  },
  {
    // Plain scripts are outside of what the type-aware rules need.
    files: ["**/*.js", "**/*.mjs"],
    extends: [ts.configs.disableTypeChecked],
    languageOptions: { parserOptions: { projectService: false } },
  },
);
