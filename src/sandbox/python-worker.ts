/** Script of Python's workers. */
import { bootPythonFromBuffers, type PythonAssets } from "../guests/python/boot-buffers.ts";
import { serve } from "./serve.ts";

serve((assets, snapshot) => bootPythonFromBuffers(assets as unknown as PythonAssets, snapshot));
