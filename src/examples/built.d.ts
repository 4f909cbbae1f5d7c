/** A TypeScript program as its guest runs it, compiled by the build: see `build/compiled-programs.ts`. */
declare module "*?compiled" {
  const program: import("../share/program.ts").CompiledProgram;
  export default program;
}

/** The run of a program, recorded by the build: see `build/recorded-runs.ts`. */
declare module "*?recorded" {
  const packed: string;
  export default packed;
}

/** The thumbnail of a recorded run, made by the build: see `build/recorded-runs.ts`. */
declare module "*?thumbnail" {
  const thumbnail: import("./thumbnail.ts").Thumbnail;
  export default thumbnail;
}
