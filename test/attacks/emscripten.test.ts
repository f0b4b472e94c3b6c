import { defend } from "./attack.ts";
import { emscripten } from "./emscripten.ts";

defend("Emscripten and ctypes", emscripten);
