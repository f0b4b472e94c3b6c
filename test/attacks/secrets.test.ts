import { defend } from "./attack.ts";
import { secrets } from "./secrets.ts";

defend("The environment and its secrets", secrets);
