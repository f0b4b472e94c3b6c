import { defend } from "./attack.ts";
import { constructors } from "./constructors.ts";

defend("Chains of constructors", constructors);
