import { defend } from "./attack.ts";
import { sideModules } from "./sideModules.ts";

defend("Crafted side modules", sideModules);
