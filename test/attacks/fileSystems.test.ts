import { defend } from "./attack.ts";
import { fileSystems } from "./fileSystems.ts";

defend("File systems and mounts", fileSystems);
