import { defend } from "./attack.ts";
import { bridge } from "./bridge.ts";

defend("The bridge to JavaScript", bridge);
