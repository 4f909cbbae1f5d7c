import { testParity } from "./parity.ts";

await testParity("io");
