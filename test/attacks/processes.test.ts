import { defend } from "./attack.ts";
import { processes } from "./processes.ts";

defend("Processes and signals", processes);
